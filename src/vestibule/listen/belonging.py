"""Which record is meant where it has no key, but belongs to one that has?

An answer is called by the recommendation that it answers, what is owed by the gathering
that it is owed to, a link that was told by the excerpt in which it was told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from vestibule.dossier.records import Dossier
from vestibule.listen import cells
from vestibule.listen.cells import Unreadable
from vestibule.listen.linking import NOUNS, Names, key_of

Part = str | dt.date | None
"""What tells records of one owner apart: a profile, a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """How the records of a table are called by others.

    Parameters
    ----------
    owner, owners : str
        The column that names what they belong to, and its table.
    part : str or None
        The column that tells those of one owner apart.
    told : tuple of str
        Columns that make two of them different.
    """

    owner: str
    owners: str
    part: str | None = None
    told: tuple[str, ...] = ()


KIN: Mapping[str, Kin] = {
    "responses": Kin(
        owner="recommendation",
        owners="recommendations",
        part="given_on",
        told=("answer", "words"),
    ),
    "obligations": Kin(owner="gathering", owners="gatherings", part="profile"),
    "claims": Kin(
        owner="excerpt",
        owners="excerpts",
        told=("cause", "effect", "direction", "teller", "coder"),
    ),
}
"""Tables without a key of their own that other sheets refer to."""


@dataclass(slots=True)
class Belongings:
    """What belongs to which record, by table.

    Parameters
    ----------
    found : dict
        Table, then id of the owner, then what makes a record different (its part
        first), to the record's id.
    profiles : dict of str to str
        Id of a homogeneous gathering to the profile that everyone there shares.
    """

    found: dict[str, dict[str, dict[tuple[object, ...], str]]] = field(
        default_factory=dict
    )
    profiles: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, dossier: Dossier) -> Belongings:
        """Return what belongs to what in a dossier."""
        made = cls()
        for table in KIN:
            for row in dossier.current(table).sort("id").iter_rows(named=True):
                made.add(table, row, row["id"])
        for row in dossier.current("gatherings").iter_rows(named=True):
            made.held(row, row["id"])
        return made

    def held(self, values: Mapping[str, object], gathering: str) -> None:
        """Note whether everyone at a gathering shares a profile."""
        if values.get("composition") != "mixed" and values.get("profile"):
            self.profiles[gathering] = str(values["profile"])

    def whole(self, gathering: str) -> str | None:
        """Return the id of what is owed to all of a gathering, or None."""
        here = self.of_owner("obligations", gathering)
        return here.get((None,)) or here.get((self.profiles.get(gathering),))

    def add(self, table: str, values: Mapping[str, object], id_: str) -> None:
        """Note a record of a table in `KIN`; one that is known already stays."""
        kin = KIN[table]
        owner = values.get(kin.owner)
        if owner is None:
            return
        part = values.get(kin.part) if kin.part else None
        mark = (part, *(values.get(column) for column in kin.told))
        self.found.setdefault(table, {}).setdefault(str(owner), {}).setdefault(
            mark, id_
        )

    def of_owner(self, table: str, owner: str) -> dict[tuple[object, ...], str]:
        """Return what belongs to one record, by what makes each different."""
        return self.found.get(table, {}).get(owner, {})

    def record(self, table: str, said: str, names: Names) -> str:
        """Return the id of the record that a name means.

        Parameters
        ----------
        table : str
            Of `KIN`.
        said : str
            As someone wrote it: an id, the name of the owner, or that name with the
            part behind it, after a space or ``/``.
        names : Names
            To know the owner.

        Returns
        -------
        str
            The id.

        Raises
        ------
        Unreadable
            ``unknown-…``: no such owner, or nothing belongs to it; ``several-…``.
        """
        own = names.known(table, said) or names.by_id(table, said)
        if own is not None:
            return own
        owners = KIN[table].owners
        for owner, part in _readings(said):
            if key_of(owner) in names.shared.get(owners, ()):
                raise Unreadable("shared-name", value=owner)
            id_ = names.known(owners, owner)
            found = [] if id_ is None else self._of_part(table, id_, part, names)
            if len(found) > 1:
                raise Unreadable(f"several-{NOUNS[table]}s", value=said)
            if found:
                return found[0]
        names.record(owners, _owner_in(said, names, owners))
        raise Unreadable(f"unknown-{NOUNS[table]}", value=said)

    def _of_part(
        self, table: str, owner: str, part: str | None, names: Names
    ) -> list[str]:
        """Return what is meant of one owner; what is owed to a part is not to all."""
        here = self.of_owner(table, owner)
        if part is not None:
            wanted = part_in(table, part, names)
            return [id_ for mark, id_ in here.items() if wanted and mark[0] == wanted]
        if table == "obligations":
            whole = self.whole(owner)
            return [] if whole is None else [whole]
        return [*here.values()]


def part_in(table: str, said: str, names: Names) -> Part:
    """Return the part that a text means, a day or the id of a profile, or None."""
    if table == "responses":
        return cells.day_of(said)
    try:
        return names.record("profiles", said)
    except Unreadable:
        return None


def _readings(said: str) -> Iterator[tuple[str, str | None]]:
    """Give what a name may mean: the owner alone, or with a part behind it."""
    yield said.strip(), None
    for at in [at for at, sign in enumerate(said) if sign in "/ "][::-1]:
        yield said[:at].strip(" /"), said[at + 1 :].strip()


def _owner_in(said: str, names: Names, owners: str) -> str:
    """Return the part of a name that means an owner; all of it where none does."""
    return next((o for o, _ in _readings(said) if names.known(owners, o)), said)
