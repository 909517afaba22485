"""Quotes that the screen had not seen, written without a look at its lists and rules.

Measured once before any change: 176 of 260 facts flagged (67.7 %), no clean quote of
120. The set that the rules were first tuned on had given more than 95 %. Whole kinds
were missed: what happened, told by what it happened to; offices and kin told by what
they belong to; numbered doors and tents; ages set apart; names in lower case that no
list holds. The rules were then mended in general: 249 of 260 (95.8 %), no clean quote.

Since then the set is no longer held out: it shows only that nothing is lost.
"""

from __future__ import annotations

from tests.protect.screening import fresh, planted

QUOTES, CLEAN = 260, 120

BEFORE = 0.676
"""The share of facts flagged by rules that had not seen the set, rounded down."""

AFTER = 0.98
"""The share since the rules are a table over tags, rounded down."""

MOST_FALSE = 0.2
"""Of clean quotes: two people look at each flag, and a missed fact is worse."""


def test_nearly_all_facts_of_the_fresh_quotes_are_flagged() -> None:
    missed = fresh.missed(planted.screen())

    assert len(fresh.quotes()) == QUOTES
    share = 1 - len(missed) / QUOTES
    assert share >= AFTER > BEFORE, [(one.kind, one.fact) for one in missed]


def test_few_clean_fresh_quotes_are_flagged() -> None:
    assert len(list(fresh.clean())) == CLEAN
    assert len(fresh.wrongly_flagged(planted.screen())) <= MOST_FALSE * CLEAN
