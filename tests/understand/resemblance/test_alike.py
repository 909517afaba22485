"""Suggestions: within one language, of reviewed words only, and never more than that."""

from __future__ import annotations

from typing import Any

import pytest
from tests import by_hand
from tests.by_hand import called

from vestibule.dossier.records import Dossier
from vestibule.understand import resemblance

POINT = "On attend au pont toute la nuit."


def said(*excerpts: dict[str, Any], **tables: Any) -> Dossier:
    return by_hand.dossier(
        gatherings=[{"id": "g"}],
        excerpts=[
            {"gathering": "g", "lang": "fr", "words": POINT, **one} for one in excerpts
        ],
        **tables,
    )


def test_two_excerpts_of_one_language_that_say_nearly_the_same_are_suggested() -> None:
    given = said(
        {"id": "one"},
        {"id": "two", "words": "On attend au pont toute la nuit, encore."},
        {"id": "other", "words": "Le moulin est en panne."},
    )

    pairs = resemblance.excerpts(given)

    assert {*pairs.select("first", "second").row(0)} == {called("one"), called("two")}
    assert pairs.height == 1
    assert 0.5 <= pairs["likeness"][0] < 1


def test_one_language_is_never_compared_with_another() -> None:
    given = said({"id": "one"}, {"id": "two", "lang": "bm"}, {"id": "x", "lang": None})

    found = resemblance.suggestions(given)

    assert found.excerpts.is_empty()
    assert (found.compared, found.left_out) == (2, 1)
    assert found.limits == ("suggestion", "language-unknown")


@pytest.mark.parametrize("review", ["unreviewed", "refused"])
def test_what_nobody_reviewed_or_review_refused_is_not_compared(review: str) -> None:
    given = said({"id": "one"}, {"id": "two", "review": review})

    found = resemblance.suggestions(given)

    assert found.excerpts.is_empty()
    assert (found.compared, found.left_out) == (1, 1)
    assert found.limits == ("suggestion", "unreviewed")


def test_an_excerpt_like_many_is_suggested_with_a_few() -> None:
    found = resemblance.excerpts(said(*[{"id": f"e{n}"} for n in range(30)]))

    times = found["first"].to_list() + found["second"].to_list()
    # each names at most five; one that all others name stays below thirty
    assert len(found) <= 30 * 5
    assert len(times) < 30 * 29


def test_a_suggestion_says_whether_coders_put_a_theme_in_common() -> None:
    given = said(
        {"id": "one"},
        {"id": "two"},
        {"id": "three", "lang": "ff"},
        {"id": "four", "lang": "ff"},
        codes=[{"id": c, "key": c, "name": c, "kind": "other"} for c in ("a", "b")],
        codings=[{"excerpt": "one", "code": "a"}, {"excerpt": "two", "code": "a"}],
    )

    shared = dict(resemblance.excerpts(given).select("lang", "shared").iter_rows())

    assert shared == {"fr": True, "ff": None}


def test_themes_with_nearly_one_name_are_suggested_once_and_never_with_their_heading() -> (
    None
):
    codes = [
        {"id": "lamp", "key": "lamp", "name": "La lampe du pont", "kind": "resource"},
        {"id": "lamps", "key": "lamps", "name": "Les lampes du pont", "kind": "other"},
        {"id": "mill", "key": "mill", "name": "Le moulin", "kind": "other"},
        {"id": "below", "key": "below", "name": "Le moulin !", "kind": "other"}
        | {"parent": "mill"},
    ]
    texts = [
        {"id": f"t{n}", "code": one, "field": "name", "lang": "en", "state": "checked"}
        | {"words": words}
        for n, (one, words) in enumerate(
            [("lamp", "The lamp on the bridge"), ("lamps", "Lamps on the bridge")]
        )
    ]

    found = resemblance.codes(said(codes=codes, texts=texts))

    keys = found.select("first_key", "second_key").rows()
    assert [set(pair) for pair in keys] == [{"lamp", "lamps"}]


def test_the_order_of_rows_changes_nothing() -> None:
    given = said(*[{"id": f"e{n}", "words": POINT[: 12 + 2 * n]} for n in range(9)])
    turned = given.with_tables(excerpts=given.table("excerpts").reverse())

    assert resemblance.excerpts(given).equals(resemblance.excerpts(turned))


def test_an_empty_dossier_has_no_suggestion() -> None:
    found = resemblance.suggestions(by_hand.dossier())

    assert (found.excerpts.height, found.codes.height) == (0, 0)
    assert found.limits == ("suggestion",)
