"""Two people clear the same words; nobody does it twice; what points at someone goes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.http import Http404
from tests.web import cast
from tests.web.cast import AT, TODAY, Cast

from vestibule.web.protect import clearing, waiting
from vestibule.web.protect.clearing import NotReviewed
from vestibule.web.records import declarations
from vestibule.web.records.models import AuditEntry, Excerpt, Role, Screening, Text

PROCESS = 'key = "trial"\ntitle.fr = "Essai"\nquestion.fr = "Que faire ?"\n'
PLAIN = "Nous voulons que le puits soit ouvert à tous."


@pytest.fixture
def team(db: None) -> Cast:
    declarations.declare(PROCESS, at=AT, by="dado")
    made = cast.gather()
    for name, of in (("moussa", "bridge"), ("nana", "well")):
        made.accounts[name] = cast.account(
            name, made.partners[of], "protection_officer"
        )
    return made


@pytest.fixture
def excerpt(team: Cast) -> Callable[..., str]:
    """Return a way to write an excerpt that may be quoted, as far as consent goes."""
    met = cast.gathering(team.places["hill"], consent=4)

    def write(words: str = PLAIN, **cells: object) -> str:
        kept = {"words": words, "lang": "fr", "consent": 4, **cells}
        return cast.excerpt(met, **kept)

    return write


def standing(record: str) -> Excerpt:
    """Return the version of an excerpt that stands."""
    while (newer := Excerpt.objects.filter(supersedes=record).first()) is not None:
        record = newer.pk
    return Excerpt.objects.get(pk=record)


def why(team: Cast, name: str, record: str) -> str | None:
    return waiting.sheet(team.person(name), "excerpts", record, TODAY).why


def test_two_people_clear_the_same_words(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt()
    first = clearing.clear("excerpts", record, by=team.person("dado"), at=AT)
    second = clearing.clear("excerpts", first, by=team.person("moussa"), at=AT)

    row = Excerpt.objects.get(pk=second)
    assert (row.review, row.words) == ("cleared", PLAIN)
    assert (row.reviewed_by, row.second_reviewed_by) == ("dado", "moussa")
    assert why(team, "nana", second) == "done"


def test_nobody_clears_twice(team: Cast, excerpt: Callable[..., str]) -> None:
    first = clearing.clear("excerpts", excerpt(), by=team.person("dado"), at=AT)

    assert why(team, "dado", first) == "already-yours"
    with pytest.raises(NotReviewed) as call:
        clearing.clear("excerpts", first, by=team.person("dado"), at=AT)
    assert call.value.params["why"] == "already-yours"


def test_each_flag_is_decided_by_two_people(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt("Il avait 47 ans et voulait la paix.")
    marks = [f.mark for f in waiting.sheet(team.person("dado"), "excerpts", record, TODAY).flags]  # fmt: skip
    assert marks
    assert why(team, "dado", record) == "flags"

    said = dict.fromkeys(marks, "harmless")
    clearing.judge("excerpts", record, said, by=team.person("dado"), at=AT)
    first = clearing.clear("excerpts", record, by=team.person("dado"), at=AT)
    assert why(team, "moussa", first) == "flags"
    clearing.judge("excerpts", first, said, by=team.person("moussa"), at=AT)
    clearing.clear("excerpts", first, by=team.person("moussa"), at=AT)

    assert standing(record).second_reviewed_by == "moussa"
    assert Screening.objects.count() == 2 * len(marks)


def test_a_flag_is_said_once_by_one_person(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt("Il avait 47 ans et voulait la paix.")
    sheet = waiting.sheet(team.person("dado"), "excerpts", record, TODAY)
    said = {one.mark: "harmless" for one in sheet.flags}

    first = clearing.judge("excerpts", record, said, by=team.person("dado"), at=AT)
    assert first == len(said)
    assert clearing.judge("excerpts", record, said, by=team.person("dado"), at=AT) == 0


def test_words_that_point_at_someone_are_redacted_first(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt("Il avait 47 ans et voulait la paix.")
    sheet = waiting.sheet(team.person("dado"), "excerpts", record, TODAY)
    said = {one.mark: "identifying" for one in sheet.flags}
    clearing.judge("excerpts", record, said, by=team.person("dado"), at=AT)
    assert why(team, "moussa", record) == "identifying"

    fresh = clearing.redact("excerpts", record, "Il avait […] ans et voulait la paix.", by=team.person("dado"), at=AT)  # fmt: skip

    row = Excerpt.objects.get(pk=fresh)
    assert (row.review, row.reviewed_by, row.supersedes) == ("redacted", None, record)
    assert why(team, "moussa", fresh) is None


def test_redacting_makes_both_look_again(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    first = clearing.clear("excerpts", excerpt(), by=team.person("dado"), at=AT)
    fresh = clearing.redact("excerpts", first, "Nous voulons […].", by=team.person("moussa"), at=AT)  # fmt: skip

    assert Excerpt.objects.get(pk=fresh).reviewed_by is None
    assert why(team, "dado", fresh) is None


def test_words_that_were_refused_are_never_cleared(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    fresh = clearing.refuse("excerpts", excerpt(), by=team.person("dado"), at=AT)

    assert why(team, "moussa", fresh) == "refused"
    with pytest.raises(NotReviewed):
        clearing.clear("excerpts", fresh, by=team.person("moussa"), at=AT)


def test_words_that_nobody_agreed_to_have_quoted_do_not_wait(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    quoted, counted = excerpt(), excerpt(consent=3)
    waits = waiting.queue(team.person("dado"), TODAY)

    assert waits == [("excerpts", quoted)]
    assert why(team, "dado", counted) == "not-agreed"


def test_what_one_cleared_waits_for_another_only(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    first = clearing.clear("excerpts", excerpt(), by=team.person("dado"), at=AT)

    assert waiting.queue(team.person("dado"), TODAY) == []
    assert waiting.queue(team.person("moussa"), TODAY) == [("excerpts", first)]


def test_an_officer_of_one_region_does_not_read_another(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt()
    roles = Role.objects.filter(account=team.accounts["nana"])
    roles.update(region="land.south")

    with pytest.raises(Http404):
        waiting.sheet(team.person("nana"), "excerpts", record, TODAY)


def test_the_page_shows_marked_words_and_the_reading_is_written_down(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt("Il avait 47 ans <script>alert(1)</script>.")
    page = team.client("dado").get("/atelier/relecture/")
    body = page.content.decode()

    assert '<mark class="flagged">' in body
    assert re.search("<legend>«\u00a0[^<]*47[^<]*\u00a0»</legend>", body)
    assert "<script>alert" not in body
    assert AuditEntry.objects.filter(act="read", record=record, by="dado").exists()


def test_the_page_says_whose_words_they_are_as_the_team_does(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt(position=3)
    page = team.client("dado").get(f"/atelier/relecture/excerpts/{record}/")
    body = page.content.decode()

    assert "Extrait <b>G/3</b>" in body
    assert "mots d’origine, caviardés · français" in body


def test_a_reviewer_clears_from_the_page_and_goes_on(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt()
    url = f"/atelier/relecture/excerpts/{record}/decider/"
    response = team.client("dado").post(url, {"do": "clear"})

    assert response["Location"] == f"/atelier/relecture/?apres={record}"
    assert standing(record).reviewed_by == "dado"
    again = team.client("dado").post(url, {"do": "clear"})
    assert again.status_code == 422  # it was corrected: another version stands
    assert f"excerpts/{standing(record).pk}/decider/" in again.content.decode()


def test_only_protection_officers_review(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    url = f"/atelier/relecture/excerpts/{excerpt()}/"

    assert team.client("dado").get(url).status_code == 200
    for name in ("amina", "bako", "esi", "fanta", "chana"):
        assert team.client(name).get(url).status_code == 404, name


def test_words_that_came_twice_are_shown_once(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt(translation="The well for all.", translation_lang="en")
    for words in ("The well for all.", "The well is for everyone."):
        cast.record(
            "texts",
            excerpt=record,
            lang="en",
            words=words,
            field="words",
            state="draft",
        )

    shown = waiting.sheet(team.person("dado"), "excerpts", record, TODAY).texts

    said = ["".join(piece.words for piece in one.pieces) for one in shown]
    assert said[:2] == [PLAIN, "The well for all."]
    assert sorted(said[2:]) == ["The well is for everyone."]


RAW = "Awa Sow says: the well for all."
MENDED = "[…] says: the well for all."


def test_a_translation_is_redacted_and_both_look_again(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt(translation=RAW, translation_lang="en", review="cleared", reviewed_by="nana", second_reviewed_by="moussa")  # fmt: skip
    url = f"/atelier/relecture/excerpts/{record}/decider/"
    team.client("dado").post(url, {"do": "redact", "words": PLAIN, "translation": MENDED})  # fmt: skip

    row = standing(record)
    assert (row.words, row.translation, row.translation_lang) == (PLAIN, MENDED, "en")
    assert (row.review, row.reviewed_by, row.second_reviewed_by) == ("redacted", None, None)  # fmt: skip
    assert why(team, "moussa", row.pk) is None


def test_a_translation_that_points_at_someone_holds_the_words_back_until_it_is_gone(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt(translation=RAW, translation_lang="en")
    flags = waiting.sheet(team.person("dado"), "excerpts", record, TODAY).flags
    said = {one.mark: "identifying" for one in flags}
    clearing.judge("excerpts", record, said, by=team.person("dado"), at=AT)
    assert why(team, "moussa", record) == "identifying"
    url = f"/atelier/relecture/excerpts/{record}/decider/"
    given = {"do": "redact", "words": PLAIN, "translation": RAW, "drop": "translation"}

    team.client("dado").post(url, given)

    row = standing(record)
    assert (row.words, row.translation, row.translation_lang) == (PLAIN, None, None)
    assert why(team, "moussa", row.pk) is None


def beside(record: str, words: str, **cells: object) -> str:
    kept = {"lang": "en", "field": "words", "state": "checked", **cells}
    return cast.record("texts", excerpt=record, words=words, **kept)


def test_a_translation_that_came_in_beside_is_redacted_where_it_stands(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt(translation=RAW, translation_lang="en")
    copied, other = beside(record, RAW), beside(record, "Awa Sow.")

    fresh = clearing.redact("excerpts", record, PLAIN, others={"translation": MENDED, f"text-{other}": None}, by=team.person("dado"), at=AT)  # fmt: skip

    kept = Text.objects.get(supersedes=copied)
    left = Text.objects.get(supersedes=other)
    assert (kept.words, kept.state) == (MENDED, "checked")
    assert (left.words, left.state) == ("[…]", "draft")
    assert Excerpt.objects.get(pk=fresh).translation == MENDED
    shown = waiting.sheet(team.person("moussa"), "excerpts", fresh, TODAY).texts
    assert [one.words for one in shown] == [PLAIN, MENDED]


def test_where_only_a_translation_beside_changes_both_look_again_too(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    first = clearing.clear("excerpts", excerpt(), by=team.person("dado"), at=AT)
    other = beside(first, "The well for all.")

    fresh = clearing.redact("excerpts", first, PLAIN, others={f"text-{other}": "The […] for all."}, by=team.person("moussa"), at=AT)  # fmt: skip

    row = Excerpt.objects.get(pk=fresh)
    assert (row.words, row.review, row.reviewed_by) == (PLAIN, "redacted", None)


def test_a_translation_is_left_alone_where_nothing_of_it_was_changed(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt(translation="One.\nTwo.", translation_lang="en")
    given = {"translation": "One.\r\nTwo."}

    with pytest.raises(NotReviewed) as same:
        clearing.redact("excerpts", record, PLAIN, others=given, by=team.person("dado"), at=AT)  # fmt: skip
    fresh = clearing.redact("excerpts", record, "Nous.", others=given, by=team.person("dado"), at=AT)  # fmt: skip

    assert same.value.params["why"] == "same-words"
    assert Excerpt.objects.get(pk=fresh).translation == "One.\nTwo."


def test_a_translation_that_is_there_no_more_is_not_redacted(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt()

    for field in ("translation", f"text-{'0' * 32}"):
        with pytest.raises(NotReviewed) as gone:
            clearing.redact("excerpts", record, "Nous.", others={field: "x"}, by=team.person("dado"), at=AT)  # fmt: skip
        assert gone.value.params["why"] == "meanwhile"
    assert Excerpt.objects.count() == 1


def test_a_translation_of_nothing_is_dropped_on_purpose_alone(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt(translation=RAW, translation_lang="en")
    browser = team.client("dado")
    given = {"do": "redact", "words": "Nous.", "translation": " "}

    told = browser.post(f"/atelier/relecture/excerpts/{record}/decider/", given)
    page = browser.get(f"/atelier/relecture/excerpts/{record}/").content.decode()

    assert standing(record).pk == record
    assert (told.status_code, told.content.decode().count(">Nous.</textarea>")) == (422, 1)  # fmt: skip
    assert f'dir="auto">{RAW}</textarea>' in page
    assert '<input type="checkbox" name="drop" value="translation">' in page
    assert "cochez la traduction" in told.content.decode()


def test_a_redaction_that_is_too_long_is_shown_again(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record, long = excerpt(), "m" * 20_001

    answer = team.client("dado").post(
        f"/atelier/relecture/excerpts/{record}/decider/",
        {"do": "redact", "words": long},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"{long}</textarea>" in page
    assert "20\u202f000 lettres" in page or "20 000 lettres" in page
    assert not Excerpt.objects.filter(supersedes=record).exists()


def test_a_redaction_overtaken_by_a_correction_is_shown_beside_the_new_words(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record, browser = excerpt(), team.client("dado")
    first = clearing.redact(
        "excerpts", record, "Le puits est fermé.", by=team.person("moussa"), at=AT
    )
    second = clearing.redact(
        "excerpts", first, "Le puits est clos.", by=team.person("moussa"), at=AT
    )

    answer = browser.post(
        f"/atelier/relecture/excerpts/{record}/decider/",
        {"do": "redact", "words": "Le puits […]."},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Le puits est clos." in page
    assert "Le puits […].</textarea>" in page
    assert f"/atelier/relecture/excerpts/{second}/decider/" in page
    assert not Excerpt.objects.filter(supersedes=second).exists()


def test_what_was_said_of_flags_stays_where_the_words_are_not_cleared(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt("Il avait 47 ans et voulait la paix.")
    first = waiting.sheet(team.person("dado"), "excerpts", record, TODAY).flags[0]

    answer = team.client("dado").post(
        f"/atelier/relecture/excerpts/{record}/decider/",
        {"do": "clear", f"flag-{first.mark}": "identifying", "words": "Il est parti."},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Il est parti.</textarea>" in page
    assert f'name="flag-{first.mark}" value="identifying" checked' in page


def test_where_nothing_was_said_there_is_nothing_to_redact(team: Cast) -> None:
    met = cast.gathering(team.places["hill"], consent=4)
    told = {"key": "f", "kind": "need", "words": "L'eau.", "lang": "fr"}
    finding = cast.record("findings", **told)
    none = cast.record("validations", finding=finding, gathering=met, outcome="confirmed")  # fmt: skip

    answer = team.client("dado").post(
        f"/atelier/relecture/validations/{none}/decider/",
        {"do": "redact", "words": "Le puits."},
    )

    assert answer.status_code == 422
    assert "Le puits.</textarea>" in answer.content.decode()


@pytest.mark.parametrize("asked", ["clear", "judge"])
@pytest.mark.parametrize(
    "sent",
    [
        {"words": "Le puits de […].", "translation": "Amina's well."},
        {"words": "Le puits d’Amina.", "translation": "The well of […]."},
        {
            "words": "Le puits d’Amina.",
            "translation": "Amina's well.",
            "drop": "translation",
        },
    ],
)
def test_words_that_were_changed_and_not_replaced_are_not_cleared(
    team: Cast, excerpt: Callable[..., str], asked: str, sent: dict[str, str]
) -> None:
    """Who takes a name out and then presses the other button does not let the name go."""
    record = excerpt(
        "Le puits d’Amina.", translation="Amina's well.", translation_lang="en"
    )

    answer = team.client("dado").post(
        f"/atelier/relecture/excerpts/{record}/decider/", {"do": asked, **sent}
    )

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "sans les remplacer" in page
    assert f"{sent['words']}</textarea>" in page
    assert f"{sent['translation']}</textarea>" in page
    assert not Excerpt.objects.filter(supersedes=record).exists()
    assert not Screening.objects.exists()


def test_words_are_cleared_as_the_page_holds_them_whatever_ends_their_lines(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt("Le puits\nest ouvert.")

    answer = team.client("dado").post(
        f"/atelier/relecture/excerpts/{record}/decider/",
        {"do": "clear", "words": "Le puits\r\nest ouvert."},
    )

    assert answer.status_code == 302
    assert standing(record).reviewed_by == "dado"


def test_a_translation_that_came_after_the_page_was_opened_is_read_first(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    record = excerpt()
    told = {"excerpt": record, "field": "words", "lang": "en"}
    cast.record("texts", **told, words="Amina's well.", state="checked")

    answer = team.client("dado").post(
        f"/atelier/relecture/excerpts/{record}/decider/",
        {"do": "clear", "words": PLAIN},
    )

    assert answer.status_code == 422
    assert "Amina&#x27;s well." in answer.content.decode()
    assert not Excerpt.objects.filter(supersedes=record).exists()


def test_the_words_of_another_region_are_not_there_for_a_redaction_either(
    team: Cast, excerpt: Callable[..., str]
) -> None:
    team.accounts["sira"] = cast.account(
        "sira", team.partners["well"], "protection_officer", "land.south"
    )
    record = excerpt()
    clearing.redact("excerpts", record, "Fermé.", by=team.person("dado"), at=AT)

    for table, name in (
        ("excerpts", record),
        ("excerpts", "f" * 32),
        ("places", team.places["hill"]),
    ):
        answer = team.client("sira").post(
            f"/atelier/relecture/{table}/{name}/decider/",
            {"do": "redact", "words": "Autre."},
        )
        assert answer.status_code == 404
