"""How is it said what a population would answer, or that it cannot be told?

For the team alone: a portrait speaks of people heard, never of a population.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vestibule.dossier.process import Words
from vestibule.understand.weights import NoShares, Shares
from vestibule.words import Catalogue

Row = Mapping[str, object]


def refusal(words: Catalogue, why: NoShares, names: Mapping[str, str]) -> str:
    """Return in one sentence or two why nothing is said of a population.

    Parameters
    ----------
    words : Catalogue
        Of the reader's language.
    why : NoShares
        The refusal.
    names : mapping of str to str
        Key of a place to its name.

    Returns
    -------
    str
        Its reason, and what to do.
    """
    levels = why.params.get("levels", why.params.get("strata", ()))
    held = [levels] if isinstance(levels, str) else list(_texts(levels))
    return words(
        "weights.none",
        why=words(
            f"weights.why.{why.code}",
            column=_column(words, why.params.get("column")),
            levels=[_level(words, one, names) for one in held],
            level=_level(words, str(why.params.get("level")), names),
            edition=str(why.params.get("edition")),
            told=str(why.params.get("told")),
        ),
    )


def _texts(levels: object) -> tuple[str, ...]:
    return tuple(map(str, levels)) if isinstance(levels, Iterable) else ()


def _column(words: Catalogue, column: object) -> str:
    key = f"weights.columns.{column}"
    return words(key) if key in words else str(column)


def _level(words: Catalogue, level: str, names: Mapping[str, str]) -> str:
    key = f"weights.levels.{level}"
    return words(key) if key in words else names.get(level, level)


def title(words: Catalogue, found: Shares, population: Words) -> str:
    """Return the line above the shares: of whom, from how many, worth how many."""
    result = found.result
    kish = "–" if result.kish is None else words.number(result.kish)
    return words(
        "weights.title",
        population=words.chosen(population)[0],
        n=result.people,
        gatherings=result.gatherings,
        kish=kish,
    )


def limits(words: Catalogue, found: Shares) -> list[str]:
    """Return what holds only with care, a sentence each."""
    said = [words(f"weights.limits.{code}") for code in found.result.limits]
    if found.outside:
        said.append(words("weights.outside", n=found.outside))
    return said


def line(words: Catalogue, name: str, row: Row) -> str:
    """Return one statement: as heard, weighted, its interval, effective n.

    The interval is the wider of two: linearised, and by cluster bootstrap. Effective n
    is the lower of two: Kish's, and with gatherings and margins accounted for.

    Parameters
    ----------
    words : Catalogue
        Of the reader's language.
    name : str
        The statement.
    row : mapping
        Of `weights.SHARES`.

    Returns
    -------
    str
        Its reason instead, where there is no number.
    """
    if row["share"] is None:
        return words("weights.silent", name=name, why=reason(words, row["reason"]))
    lows, highs = _ends(row, "low"), _ends(row, "high")
    return words(
        "weights.line",
        name=name,
        plain=_hundred(words, row["plain_share"]),
        share=_hundred(words, row["share"]),
        low=_hundred(words, min(lows)),
        high=_hundred(words, max(highs)),
        effective=words.number(_effective(row)),
    )


def reason(words: Catalogue, code: object) -> str:
    """Return why there is no number."""
    return words(f"weights.limits.{code}")


def _ends(row: Row, name: str) -> list[float]:
    both = (row[name], row[f"boot_{name}"])
    return [float(str(end)) for end in both if end is not None]


def _effective(row: Row) -> float:
    return min(float(str(n)) for n in (row["kish"], row["worth"]) if n is not None)


def _hundred(words: Catalogue, share: object) -> str:
    return words.number(100 * float(str(share)))
