"""One rule for the button, the form and the action: who clears, and what begins anew."""

from __future__ import annotations

from typing import Any

import pytest

from vestibule.protect import reviewing

CLEARED: dict[str, Any] = {
    "words": "Nous.", "lang": "fr", "translation": "We.", "translation_lang": "en",
    "consent": 4, "place_level": 1, "review": "cleared", "reviewed_by": "dado",
    "second_reviewed_by": "moussa",
}  # fmt: skip


@pytest.mark.parametrize(
    "cells",
    [
        {"words": "[…]."},
        {"lang": "bm"},
        {"translation": "[…]."},
        {"translation": None, "translation_lang": None},
        {"translation_lang": "ar"},
    ],
)
def test_whatever_a_reviewer_read_begins_both_reviews_again(
    cells: dict[str, Any],
) -> None:
    row = reviewing.changed(CLEARED, cells)

    begun = {"review": "redacted", "reviewed_by": None, "second_reviewed_by": None}
    assert row == {**CLEARED, **cells, **begun}


@pytest.mark.parametrize("cells", [{}, {"words": "Nous."}, {"place_level": 2}])
def test_what_nobody_read_leaves_the_reviews_as_they_were(
    cells: dict[str, Any],
) -> None:
    assert reviewing.changed(CLEARED, cells) == {**CLEARED, **cells}


def test_an_objection_that_was_changed_is_read_again() -> None:
    row = {"objection": "Non.", "review": "cleared", "reviewed_by": "dado"}

    changed = reviewing.changed(row, {"objection": "[…]."})

    assert (changed["objection"], changed["review"]) == ("[…].", "redacted")
    assert changed["reviewed_by"] is None
