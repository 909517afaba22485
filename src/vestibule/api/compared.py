"""What changes from one edition to the next, in words?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from vestibule.inform.pack import Pack
from vestibule.protect.cleared import Cell, Count, Hidden

Mark = Literal["enters", "changes", "leaves", "same"]

ORDER: tuple[Mark, ...] = ("enters", "changes", "leaves", "same")

ANSWERED = frozenset({"accepted", "amended", "refused"})
"""What an addressee may have said; silence is no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One sentence of the difference.

    Parameters
    ----------
    mark : {'enters', 'changes', 'leaves', 'same'}
        What happens.
    key : str
        Of its sentence.
    params : mapping
        What it says; words stand by language.
    """

    mark: Mark
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"mark": self.mark, "key": self.key, "params": dict(self.params)}


def told(made: Pack) -> dict[str, Any]:
    """Return what an edition says in a few cleared numbers and names.

    Parameters
    ----------
    made : Pack
        The edition: everything here is printed in it.

    Returns
    -------
    dict
        Plain values, to be kept and compared with the next: ``findings``, ``places``,
        ``gatherings``, ``attendances``, ``shown``, ``hidden``, ``asks``, ``answered``,
        ``promises``, ``contested``, ``withdrawn``.
    """
    told_, cells = made.material, made.edition.cells.values()
    followed = told_.followed
    asks = followed.asks if followed else ()
    promises = followed.promises if followed else ()
    hidden = sum(isinstance(one, Hidden) for one in cells)
    return {
        "findings": {one.key: _finding(one) for one in told_.findings},
        "places": {
            one.place.key: dict(one.place.names)
            for one in told_.places
            if not one.nobody
        },
        "gatherings": _number(told_.heard.gatherings if told_.heard else None),
        "attendances": _number(told_.heard.attendances if told_.heard else None),
        "shown": len(made.edition.cells) - hidden,
        "hidden": hidden,
        "asks": len(asks),
        "answered": sum(one.state in ANSWERED for one in asks),
        "promises": len(promises),
        "contested": sum(one.standing == "contested" for one in promises),
        "withdrawn": told_.trace.withdrawn,
    }


def _finding(one: Any) -> dict[str, Any]:
    quoted = (*one.voices, *one.against, *one.objections)
    return {
        "words": dict(one.short or one.words),
        "order": one.wanted_order or (one.wanted_rank[0] if one.wanted_rank else None),
        "validated": one.validation is not None,
        "quotes": len(quoted),
    }


def _number(cell: Cell | None) -> int | None:
    return cell.value if isinstance(cell, Count) else None


def changes(
    before: Mapping[str, Any] | None, now: Mapping[str, Any]
) -> tuple[Change, ...]:
    """Return the difference between two editions, in sentences.

    Parameters
    ----------
    before : mapping or None
        The last edition, as `told` returned it; None: there is none.
    now : mapping
        The next one.

    Returns
    -------
    tuple of Change
        What enters, changes, leaves; what stays the same is said where readers would
        look for a change.
    """
    if before is None:
        first = {
            "n": len(now["findings"]),
            "gatherings": now["gatherings"],
            "places": len(now["places"]),
        }
        return (Change(mark="enters", key="first", params=first),)
    found = [
        *_findings(before["findings"], now["findings"]),
        *_places(before["places"], now["places"]),
        *_numbers(before, now),
        *_order(before["findings"], now["findings"]),
    ]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.mark)))


def _findings(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in sorted(new.keys() - old.keys()):
        yield Change(mark="enters", key="finding", params=_named(key, new[key]))
    for key in sorted(old.keys() - new.keys()):
        yield Change(mark="leaves", key="finding_out", params=_named(key, old[key]))
    for key in sorted(old.keys() & new.keys()):
        yield from _moved(key, old[key], new[key])


def _moved(
    key: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Change]:
    named = _named(key, new)
    if new["validated"] and not old["validated"]:
        yield Change(mark="enters", key="validated", params=named)
    if old["validated"] and not new["validated"]:
        yield Change(mark="leaves", key="unvalidated", params=named)
    if old["words"] != new["words"]:
        yield Change(mark="changes", key="reworded", params=named)
    gone = old["quotes"] - new["quotes"]
    if gone > 0:
        yield Change(mark="leaves", key="quotes_out", params={**named, "n": gone})
    if gone < 0:
        yield Change(mark="enters", key="quotes", params={**named, "n": -gone})


def _named(key: str, one: Mapping[str, Any]) -> dict[str, Any]:
    return {"finding": key, "words": one["words"]}


def _places(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    came, went = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    if came:
        names = [new[key] for key in came]
        yield Change(mark="enters", key="places", params={"n": len(came), "names": names})  # fmt: skip
    if went:
        names = [old[key] for key in went]
        yield Change(mark="leaves", key="places_out", params={"n": len(went), "names": names})  # fmt: skip


NUMBERS = ("gatherings", "attendances", "hidden", "asks", "answered", "promises", "contested")  # fmt: skip
"""Numbers that are told where they changed."""


def _numbers(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in NUMBERS:
        before, now = old[name], new[name]
        if before is not None and now is not None and before != now:
            params = {"n": now, "before": before}
            yield Change(mark="changes", key=name, params=params)
    taken = new["withdrawn"] - old["withdrawn"]
    if taken > 0:
        yield Change(mark="leaves", key="withdrawn", params={"n": taken})


def _order(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, now = _ranked(old), _ranked(new)
    if not now:
        return
    if before == now:
        yield Change(mark="same", key="order", params={"n": len(now)})
        return
    places = {key: at for at, key in enumerate(before)}
    for at, key in enumerate(now):
        for other in now[at + 1 :]:
            if key in places and other in places and places[key] > places[other]:
                params = {"words": new[key]["words"], "other": new[other]["words"]}
                yield Change(mark="changes", key="overtakes", params=params)
                break


def _ranked(findings: Mapping[str, Any]) -> list[str]:
    held = [(one["order"], key) for key, one in findings.items() if one["order"]]
    return [key for _, key in sorted(held)]
