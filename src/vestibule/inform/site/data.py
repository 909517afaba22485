"""The same numbers and words for machines: CSV and JSON beside the pages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vestibule.inform.figures import cells
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.inert import inert
from vestibule.inform.markup import plain
from vestibule.inform.site.telling import Telling
from vestibule.inform.voiced import Voiced
from vestibule.protect.cleared import Cell, Count, Estimate

COLUMNS = (
    "row", "measure", "finding", "place", "profile", "language", "count", "out_of",
    "edition", "words", "translation", "translation_language", "month", "stance",
)  # fmt: skip
"""Of a CSV of a view: a row is a number or a voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One cleared number of a view.

    Parameters
    ----------
    measure : str
        ``named``: gatherings that named a finding; ``heard``: attendances;
        ``gatherings``: gatherings held.
    about : mapping of str to str
        Facet to key.
    cell : Count or Hidden
        As the portrait or its pack print it.
    """

    measure: str
    about: Mapping[str, str]
    cell: Cell


def tables(figures: Iterable[Figure]) -> dict[str, str]:
    """Return the data of figures, as CSV and as JSON, by name of the file."""
    found: dict[str, str] = {}
    for one in figures:
        stem = f"figure-{one.number:02d}-{one.kind}"
        found[f"{stem}.csv"] = one.csv()
        found[f"{stem}.json"] = of_figure(one)
    return found


def of_figure(one: Figure) -> str:
    """Return the data of a figure as JSON: what is hidden says so, and is no number.

    Parameters
    ----------
    one : Figure
        Its rows are words and cleared cells.

    Returns
    -------
    str
        ``headline``, ``columns``, ``rows``; a number is ``{"count", "out_of"}``.
    """
    return written(
        {
            "figure": one.number,
            "headline": str(plain(one.headline)),
            "invented": one.fictitious,
            "columns": list(one.header),
            "rows": [[_entry(entry, one) for entry in row] for row in one.rows],
        }
    )


def _entry(entry: Entry, one: Figure) -> Any:
    if isinstance(entry, Estimate):
        return {"estimate": entry.middle, "low": entry.low, "high": entry.high}
    return plain(entry) if isinstance(entry, str) else number(entry, one.words("style.hidden"))  # fmt: skip


def number(cell: Cell, hidden: str, edition: int | None = None) -> dict[str, Any]:
    """Return a cleared cell as a mapping.

    Parameters
    ----------
    cell : Count or Hidden
        What is printed.
    hidden : str
        What a withheld cell says.
    edition : int or None
        Of which edition a number is that no earlier one printed; None: not told.

    Returns
    -------
    dict
        ``count``, with ``out_of`` and ``edition`` where they are known, or ``withheld``.
    """
    cleared = cells.required(cell)
    if not isinstance(cleared, Count):
        return {"withheld": hidden}
    told: dict[str, Any] = {"count": cleared.value}
    if cleared.of is not None:
        told["out_of"] = cleared.of
    if edition is not None:
        told["edition"] = cleared.edition or edition
    return told


def as_json(
    telling: Telling,
    facets: Mapping[str, str],
    counts: Sequence[Counted],
    voices: Sequence[Voiced],
) -> str:
    """Return a view of numbers and voices as JSON.

    Parameters
    ----------
    telling : Telling
        Of the language.
    facets : mapping of str to str
        At most two: what the view is of.
    counts : sequence of Counted
        Its cleared numbers.
    voices : sequence of Voiced
        Its cleared words, those of every page of it.

    Returns
    -------
    str
        Keys in English, words in the language of the page.
    """
    hidden, edition = telling.words("style.hidden"), telling.made.edition.number
    return written(
        {
            "edition": edition,
            "invented": telling.story.setting.fictitious,
            "view": dict(facets),
            "counts": [
                {
                    "measure": one.measure,
                    **one.about,
                    **number(one.cell, hidden, edition),
                }
                for one in counts
            ],
            "voices": [_voice(telling, one) for one in voices],
        }
    )


def _voice(telling: Telling, one: Voiced) -> dict[str, Any]:
    quote = telling.quote(one)
    return {
        "words": quote.words,
        "language": quote.lang,
        "translation": quote.translation,
        "translation_language": quote.translation_lang,
        "profile": quote.speaker,
        "place": quote.place,
        "month": quote.month,
        "stances": dict(one.stances),
    }


def as_csv(
    telling: Telling, counts: Sequence[Counted], voices: Sequence[Voiced]
) -> str:
    """Return a view of numbers and voices as CSV; a withheld number says so.

    Returns
    -------
    str
        A row a number or a voice; a voice that speaks of two findings takes two.
    """
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, lineterminator="\n", restval="")
    if telling.story.setting.fictitious:
        out.write(f"# {telling.words('figures.fictitious')}\n")
    rows.writeheader()
    rows.writerows(_count_row(telling, one) for one in counts)
    for one in voices:
        rows.writerows(_voice_rows(telling, one))
    return out.getvalue()


def _count_row(telling: Telling, one: Counted) -> dict[str, str]:
    hidden = telling.words("style.hidden")
    told = number(one.cell, hidden, telling.made.edition.number)
    shown = {"count": told["withheld"]} if "withheld" in told else told
    row = {"row": "count", "measure": one.measure, **one.about, **shown}
    return {name: inert(str(said)) for name, said in row.items()}


def _voice_rows(telling: Telling, one: Voiced) -> list[dict[str, str]]:
    told = _voice(telling, one)
    stances = told.pop("stances") or {"": ""}
    return [
        {
            "row": "voice",
            "finding": finding,
            "stance": stance,
            **{name: inert(said) for name, said in told.items() if said},
        }
        for finding, stance in stances.items()
    ]


def written(told: object) -> str:
    """Return something as JSON that people can read too."""
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
