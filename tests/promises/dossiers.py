"""Dossiers in which something is always awkward, by seed: rehearsals, then damaged.

Consents are lowered or run out, reviews fall away, regions shrink to one gathering,
ballots to one voter. In every text that must stay sealed stands a word of its own, a
*mark*, so that a reader of the outputs can tell exactly which texts were printed.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from tests.promises import (
    damage_to_followed,
    damage_to_map,
    damage_to_numbers,
    damage_to_words,
    online,
)
from tests.promises.changing import TODAY, changed

from vestibule.dossier.records import Dossier
from vestibule.rehearsal import Effects, Shape, rehearse

__all__ = ["TODAY", "Made", "made", "marks_in"]

SEALED = {
    "excerpts": ("words", "translation"),
    "validations": ("objection", "amendment"),
    "priorities": ("objections",),
    "restitutions": ("told", "reply"),
    "obligations": ("deferred_reason",),
    "verifications": ("evidence",),
    "gatherings": ("code", "facilitator"),
    "people": ("pseudonym",),
    "ballots": ("ballot",),
    "merges": ("reason",),
}
"""Columns that get a mark in each row: all of them secret."""

Tables = dict[str, pl.DataFrame]

Change = Callable[[Dossier, np.random.Generator], Dossier]

OWN_STREAMS: tuple[tuple[int, Sequence[Change]], ...] = (
    (20261122, damage_to_followed.ALL), (20261123, damage_to_map.ALL),
)  # fmt: skip

OWN_SHARE = 0.3
"""How often each of these is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A dossier, and what was hidden in it.

    Parameters
    ----------
    dossier : Dossier
        The records.
    marks : mapping of str to tuple of (str, str, str)
        Mark to the table, column and id of the row that holds it.
    damage : tuple of str
        What was done to it.
    """

    seed: int
    dossier: Dossier
    marks: Mapping[str, tuple[str, str, str]]
    damage: tuple[str, ...]


def made(seed: int) -> Made:
    """Return the dossier of a seed: same seed, same records."""
    whole, damage = _damaged(seed)
    whole, marks = _marked(whole)
    return Made(seed=seed, dossier=whole, marks=marks, damage=damage)


@functools.lru_cache(maxsize=32)
def _damaged(seed: int) -> tuple[Dossier, tuple[str, ...]]:
    """Return a dossier and what was done to it; drawn once for all that look at it."""
    rng = np.random.default_rng([20250110, seed])
    if seed % 8 == 7:
        return _changed(online.conversation(rng), rng, ON_CONVERSATIONS, _share(rng))
    some = (*ON_ALL, *ON_CONVERSATIONS)
    whole, damage = _changed(_rehearsed(seed), rng, some, _share(rng))
    # Streams of their own: what is done here changes nothing of the above.
    for begin, changes in OWN_STREAMS:
        own = np.random.default_rng([begin, seed])
        whole, more = _changed(whole, own, changes, OWN_SHARE)
        damage += more
    return whole, damage


def _share(rng: np.random.Generator) -> float:
    return float(rng.uniform(0.05, 0.45))


def _changed(
    whole: Dossier, rng: np.random.Generator, changes: Sequence[Change], share: float
) -> tuple[Dossier, tuple[str, ...]]:
    damage: list[str] = []
    for change in changes:
        if rng.random() < share:
            whole = change(whole, rng)
            damage.append(change.__name__)
    return whole, tuple(damage)


def _rehearsed(seed: int) -> Dossier:
    return _base(seed % 61)


@functools.lru_cache(maxsize=24)
def _base(number: int) -> Dossier:
    rng = np.random.default_rng([7, number])

    def size(low: int, high: int) -> int:
        return int(rng.integers(low, high + 1))

    groups, alone, checks = size(1, 26), size(0, 8), size(0, 9)
    shape = Shape(
        focus_groups=groups,
        interviews=alone,
        validation_meetings=checks,
        restitution_meetings=size(0, 2),
        focus_attendances=groups * size(3, 13),
        interview_attendances=alone * size(1, 2),
        regional_attendances=size(10, 90),
        validation_attendances=checks * size(1, 11),
        conference_attendances=size(9, 45),
        restitution_attendances=30,
        excerpts=size(10, 60),
        statements=size(3, 7),
        votes=size(0, 400),
        late_share=float(rng.uniform(0, 0.5)),
        pseudonymous_share=float(rng.uniform(0, 1)),
        start=dt.date(2023, 2, 6),
    )
    effects = Effects(
        gathering_spread=float(rng.uniform(0, 1)),
        pots_agree=float(rng.uniform(0.1, 1)),
        place_spread=float(rng.uniform(0, 1)),
        priority_step=float(rng.uniform(0, 2)),
        coder_missed=float(rng.uniform(0, 0.3)),
        quoted_share=float(rng.uniform(0.2, 1)),
        low_consent_share=float(rng.uniform(0, 0.2)),
        missing_consent_share=float(rng.uniform(0, 0.2)),
        lower_share=float(rng.uniform(0, 0.1)),
        twice_share=float(rng.uniform(0, 0.3)),
    )
    return rehearse(seed=number, shape=shape, effects=effects).dossier


ON_CONVERSATIONS = (
    damage_to_numbers.other_thresholds,
    damage_to_numbers.other_comparisons,
    damage_to_numbers.real_names,
    damage_to_words.people_who_refuse,
    damage_to_numbers.few_voters,
    damage_to_numbers.one_statement_of_few,
    damage_to_numbers.moderated,
    damage_to_words.gatherings_of_any_consent,
    damage_to_numbers.all_of_one_mind,
    damage_to_words.undecided_sentences,
)
"""What can be done to a dossier of votes alone."""

ON_ALL = (
    damage_to_words.everything_may_be_quoted,
    damage_to_numbers.few_months,
    damage_to_numbers.a_month_a_region,
    damage_to_numbers.few_gatherings_in_a_region,
    damage_to_numbers.few_gatherings_in_two_regions,
    damage_to_words.gatherings_without_consent,
    damage_to_words.consents_that_ran_out,
    damage_to_words.consents_lowered,
    damage_to_words.consents_without_quoting,
    damage_to_words.excerpts_of_any_consent,
    damage_to_words.voices_of_any_consent,
    damage_to_words.reviews_changed,
    damage_to_words.one_reviewer_twice,
    damage_to_words.objections_of_any_state,
    damage_to_words.translations_apart,
    damage_to_words.drafts_of_translations,
    damage_to_numbers.a_region_in_one_place,
    damage_to_numbers.gatherings_nowhere,
    damage_to_numbers.tiny_groups,
    damage_to_numbers.only_counted,
    damage_to_numbers.other_capacities,
    damage_to_numbers.a_region_of_one_mind,
    damage_to_words.other_restricted_profiles,
    damage_to_words.sensitive_things,
    damage_to_numbers.no_validations,
    damage_to_numbers.few_validations,
    damage_to_numbers.no_ballots,
    damage_to_numbers.few_ballots,
    damage_to_numbers.short_ballots,
    damage_to_numbers.no_obligations,
    damage_to_numbers.few_obligations,
    damage_to_numbers.no_targets,
    damage_to_numbers.little_coded,
    damage_to_words.taken_back,
    damage_to_words.corrections,
)
"""What is done to a rehearsal, each with some probability, in this order."""


# Marks: everyday words in a row that nobody would say, so that the screen of quotes,
# which takes a strange word for a name, lets them pass.

DIGITS = {
    "fr": [
        "paix",
        "joie",
        "peur",
        "calme",
        "force",
        "espoir",
        "doute",
        "envie",
        "courage",
        "silence",
    ],
    "en": [
        "peace",
        "joy",
        "fear",
        "calm",
        "strength",
        "hope",
        "doubt",
        "trust",
        "courage",
        "silence",
    ],
}

MARK = re.compile(
    "|".join(rf"soit(?: (?:{'|'.join(words)})){{5}} enfin" for words in DIGITS.values())
)


def mark_of(number: int, lang: str) -> str:
    """Return the five words that stand for a number, between two that frame them."""
    words = DIGITS.get(lang, DIGITS["fr"])
    return f"soit {' '.join(words[int(digit)] for digit in f'{number:05d}')} enfin"


def marks_in(text: str) -> list[str]:
    """Return the marks in a text, as `Made.marks` calls them."""
    return MARK.findall(text)


def _marked(whole: Dossier) -> tuple[Dossier, dict[str, tuple[str, str, str]]]:
    marks: dict[str, tuple[str, str, str]] = {}
    for table, columns in SEALED.items():
        for column in columns:
            whole = _marking(whole, table, column, marks)
    return _marking(
        whole, "texts", "words", marks, only=("excerpt", "validation")
    ), marks


def _marking(
    whole: Dossier,
    table: str,
    column: str,
    marks: dict[str, tuple[str, str, str]],
    only: Sequence[str] = (),
) -> Dossier:
    def mark(row: dict[str, Any]) -> Any:
        said = row[column]
        if said is None or (only and not any(row[name] for name in only)):
            return said
        # Identical ballots keep one name: rows of one ballot are one.
        whose = said if column == "ballot" else row["id"]
        lang = row.get("translation_lang" if column == "translation" else "lang")
        name = mark_of(len(marks), lang or "fr")
        marks[name] = (table, column, row["id"])
        if column == "ballot":
            named = seen.setdefault(whose, name)
            return f"{said} {named}"
        return f"{said} {name}"

    seen: dict[str, str] = {}
    return changed(whole, table, **{column: mark})
