"""Findings, cleared: their words, who named them, who validated, who contested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from vestibule.agree.priorities import PriorityResult
from vestibule.agree.validation.standing import FindingStanding
from vestibule.dossier.records import Dossier
from vestibule.inform.material import (
    Answer,
    FindingTold,
    Place,
    Voice,
)
from vestibule.inform.preparation import causes, priority, validated
from vestibule.inform.preparation.sources import (
    REGION,
    Cells,
    Sources,
    clear_or_hide,
)
from vestibule.protect import clearing, quotes, sensitivity
from vestibule.protect.cleared import Cell, Count, Quote
from vestibule.understand import clearable
from vestibule.understand.coding import readings

MOST_VOICES = 3
"""Excerpts beside one finding."""

MOST_DISSENT = 2
"""Dissenting excerpts, and objections, beside one finding."""

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Cleared words, and which finding they speak for or against.

    Parameters
    ----------
    excerpts, objections : mapping of str to Voice
        Cleared, by id of the excerpt or of the validation.
    for_, against : mapping of str to tuple of str
        Id of a finding to ids of excerpts.
    contested : mapping of str to tuple of str
        Id of a finding to ids of validations that hold an objection.
    """

    excerpts: Mapping[str, Voice]
    objections: Mapping[str, Voice]
    for_: Mapping[str, tuple[str, ...]]
    against: Mapping[str, tuple[str, ...]]
    contested: Mapping[str, tuple[str, ...]]


def tables(sources: Sources, standings: FindingStanding) -> Iterator[clearing.Table]:
    """Yield who named and who validated each finding."""
    yield from clearable.named_tables(sources.themes)
    yield clearing.Table(cells=validated.numbers(sources, standings))


def words(sources: Sources) -> Words:
    """Return cleared words by finding; supports say which excerpts speak for what."""
    excerpts = _for_readers(sources, quotes.clear_quotes)
    objections = _for_readers(sources, quotes.clear_objections)
    supports = sources.given.table("supports")
    named: dict[str, dict[str, list[str]]] = {"for": {}, "against": {}}
    for row in supports.drop_nulls("excerpt").sort("id").iter_rows(named=True):
        named[row["stance"]].setdefault(row["finding"], []).append(row["excerpt"])
    for stance in ("for", "against"):
        for finding, coded in _coded(sources.given, denied=stance == "against"):
            named[stance].setdefault(finding, []).extend(coded)
    contested: dict[str, list[str]] = {}
    for row in sources.given.table("validations").sort("id").iter_rows(named=True):
        if row["id"] in objections:
            contested.setdefault(row["finding"], []).append(row["id"])
    return Words(
        excerpts=excerpts,
        objections=objections,
        for_={key: tuple(ids) for key, ids in named["for"].items()},
        against={key: tuple(ids) for key, ids in named["against"].items()},
        contested={key: tuple(ids) for key, ids in contested.items()},
    )


def _for_readers(
    sources: Sources, clear: Callable[..., dict[str, Quote]]
) -> dict[str, Voice]:
    """Return cleared words by id, for readers of each language of the process."""
    found: dict[str, dict[str, Quote]] = {}
    for lang in sources.langs:
        for id_, quote in clear(sources.whole, on=sources.today, lang=lang).items():
            found.setdefault(id_, {})[lang] = quote
    return dict(found)


