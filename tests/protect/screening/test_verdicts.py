"""No flag is settled by one person, nor against anyone's doubt, nor for other words."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests import by_hand
from tests.by_hand import called

from vestibule.dossier.process import Disclosure
from vestibule.dossier.records import Dossier
from vestibule.protect import quotes, screening

WORDS = "Hier, Zorobabel a crié."

LOW = Disclosure(people=5, gatherings=2, places=1)


def said(words: str, *verdicts: tuple[str, str], **more: Any) -> Dossier:
    """Return a dossier with one reviewed excerpt and verdicts on all its flags."""
    excerpt = {
        "id": "e",
        "gathering": "g",
        "words": words,
        "lang": "fr",
        "consent": 4,
        "review": "cleared",
        "reviewed_by": "r1",
        "second_reviewed_by": "r2",
        **more,
    }
    rows: dict[str, Any] = {
        "places": [
            {"id": "land", "key": "land", "name": "L", "level": 0} | {"kind": "country"}
        ],
        "gatherings": [{"id": "g", "code": "g", "kind": "focus_group", "consent": 4}],
        "excerpts": [excerpt],
    }
    dossier = by_hand.dossier(**rows)
    flags = screening.Screen.of(dossier).flags(words, "fr")
    rows["screenings"] = [
        {"id": f"s{n}{flag.mark}", "excerpt": "e", "flag": flag.mark}
        | {"verdict": verdict, "reviewer": who}
        for n, (who, verdict) in enumerate(verdicts)
        for flag in flags
    ]
    return by_hand.dossier(**rows)


@pytest.mark.parametrize(
    ("verdicts", "is_quoted"),
    [
        ((), False),
        ((("r1", "harmless"),), False),
        ((("r1", "harmless"), ("R1 ", "harmless")), False),
        ((("r1", "harmless"), ("r2", "harmless")), True),
        ((("r1", "harmless"), ("r2", "identifying")), False),
        ((("r1", "harmless"), ("r2", "harmless"), ("r3", "identifying")), False),
    ],
)
def test_a_flag_needs_two_people_and_nobody_against(
    verdicts: tuple[tuple[str, str], ...], is_quoted: bool
) -> None:
    cleared = quotes.clear_quotes(said(WORDS, *verdicts))

    assert (called("e") in cleared) is is_quoted


def test_words_without_a_flag_need_no_verdict_but_their_two_reviewers() -> None:
    plain = "On partage le puits."

    assert called("e") in quotes.clear_quotes(said(plain))
    assert quotes.clear_quotes(said(plain, second_reviewed_by=None)) == {}
    assert quotes.clear_quotes(said(plain, consent=3)) == {}


def test_a_verdict_on_other_words_settles_nothing() -> None:
    settled = said(WORDS, ("r1", "harmless"), ("r2", "harmless"))
    row = settled.table("excerpts").with_columns(
        words=pl.lit("Zorobabel a crié, hier.")
    )
    changed = settled.with_tables(excerpts=row)

    assert quotes.clear_quotes(changed) == {}


def test_a_flag_in_the_translation_counts_too() -> None:
    given = said(
        "On partage le puits.",
        translation="Zorobabel said we share the well.",
        translation_lang="en",
    )

    assert quotes.clear_quotes(given) == {}
    assert called("e") in quotes.clear_quotes(given, lang="fr")


def test_what_waits_is_told_with_its_flags_and_how_many_looked() -> None:
    given = said(WORDS, ("r1", "harmless"))

    (one,) = screening.waiting(given)

    assert (one.table, one.record, one.words) == ("excerpts", called("e"), WORDS)
    assert one.reviewers == 2
    assert [(flag.words, n) for flag, n in one.open] == [("Zorobabel", 1)]
    assert not one.identifying
    assert screening.waiting(said(WORDS, ("r1", "identifying")))[0].identifying


def test_what_is_cleared_refused_or_without_consent_does_not_wait() -> None:
    plain = "On partage le puits."

    assert screening.waiting(said(plain)) == ()
    assert screening.waiting(said(WORDS, review="refused")) == ()
    assert screening.waiting(said(WORDS, consent=3)) == ()
    assert screening.waiting(said(plain, review="redacted"))[0].reviewers == 0


def test_an_objection_waits_too() -> None:
    given = said("On partage le puits.")
    more = by_hand.dossier(
        findings=[{"id": "f", "key": "f", "kind": "need", "words": "w", "lang": "fr"}],
        validations=[
            {"id": "v", "finding": "f", "gathering": "g", "outcome": "rejected"}
            | {"objection": WORDS, "lang": "fr", "consent": 4, "review": "cleared"}
            | {"reviewed_by": "r1", "second_reviewed_by": "r2"}
        ],
    )
    whole = given.with_tables(
        findings=more.table("findings"), validations=more.table("validations")
    )

    assert [one.table for one in screening.waiting(whole)] == ["validations"]
