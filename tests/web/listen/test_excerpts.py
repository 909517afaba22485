"""Excerpts: what is taken out is kept nowhere, and each reading is written down."""

from __future__ import annotations

import re
import secrets
from typing import Any

import pytest
from django.apps import apps
from tests.web import cast
from tests.web.cast import Cast

from vestibule.web.listen import redaction
from vestibule.web.plan.known import dossier_with
from vestibule.web.records.models import AuditEntry, Excerpt, Statement, Text, Voice

TEXT = "Au puits, Awa Sow a dit que la pompe est cassée."


@pytest.fixture
def team(db: None) -> Cast:
    return cast.gather()


@pytest.fixture
def held(team: Cast) -> str:
    return cast.gathering(team.places["hill"], code="A-1", consent=4, lang="fr")


def noted(**other: Any) -> dict[str, Any]:
    given = {
        "new": secrets.token_hex(16), "words": TEXT, "lang": "fr", "consent": "3",
        "medium": "notes",
    }  # fmt: skip
    return {**given, **other}


def test_a_run_of_chosen_words_leaves_one_sign() -> None:
    assert redaction.without(TEXT, {2, 3}) == (
        "Au puits, […] a dit que la pompe est cassée."
    )
    assert redaction.without(TEXT, {0, 2}) == (
        "[…] puits, […] Sow a dit que la pompe est cassée."
    )
    assert redaction.without(TEXT, set()) == TEXT
    assert redaction.without("Awa.", {0, 99}) == "[…]."


def test_words_with_a_comma_between_leave_two_signs() -> None:
    assert redaction.without("Awa, Sow", {0, 1}) == "[…], […]"


def test_a_number_that_is_none_chooses_nothing() -> None:
    assert redaction.numbers(["1", "x", "-2", "99999999"]) == {1}


def test_a_name_is_suggested(team: Cast) -> None:
    dossier = dossier_with("places", "place_names", "profiles")

    found = redaction.pieces(TEXT, "fr", dossier)

    suggested = {piece.word for piece in found if piece.suggested}
    assert {"Awa", "Sow"} <= suggested
    assert "pompe" not in suggested
    assert "".join(piece.before + piece.word for piece in found) == TEXT[:-1]


def test_nothing_is_kept_before_someone_looked_at_every_word(
    team: Cast, held: str
) -> None:
    page = team.client("amina").post(f"/atelier/rencontres/{held}/paroles/", noted())

    assert "Retirer ce qui désigne" in page.content.decode()
    assert not Excerpt.objects.exists()
    assert not Voice.objects.exists()


def test_what_is_taken_out_is_kept_nowhere(team: Cast, held: str) -> None:
    given = noted(looked="1", out=["2", "3"], seconds="40")

    for _ in range(2):
        team.client("amina").post(f"/atelier/rencontres/{held}/paroles/", given)

    kept, voice = Excerpt.objects.get(), Voice.objects.get()
    assert kept.words == "Au puits, […] a dit que la pompe est cassée."
    assert (kept.review, kept.consent, kept.voice_id) == ("redacted", 3, voice.pk)
    assert (kept.reviewed_by, kept.second_reviewed_by) == (None, None)
    assert (voice.medium, voice.seconds, voice.gathering_id) == ("notes", 40, held)
    assert AuditEntry.objects.filter(act="write").count() == 2


SPOKEN = "Awa Sow ko ji tɛ yen."
MEANT = "Awa Sow, the wife of the mayor, says there is no water."


def translated(**other: Any) -> dict[str, Any]:
    given = {"words": SPOKEN, "translation": MEANT, "translation_lang": "en"}
    return noted(looked="1", out=["0", "1"], **given, **other)


def test_a_translation_is_looked_at_word_by_word_too(team: Cast, held: str) -> None:
    page = team.client("amina").post(f"/atelier/rencontres/{held}/paroles/", noted(words=SPOKEN, translation=MEANT, translation_lang="en"))  # fmt: skip
    body = page.content.decode()

    offered = re.findall(
        r'name="out_translation" value="(\d+)"( checked)?> (\w+)', body
    )
    assert [word for _, _, word in offered] == re.findall(r"\w+", MEANT)
    assert {"Awa", "Sow"} <= {word for _, checked, word in offered if checked}
    assert len(re.findall('name="out" ', body)) == 6


