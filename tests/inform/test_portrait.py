"""What a portrait says, and what it never says."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace

import pytest
from tests.inform import sample

from vestibule.inform.chapters import (
    cover,
    evidence,
    findings,
    method,
    minute,
    parts,
    speakers,
)
from vestibule.inform.figures.cells import NotCleared
from vestibule.inform.material import Material, Validation
from vestibule.inform.meeting import Silence
from vestibule.inform.portrait import portrait
from vestibule.inform.story import told
from vestibule.protect.cleared import Hidden, Quote

MATERIALS = {
    "whole": sample.MATERIAL,
    "draft": sample.DRAFT,
    "conversation": sample.CONVERSATION,
}
KIND = {**MATERIALS, "bare": Material(process=sample.PROCESS, trace=sample.TRACE)}


@pytest.fixture(params=["fr", "en"])
def lang(request) -> str:
    return str(request.param)


@pytest.fixture(params=KIND, ids=list(KIND))
def page(request, lang) -> str:
    return portrait(KIND[request.param], lang=lang).html()


def plain(html: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", body))  # no-break spaces too


def test_a_page_holds_no_script_and_asks_no_host_for_anything(page):
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "url(" not in page
    assert "@import" not in page


def test_a_page_weighs_less_than_75_kilobytes(page):
    assert len(gzip.compress(page.encode())) < 75_000


def test_a_page_names_its_language_and_its_direction(page, lang):
    assert f'<html lang="{lang}" dir="ltr">' in page


def test_every_link_leads_to_something_on_the_page(page):
    ids = set(re.findall(r'\bid="([^"]+)"', page))

    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_no_id_stands_twice_on_a_page(page):
    ids = re.findall(r'\bid="([^"]+)"', page)

    assert len(ids) == len(set(ids))


def test_the_sheet_uses_logical_properties_only(page):
    sheet = re.search(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    assert sheet

    assert not re.search(
        r"(?<![-\w])(left|right|(margin|padding|border)-(left|right)|float)\s*:",
        sheet[1],
    )
    assert not re.search(r"text-align:\s*(left|right)", sheet[1])


def test_nothing_is_said_in_percent_or_of_a_nation(page):
    said = plain(page)

    assert "%" not in said
    assert not re.search(
        r"\bper ?cent\b|pour cent|pourcentage", said, flags=re.IGNORECASE
    )


def test_no_day_is_told(page):
    assert not re.search(r"\d{4}-\d{2}-\d{2}", plain(page))


@pytest.mark.parametrize("name", ["whole", "draft"])
def test_an_invented_country_says_so_on_page_script_and_files(name, lang):
    made = portrait(MATERIALS[name], lang=lang)
    label = "exemple fictif" if lang == "fr" else "fictitious example"

    assert made.html().count(label) > len(made.figures)
    assert label in made.script().lower()
    assert all(label in text for text in made.csvs().values())


def test_a_real_conversation_is_not_called_invented(lang):
    made = portrait(sample.CONVERSATION, lang=lang)

    assert "ictif" not in made.html()
    assert "fictitious" not in made.html()


def test_the_title_is_a_finding():
    assert portrait(sample.MATERIAL, lang="fr").title == (
        "Ce que nous disons le plus\u00a0: la peur sur les pistes. "
        "Ce que nous voulons régler d’abord\u00a0: une justice qui vienne jusqu’à nous."
    )


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"findings": (sample.TRACKS,)}, "Ce que nous disons le plus, c’est aussi"),
        ({"priorities": None}, "nous n’avons pas encore dit lequel vient d’abord"),
        ({"findings": ()}, "148 rencontres ont parlé"),
        ({"findings": (), "heard": None}, "Nous avons parlé"),
        ({"validated": False}, "Quatre constats attendent d’être validés"),
    ],
)
def test_the_title_says_no_more_than_is_known(changes, title):
    material = replace(sample.MATERIAL, **changes)

    assert title in portrait(material, lang="fr").title


def test_a_conversation_is_titled_by_what_it_agrees_on():
    assert portrait(sample.CONVERSATION, lang="en").title == (
        "What most brings together those who answered: "
        "“Cars should leave the square on market days”"
    )
    held = sample.CONVERSATION.conversation
    assert held is not None
    divided = replace(
        sample.CONVERSATION, conversation=replace(held, rows=held.rows[2:])
    )
    assert "not of one mind" in portrait(divided, lang="en").title


def test_people_are_told_as_a_range_and_attendances_are_not_people():
    said = plain(portrait(sample.MATERIAL, lang="fr").html())

    assert "1 640 à 1 790" in said
    assert "Une présence n’est pas une personne" in said


def test_a_hidden_number_of_people_is_left_out_of_the_cover():
    assert sample.MATERIAL.heard is not None
    heard = replace(sample.MATERIAL.heard, people_low=sample.FEW, women=sample.FEW)
    html = portrait(replace(sample.MATERIAL, heard=heard), lang="fr").html()

    assert "personnes différentes" not in html
    assert "non montré" in html


def test_the_peoples_order_leads_whatever_is_said_most():
    story = told(sample.MATERIAL, "fr")

    assert [finding.key for finding in story.material.findings] == [
        "justice",
        "tracks",
        "trade",
        "land",
    ]
    html = portrait(sample.MATERIAL, lang="fr").html()
    assert html.index('id="constat-justice"') < html.index('id="constat-tracks"')


def test_where_ranks_are_tied_the_place_in_the_order_decides():
    findings_given = tuple(
        replace(finding, wanted_order=order)
        for finding, order in zip(sample.MATERIAL.findings, (1, 3, 2, 4), strict=True)
    )
    story = told(replace(sample.MATERIAL, findings=findings_given), "fr")

    assert [finding.key for finding in story.material.findings] == [
        "justice",
        "trade",
        "tracks",
        "land",
    ]


def test_before_validation_it_is_a_working_draft_without_any_rank(lang):
    made = portrait(sample.DRAFT, lang=lang)
    html = made.html()
    flag = (
        "Document de travail, pas encore validé"
        if lang == "fr"
        else "Working draft, not yet validated"
    )

    assert flag in html
    assert flag in made.script()
    assert "order" not in made.story.figures
    assert "<sup>" not in html
    assert set(re.findall(r'class="num" aria-hidden="true">([^<]*)<', html)) == {""}
    names = [made.story.setting.name(f.words) for f in made.story.material.findings]
    assert names == sorted(names)


def test_a_finding_that_was_confirmed_but_not_ordered_has_no_number():
    html = portrait(replace(sample.MATERIAL, priorities=None), lang="fr").html()

    assert "Confirmés, mais pas encore ordonnés" in html
    assert "Constat 1" not in html


def test_words_come_first_in_their_own_language_then_in_the_readers():
    html = portrait(sample.MATERIAL, lang="fr").html()

    assert '<p lang="und" dir="auto"' not in html
    assert re.search(
        r'<p lang="und" dir="ltr" class="orig">«\u00a0Teri', html
    ) or re.search(r'<p lang="oren" dir="ltr" class="orig">«\u00a0Teri', html)
    assert '<p lang="ar" dir="rtl" class="orig">' in html
    assert html.index("Teri bɔ") < html.index("Un tort dont personne")


def test_a_voice_is_told_by_profile_region_and_month_only():
    story = told(sample.MATERIAL, "fr")
    said = plain(parts.voice(story, sample.JUSTICE.voices[0]))

    assert (
        "Associations de femmes, Orle-le-Val. Dit en orène, mars 2030. Parole fictive."
        in said
    )


def test_someone_without_profile_or_place_stays_someone():
    story = told(sample.MATERIAL, "fr")
    said = plain(parts.voice(story, {"fr": Quote(words="Oui.", lang=None)}))

    assert "Quelqu’un." in said


def test_bare_words_are_refused_as_a_voice():
    story = told(sample.MATERIAL, "fr")

    with pytest.raises(NotCleared):
        parts.voice(story, {"fr": "oui"})  # type: ignore[dict-item]


def test_a_voice_cleared_for_the_readers_language_is_taken_for_them():
    story = told(sample.MATERIAL, "en")
    french = Quote(words="Non.", lang="fr", translation=None)
    english = Quote(words="Non.", lang="fr", translation="No.", translation_lang="en")

    assert parts.quote(story, {"fr": french, "en": english}) == english
    assert parts.quote(story, {"fr": french}) == french


def test_dissent_stands_beside_the_finding_and_its_absence_is_told():
    html = portrait(sample.MATERIAL, lang="fr").html()

    assert html.count("Une parole contraire") == 2
    assert html.count("Aucune parole contraire n’est enregistrée.") == 2
    assert "Cela ne veut pas dire que tous sont d’accord" in html


def test_an_objection_is_kept_with_the_finding():
    objected = replace(sample.TRACKS, objections=sample.JUSTICE.against)
    html = portrait(replace(sample.MATERIAL, findings=(objected,)), lang="fr").html()

    assert "Une objection, gardée avec le constat" in html
    assert "Aucune parole contraire" not in html


def test_at_most_three_excerpts_are_printed_with_a_finding():
    many = replace(sample.JUSTICE, voices=sample.JUSTICE.voices * 3, against=())
    html = portrait(replace(sample.MATERIAL, findings=(many,)), lang="fr").html()

    assert html.count("<blockquote>") == 3


def test_causes_are_told_links_and_the_opposite_stands_beside_them():
    html = plain(portrait(sample.MATERIAL, lang="fr").html())

    assert "Des liens racontés, non des causes prouvées." in html
    assert (
        "raconté dans 31 rencontres\u202f; le contraire dans 4"
        in html.replace("  ", " ")
        or "le contraire dans 4" in html
    )


def test_a_withheld_cause_says_so():
    cause = replace(sample.JUSTICE.causes[0], gatherings=sample.FEW, contrary=None)
    story = told(
        replace(sample.MATERIAL, findings=(replace(sample.JUSTICE, causes=(cause,)),)),
        "fr",
    )

    assert "non montré" in str(evidence.causes(story, story.material.findings[0]))


def test_long_lists_of_answers_are_cut_and_the_rest_is_counted():
    many = replace(sample.JUSTICE, protects=sample.JUSTICE.protects[:1] * 8)
    story = told(replace(sample.MATERIAL, findings=(many,)), "fr")

    assert "et 3 de plus" in str(evidence.ways(story, story.material.findings[0]))


def test_a_withheld_answer_says_so_and_a_zero_is_not_printed():
    hidden = replace(sample.JUSTICE.protects[0], gatherings=sample.FEW)
    zero = replace(sample.JUSTICE.protects[0], gatherings=sample.count(0))
    finding = replace(sample.JUSTICE, protects=(hidden, zero))
    story = told(replace(sample.MATERIAL, findings=(finding,)), "fr")

    html = str(evidence.ways(story, story.material.findings[0]))

    assert "non montré" in html
    assert "0 rencontre" not in html


def test_validation_counts_are_a_sentence():
    story = told(sample.MATERIAL, "fr")
    assert sample.JUSTICE.validation is not None

    assert evidence.counts(story, sample.JUSTICE.validation) == (
        "six rencontres ont confirmé, une a amendé et une a rejeté."
    )


def test_a_verdict_is_that_of_most_gatherings_or_hidden():
    def of(confirmed, amended, rejected) -> Validation:
        return Validation(
            held=confirmed, confirmed=confirmed, amended=amended, rejected=rejected
        )

    zero, two = sample.count(0), sample.count(2)
    assert evidence.verdict(of(two, zero, zero)) == "confirmed"
    assert evidence.verdict(of(zero, two, zero)) == "amended"
    assert evidence.verdict(of(two, two, two)) == "confirmed"
    assert evidence.verdict(of(sample.FEW, sample.FEW, sample.FEW)) == "hidden"


def test_a_finding_whose_count_is_hidden_says_so_without_a_word_of_the_scale():
    hidden = replace(
        sample.JUSTICE, named=Hidden(reason="too_few_gatherings"), named_rank=None
    )
    story = told(replace(sample.MATERIAL, findings=(hidden,)), "fr")

    said = minute.naming(story, hidden)

    assert (
        said
        == "Combien de rencontres en ont parlé n’est pas montré, pour protéger des personnes."
    )
    assert minute.naming(story, replace(hidden, named=None)).endswith(
        "n’a pas été compté."
    )
    assert "non montré" in str(evidence.facts(story, hidden))


def test_ballots_that_are_not_shown_leave_the_order_without_numbers():
    finding = replace(sample.JUSTICE, support=None)
    story = told(replace(sample.MATERIAL, findings=(finding,)), "fr")

    assert "l’ordre vient des bulletins" in str(evidence.facts(story, finding))


def test_who_is_missing_is_the_title_of_who_speaks():
    assert "il manque Kessim" in speakers.title(told(sample.MATERIAL, "fr"))
    heard_places = tuple(row for row in sample.PLACES if not row.nobody)
    some = replace(sample.MATERIAL, places=heard_places)
    assert "toutes les voix, pas encore" in speakers.title(told(some, "fr"))
    everyone = replace(some, grid=None)
    assert "Chaque lieu prévu" in speakers.title(told(everyone, "fr"))
    assert "pas encore qui parle" in speakers.title(told(KIND["bare"], "fr"))


def test_a_conversation_says_what_it_therefore_cannot_say():
    story = told(sample.CONVERSATION, "en")
    said = " ".join(method.limits(story))

    assert "Without gatherings it can say neither who was heard" in said
    assert "It shows no opinion groups" in said
    assert "It gives no finding" in said
    html = plain(portrait(sample.CONVERSATION, lang="en").html())
    assert "317 participants" in html
    assert "9,120 votes" in html


def test_limits_name_the_places_the_portrait_is_silent_about():
    said = " ".join(method.limits(told(sample.MATERIAL, "fr")))

    assert "Kessim et Camp d’Adessa" in said
    assert "moins de 10 personnes" in said
    assert "moins de 3 rencontres dans 2 lieux, même par soustraction" in said
    assert "sauf si l’énoncé est sensible" in said


def test_limits_say_that_there_is_no_order_without_ballots():
    material = replace(sample.MATERIAL, priorities=None, grounds=())

    said = " ".join(method.limits(told(material, "fr")))

    assert "n’ont pas encore dit ce qu’elles veulent d’abord" in said
    assert "Sans énoncés comparés" in said


def test_a_portrait_prints_what_is_needed_to_find_it_again():
    html = portrait(sample.MATERIAL, lang="fr").html()

    assert "7c1e 0b52" in html
    assert "48\u202f210 fiches (origines\u00a0: 9)" in html
    assert "2 fiches ont été retirées" in html


def test_the_script_says_the_findings_their_words_and_the_dissent(lang):
    script = portrait(sample.MATERIAL, lang=lang).script()

    assert "<" not in script
    if lang == "fr":
        assert "Constat 1. Le tort reste sans juge" in script
        assert "Un tort dont personne ne parle habite avec nous" in script
        assert (
            "Quelqu’un dit le contraire\u00a0: «\u00a0Chez nous les anciens jugent"
            in script
        )
        assert "Ce qui protège déjà. S’asseoir avant" in script


def test_every_figure_has_a_file_of_data_numbered_as_on_the_page():
    made = portrait(sample.MATERIAL, lang="fr")
    names = list(made.csvs())

    assert names[0] == "figure-00-doors.csv"
    assert names[1:4] == [
        "figure-01-heard.csv",
        "figure-02-grid.csv",
        "figure-03-tiles.csv",
    ]
    assert [figure.number for figure in made.figures] == list(range(len(made.figures)))


def test_a_portrait_shows_itself_in_a_notebook():
    made = portrait(sample.MATERIAL, lang="en")

    assert made._repr_html_() == made.html()


def test_the_same_material_gives_the_same_bytes():
    assert (
        portrait(sample.MATERIAL, lang="fr").html()
        == portrait(sample.MATERIAL, lang="fr").html()
    )


def test_another_language_takes_french_sentences_and_its_own_words():
    material = replace(
        sample.MATERIAL,
        findings=(
            replace(sample.JUSTICE, words={**sample.JUSTICE.words, "oren": "Teri"}),
        ),
    )
    made = portrait(material, lang="oren")

    assert made.lang == "fr"
    assert "Comment lire" in made.html()
    assert "Teri" in made.html()


def test_several_comparisons_are_each_named():
    other = replace(
        sample.GROUND, key="sexes", names=sample.both("femmes, hommes", "women, men")
    )
    html = portrait(
        replace(sample.MATERIAL, grounds=(sample.GROUND, other)), lang="fr"
    ).html()

    assert "Comparaison\u00a0: femmes, hommes" in html
    assert 'id="entente-sexes"' in html


def test_a_comparison_without_shared_ground_says_so():
    rows = tuple(replace(row, standing="undecided") for row in sample.GROUND.statements)
    material = replace(
        sample.MATERIAL, grounds=(replace(sample.GROUND, statements=rows),)
    )

    assert (
        "Aucune phrase ne rassemble encore sûrement"
        in portrait(material, lang="fr").html()
    )


@pytest.mark.parametrize(
    ("why", "said"),
    [("unheard", "sur aucune phrase, deux groupes"), ("alike", "d’accord avec tout")],
)
def test_a_comparison_of_which_nothing_sure_is_known_says_why(why, said):
    silent = Silence(key="ages", names=sample.both("les âges", "ages"), why=why)
    told_too = replace(sample.MATERIAL, silences=(silent,))
    alone = replace(told_too, grounds=(), splits=())
    online = replace(sample.CONVERSATION, silences=(silent,))

    for material in (told_too, alone, online):
        made = portrait(material, lang="fr")
        assert "Comparaison «\u00a0les âges\u00a0»\u00a0: " in made.html()
        assert said in made.html()
        assert said in made.script()
    assert "trop peu de groupes ont été assez entendus" in " ".join(
        method.limits(told(alone, "fr"))
    )
    assert (
        "Aucune comparaison n’a été déclarée" not in portrait(online, lang="fr").html()
    )


def test_the_method_says_how_sure_common_ground_is_and_what_errors_to_expect():
    html = portrait(sample.MATERIAL, lang="fr").html()

    assert "s’il y a au moins 90 chances sur 100 que, dans chaque groupe" in html
    assert "Erreurs à attendre parmi ces 3\u00a0: 0,1. N’y entrent que" in html


def test_a_road_without_debt_still_goes_on():
    html = portrait(replace(sample.MATERIAL, owed=None), lang="fr").html()

    assert "Le chemin n’est pas fini" in html
    assert "Aucune réponse due n’est encore notée." in html


def test_chapters_without_anything_to_tell_are_silent():
    story = told(KIND["bare"], "fr")

    assert findings.html(story) == ""
    assert findings.spoken(story) == []
    assert cover.spoken(story)[0] == "Nous avons parlé"


def test_where_two_may_be_spoken_of_most_neither_is_said_to_be():
    material = sample.MATERIAL
    first, *rest = sorted(material.findings, key=lambda one: one.named_rank or (9, 9))[
        :2
    ]
    tied = {first.key, *(one.key for one in rest)}
    findings = tuple(
        replace(one, named_rank=(1, 2)) if one.key in tied else one
        for one in material.findings
    )

    title = portrait(replace(material, findings=findings), lang="fr").title

    said = title.partition("Ce que nous disons le plus\u00a0: ")[2].partition(".")[0]
    assert " et " in said
    for one in findings:
        name = one.short.get("fr") or one.words["fr"]
        if one.key in tied:
            assert name[1:].removesuffix(".") in said


def test_where_the_counts_of_the_team_may_differ_is_said(lang):
    heard = replace(
        sample.MATERIAL.heard,
        represented=sample.count(354),
        observers=sample.count(72),
        heads="some",
    )
    story = told(replace(sample.MATERIAL, heard=heard), lang)

    said = " ".join(speakers.paragraphs(story))

    assert "354" in said
    assert "72" in said
    assert story.words("portrait.speakers.agreed") in said
    assert story.words("portrait.speakers.heads.some") in said


def test_whom_a_proposal_is_addressed_to_is_marked_with_its_language():
    page = portrait(sample.MATERIAL, lang="en").html()

    assert (
        'addressed to: <span lang="fr" dir="ltr">ministère de la Justice</span>' in page
    )


@pytest.mark.parametrize("direction", ["more", "less"])
def test_what_a_cause_does_is_said_without_its_number(direction, lang):
    story = told(sample.MATERIAL, lang)

    said = story.words(f"portrait.causes.{direction}")

    # one rumour or many: no verb agrees with them
    assert not re.search(r"\b(makes?|rend(ent)?)\b", said)