def _coded(given: Dossier, *, denied: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield findings with the excerpts that bear, or deny, their code.

    By the reading that holds: the adjudicator's, else that of most coders.

    Yields
    ------
    tuple of (str, list of str)
        Id of a finding, ids of excerpts.
    """
    read = readings.borne(given)
    if denied:
        put = given.table("codings").select("excerpt", "code").unique()
        read = read.filter(pl.col("denied") * 2 > pl.col("readers")).join(
            put, on=["excerpt", "code"], how="semi"
        )
    else:
        read = read.filter("bears")
    findings = given.table("findings").drop_nulls("code")
    coded = findings.select("code", finding="id").join(read, on="code")
    for (finding,), rows in coded.sort("excerpt").group_by(
        "finding", maintain_order=True
    ):
        yield str(finding), rows["excerpt"].to_list()


def told(
    sources: Sources,
    cells: Cells,
    *,
    standings: FindingStanding,
    priorities: PriorityResult | None,
    said: Words,
) -> tuple[FindingTold, ...]:
    """Return every finding that stands alone; answers to others stand with them.

    Parameters
    ----------
    sources : Sources
        Of the portrait.
    cells : Cells
        Cleared.
    standings : FindingStanding
        Validations of what is given.
    priorities : PriorityResult or None
        The people's order, if they set one.
    said : Words
        Cleared words.

    Returns
    -------
    tuple of FindingTold
        By key. Each excerpt is told once: a second finding takes the next one.
    """
    rows = sources.given.table("findings").sort("key")
    alone = [row for row in rows.iter_rows(named=True) if row["parent"] is None]
    ranks = _named_ranks(sources, alone)
    levels = dict(sensitivity.levels(sources.whole, "findings").iter_rows())
    taken: set[str] = set()
    found: list[FindingTold] = []
    for row in alone:
        voices = _voices(sources, said, said.for_.get(row["id"], ()), taken)
        taken.update(voices)
        against = _voices(sources, said, said.against.get(row["id"], ()), taken)[
            :MOST_DISSENT
        ]
        taken.update(against)
        objections = said.contested.get(row["id"], ())
        place_level = levels.get(row["id"], REGION)
        finding = _finding(sources, cells, row, rows, has_places=place_level >= REGION)
        found.append(
            replace(
                finding,
                voices=tuple(said.excerpts[one] for one in voices),
                against=tuple(said.excerpts[one] for one in against),
                objections=tuple(
                    said.objections[one] for one in objections[:MOST_DISSENT]
                ),
                named_rank=ranks.get(row["id"])
                if isinstance(finding.named, Count)
                else None,
                validation=validated.told(
                    sources,
                    cells,
                    row["key"],
                    standings,
                    has_places=place_level >= REGION,
                ),
                wanted_rank=priority.rank(priorities, row["key"]),
                wanted_order=priority.place(priorities, row["key"]),
                support=priority.support(cells, row["key"]),
            )
        )
    return tuple(found)


def _voices(
    sources: Sources, said: Words, ids: Iterable[str], taken: set[str]
) -> tuple[str, ...]:
    left = [one for one in dict.fromkeys(ids) if one not in taken]
    one_each = {id_: next(iter(voice.values())) for id_, voice in said.excerpts.items()}
    return quotes.spread(sources.given, one_each, left)[:MOST_VOICES]


def _finding(
    sources: Sources, cells: Cells, row: Row, rows: pl.DataFrame, *, has_places: bool
) -> FindingTold:
    code = _code(sources, row)
    named = cells.get(clearable.named_key(code)) if code else None
    counted = _counted(sources, code)
    between = None
    is_of_today = isinstance(named, Count) and not named.is_kept
    if is_of_today and counted is not None and counted["low"] is not None:
        between = (round(counted["low"] * 100), round(counted["high"] * 100))
    return FindingTold(
        key=str(row["key"]),
        kind=str(row["kind"]),
        words=sources.words("finding", row),
        meaning=sources.words("finding", row, "meaning"),
        short=_short(sources, row),
        named=named,
        named_between=between,
        by_place=_by_place(sources, cells, code) if code and has_places else (),
        causes=causes.told(sources, cells, row),
        protects=_answers(sources, cells, rows, row, ("resource",)),
        proposes=_answers(sources, cells, rows, row, ("need", "proposal")),
    )


def _code(sources: Sources, row: Row) -> str | None:
    """Return the id of a finding's code as the themes know it."""
    if row["code"] is None:
        return None
    codes = sources.given.table("codes").filter(pl.col("id") == row["code"])
    if codes.is_empty():
        return None
    same = sources.themes.counts.filter(pl.col("key") == codes["key"][0])
    return None if same.is_empty() else str(same["code"][0])


def _counted(sources: Sources, code: str | None) -> dict[str, float] | None:
    rows = sources.themes.counts.filter(pl.col("code") == (code or ""))
    return None if rows.is_empty() else rows.row(0, named=True)


def _short(sources: Sources, row: Row) -> Mapping[str, str]:
    codes = sources.given.table("codes").filter(pl.col("id") == (row["code"] or ""))
    if codes.is_empty():
        return {}
    return sources.words("code", codes.row(0, named=True), "name")


def _by_place(
    sources: Sources, cells: Cells, code: str
) -> tuple[tuple[Place, Cell | None], ...]:
    rows = sources.coverage.places.iter_rows(named=True)
    return tuple(
        (
            sources.place(row["place"]),
            None
            if row["standing"] not in {"consulted", "official"}
            else clear_or_hide(cells, clearable.named_key(code, row["key"])),
        )
        for row in rows
    )


def _named_ranks(sources: Sources, rows: Iterable[Row]) -> dict[str, tuple[int, int]]:
    """Return lowest and highest rank of each finding among those told.

    The ranks of themes hold among all codes of a kind; where all of these are
    findings they are taken over, else intervals that do not overlap decide.

    Returns
    -------
    dict of str to (int, int)
        Id of the finding to its ranks, from 1.
    """
    known = {
        str(row["id"]): counted
        for row in rows
        if (counted := _counted(sources, _code(sources, row)))
    }
    families = {(one["kind"], one["parent"]) for one in known.values()}
    if len(families) == 1:
        (kind, parent), codes = next(iter(families)), sources.themes.counts
        family = codes.filter(
            (pl.col("kind") == kind) & pl.col("parent").eq_missing(parent)
        )
        if family.height == len(known):
            return {
                key: (int(one["rank_low"]), int(one["rank_high"]))
                for key, one in known.items()
            }
    return _by_intervals(known)


def _by_intervals(
    known: Mapping[str, Mapping[str, float | None]],
) -> dict[str, tuple[int, int]]:
    ends = {
        key: (low, high)
        for key, one in known.items()
        if (low := one["low"]) is not None and (high := one["high"]) is not None
    }
    return {
        key: (
            1 + sum(other_low > high for other_low, _ in ends.values()),
            sum(other_high >= low for _, other_high in ends.values()),
        )
        for key, (low, high) in ends.items()
    }


def _answers(
    sources: Sources,
    cells: Cells,
    rows: pl.DataFrame,
    parent: Row,
    kinds: tuple[str, ...],
) -> tuple[Answer, ...]:
    children = rows.filter(
        (pl.col("parent") == parent["id"]) & pl.col("kind").is_in(kinds)
    )
    found = [_answer(sources, cells, row) for row in children.iter_rows(named=True)]
    if "proposal" in kinds:
        found += [
            _asked(sources, row) for row in _recommendations(sources, str(parent["id"]))
        ]
    return tuple(found)


def _answer(sources: Sources, cells: Cells, row: Row) -> Answer:
    code = _code(sources, row)
    asked = next(iter(_recommendations(sources, str(row["id"]))), None)
    return Answer(
        words=sources.words("finding", row),
        gatherings=cells.get(clearable.named_key(code)) if code else None,
        addressee=sources.words("recommendation", asked, "addressee")
        if asked
        else None,
        reply=_reply(sources, str(asked["id"])) if asked else None,
    )


def _asked(sources: Sources, row: Row) -> Answer:
    return Answer(
        words=sources.words("recommendation", row),
        addressee=sources.words("recommendation", row, "addressee"),
        reply=_reply(sources, str(row["id"])),
    )


def _recommendations(sources: Sources, finding: str) -> list[dict[str, object]]:
    rows = sources.given.table("recommendations").filter(pl.col("finding") == finding)
    return rows.sort("id").to_dicts()


def _reply(sources: Sources, recommendation: str) -> str | None:
    rows = sources.given.table("responses").filter(
        pl.col("recommendation") == recommendation
    )
    last = rows.sort("given_on", "id", nulls_last=False)
    return None if last.is_empty() else str(last["answer"][-1])