def test_a_translation_that_nobody_looked_at_is_not_kept(team: Cast, held: str) -> None:
    page = team.client("amina").post(f"/atelier/rencontres/{held}/paroles/", translated())  # fmt: skip

    assert 'name="looked_translation"' in page.content.decode()
    assert not Excerpt.objects.exists()


def test_of_a_translation_what_is_taken_out_is_kept_nowhere(
    team: Cast, held: str
) -> None:
    given = translated(looked_translation="1", out_translation=["0", "1", "3", "6"])

    team.client("amina").post(f"/atelier/rencontres/{held}/paroles/", given)

    kept = Excerpt.objects.get()
    assert kept.words == "[…] ko ji tɛ yen."
    assert kept.translation == "[…], the […] of the […], says there is no water."
    assert kept.translation_lang == "en"
    for model in apps.get_app_config("records").get_models():
        assert "Sow" not in repr([*model._default_manager.values_list()]), model


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"words": ""}, "Paroles"),
        ({"consent": ""}, "Consentement"),
        ({"translation": "At the well"}, "Dans quelle langue"),
        ({"seconds": "long"}, "nombre entier"),
        ({"medium": "dream"}, "recueillie"),
    ],
)
def test_what_is_wrong_with_an_excerpt_is_said(
    team: Cast, held: str, other: dict[str, Any], said: str
) -> None:
    page = team.client("amina").post(
        f"/atelier/rencontres/{held}/paroles/", noted(looked="1", **other)
    )

    assert said in page.content.decode().split('class="wrong"')[1].split("</ul>")[0]
    assert not Excerpt.objects.exists()


def test_each_reading_of_words_is_in_the_journal(team: Cast, held: str) -> None:
    one = cast.excerpt(held, consent=2, lang="fr", position=3)
    other = cast.excerpt(held, consent=2, review="cleared")
    browser = team.client("bako")

    listed = browser.get("/atelier/paroles/").content.decode()
    some = browser.get("/atelier/paroles/?relecture=cleared&langue=fr").content.decode()
    shown = browser.get(f"/atelier/paroles/{one}/").content.decode()

    assert listed.count("The well is dry.") == 2
    assert "Aucun extrait que vous puissiez lire" in some
    assert "The well is dry." in shown
    assert "A-1/3" in shown
    read = AuditEntry.objects.filter(act="read", by="bako")
    assert sorted(read.values_list("record", flat=True)) == sorted([one, one, other])


def test_consent_says_who_may_read(team: Cast, held: str) -> None:
    own = cast.excerpt(held, consent=1)

    assert team.client("amina").get(f"/atelier/paroles/{own}/").status_code == 200
    for name in ("bako", "gara", "fanta", "esi"):
        assert team.client(name).get(f"/atelier/paroles/{own}/").status_code == 404


def test_an_excerpt_of_markup_is_shown_as_text(team: Cast, held: str) -> None:
    one = cast.excerpt(held, consent=2, words="<script>alert(1)</script>")

    for page in ("", f"{one}/"):
        said = team.client("bako").get(f"/atelier/paroles/{page}").content.decode()
        assert "<script>alert" not in said


def test_a_new_statement_waits_for_a_decision(team: Cast) -> None:
    given = {"new": secrets.token_hex(16), "key": "s1", "words": "Oui.", "lang": "fr"}
    browser = team.client("bako")

    response = browser.post("/atelier/enonces/ajouter/", given)
    again = browser.post(
        "/atelier/enonces/ajouter/", {**given, "new": secrets.token_hex(16)}
    )

    one = Statement.objects.get()
    assert (one.sensitivity, one.moderation, one.source) == ("undecided", "in", "seed")
    assert response.headers["Location"] == f"/atelier/enonces/{one.pk}/"
    assert "s’appelle déjà s1" in again.content.decode()


@pytest.mark.parametrize(
    ("verdict", "kept"),
    [
        ("ordinary", ("ordinary", "in")),
        ("sensitive", ("sensitive", "in")),
        ("out", ("sensitive", "out")),
    ],
)
def test_a_decision_is_a_correction(
    team: Cast, verdict: str, kept: tuple[str, str]
) -> None:
    old = stated()
    given = {"new": secrets.token_hex(16), "verdict": verdict}

    team.client("dado").post(f"/atelier/enonces/{old}/decider/", given)

    one = Statement.objects.get(supersedes=old)
    assert (one.sensitivity, one.moderation) == kept
    assert (one.key, one.words, one.by) == ("s1", "Oui.", "dado")


def stated() -> str:
    return cast.record(
        "statements", key="s1", words="Oui.", lang="fr", source="seed", moderation="in",
        sensitivity="undecided",
    )  # fmt: skip


def test_no_other_verdict_is_known(team: Cast) -> None:
    given = {"new": secrets.token_hex(16), "verdict": "fine"}

    response = team.client("dado").post(f"/atelier/enonces/{stated()}/decider/", given)

    assert response.status_code == 404


def test_a_statement_is_said_in_another_language_as_a_draft(team: Cast) -> None:
    old = stated()
    given = {"new": secrets.token_hex(16), "lang": "en", "words": "Yes."}
    browser = team.client("esi")

    browser.post(f"/atelier/enonces/{old}/dire/", given)
    page = browser.get(f"/atelier/enonces/{old}/").content.decode()
    wrong = browser.post(f"/atelier/enonces/{old}/dire/", {**given, "words": ""})

    text = Text.objects.get()
    assert (text.statement_id, text.state, text.words) == (old, "draft", "Yes.")
    assert 'lang="en" dir="auto">Yes.<' in page
    assert 'class="wrong"' in wrong.content.decode()


def test_the_list_of_statements_answers_its_facet(team: Cast) -> None:
    stated()
    browser = team.client("amina")

    assert "Oui." in browser.get("/atelier/enonces/").content.decode()
    assert (
        "Oui."
        in browser.get("/atelier/enonces/?sensibilite=undecided").content.decode()
    )
    assert (
        "Oui."
        not in browser.get("/atelier/enonces/?sensibilite=ordinary").content.decode()
    )
    assert team.client("fanta").get("/atelier/enonces/").status_code == 404


@pytest.mark.parametrize("page", ["ajouter/", "{}/decider/", "{}/dire/"])
def test_who_only_enters_does_not_decide(team: Cast, page: str) -> None:
    url = f"/atelier/enonces/{page.format(stated())}"

    assert team.client("amina").post(url, {"new": "x"}).status_code == 404


def test_an_excerpt_leads_on_to_whoever_may_read_on_or_review(
    team: Cast, held: str
) -> None:
    one = cast.excerpt(held, consent=2)
    on = {"code": f"/atelier/codage/{one}/"}
    on["review"] = f"/atelier/relecture/excerpts/{one}/"

    def led(name: str) -> set[str]:
        shown = team.client(name).get(f"/atelier/paroles/{one}/").content.decode()
        return {what for what, where in on.items() if where in shown}

    assert led("bako") == {"code"}
    assert led("dado") == {"review"}
    assert led("amina") == set()
    assert team.client("bako").get(on["code"]).status_code == 200


def test_an_excerpt_that_waits_for_its_reviewer_is_read_by_no_coder(
    team: Cast, held: str
) -> None:
    one = cast.excerpt(held, consent=2, review="unreviewed")

    shown = team.client("bako").get(f"/atelier/paroles/{one}/").content.decode()

    assert "/atelier/codage/" + one not in shown


def test_what_was_corrected_is_found_by_the_id_it_first_had(
    team: Cast, held: str
) -> None:
    old = cast.excerpt(held, consent=2)
    cast.excerpt(held, consent=2, words="The well is deep.", supersedes=old)

    shown = team.client("bako").get(f"/atelier/paroles/{old}/").content.decode()

    assert "The well is deep." in shown
    assert "dry" not in shown
