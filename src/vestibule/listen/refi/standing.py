"""What of a coded project does the dossier hold already, or held once?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from vestibule.dossier import ids, lineage, withdrawals
from vestibule.dossier.records import Dossier
from vestibule.listen.linking import key_of

TABLES = ("codes", "excerpts", "codings")
"""What a project brings."""


def plain(words: str) -> str:
    """Return words with line ends as we write them, without spaces around."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(slots=True)
class Standing:
    """The records of a dossier as a project may name them, each under its first id.

    Parameters
    ----------
    process_key : str
        Key of the process.
    versions : dict of (str, str) to str
        Table and id of any version of a record to its first id.
    codes : dict of (str or None, str) to str
        First id of the parent and name, folded, to code; None for a top code.
    keys : dict of str to str
        Key of a code, folded, to its first id.
    kinds, called : dict of str to str
        Code to kind, and to key.
    words : dict of str to set of str
        Excerpt to what it says, or said before it was corrected.
    said : dict of (str, str) to list of str
        Gathering and words to excerpts, in the order of their positions. Words of
        earlier versions lead to the excerpt too: what was redacted here does not
        come back as a new one.
    last : dict of str to int
        Gathering to the highest position in it.
    codings : set of (str, str, str, bool)
        Excerpt, code, coder, and whether it settles as an adjudicator.
    gone : set of str
        Ids of records that were taken back, or left with one.
    origins : list of str
        Imports of which something left.
    """

    process_key: str
    versions: dict[tuple[str, str], str] = field(default_factory=dict)
    codes: dict[tuple[str | None, str], str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    said: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    codings: set[tuple[str, str, str, bool]] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    origins: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, dossier: Dossier) -> Standing:
        """Return what a dossier holds."""
        applied = dossier.with_tables(**withdrawals.apply(dossier.tables))
        settled = lineage.settled(applied)
        found = cls(dossier.process.key)
        for table in TABLES:
            firsts = lineage.roots(applied.table(table))
            for id_ in applied.table(table)["id"]:
                found.versions[table, id_] = firsts.get(id_, id_)
        meetings = lineage.roots(applied.table("gatherings"))
        found._add_codes(settled.table("codes"))
        found._add_codes(applied.table("codes"))
        found._add_excerpts(settled.table("excerpts"), meetings)
        found._add_excerpts(applied.table("excerpts"), meetings)
        rows = settled.table("codings").select(
            "excerpt", "code", "coder", pl.col("role").eq_missing("adjudicator")
        )
        found.codings = {*rows.iter_rows()}
        removals = applied.table("removals")
        found.gone = {*removals["id"], *applied.table("withdrawals")["record"]}
        imports = removals.filter(removals["origin"].str.starts_with("import-"))
        found.origins = sorted({*imports["origin"]})
        return found

    def _add_codes(self, rows: pl.DataFrame) -> None:
        columns = ("id", "key", "name", "parent", "kind")
        for id_, key, name, parent, kind in rows.select(columns).sort("id").iter_rows():
            code = self.versions["codes", id_]
            above = self.versions.get(("codes", parent or ""), parent)
            self.codes.setdefault((above, key_of(name)), code)
            self.keys.setdefault(key_of(key), code)
            self.kinds.setdefault(code, kind)
            self.called.setdefault(code, key)

    def _add_excerpts(self, rows: pl.DataFrame, meetings: Mapping[str, str]) -> None:
        columns = ("id", "gathering", "words", "position")
        ordered = rows.select(columns).sort("position", "id", nulls_last=True)
        for id_, gathering, words, position in ordered.iter_rows():
            excerpt = self.versions["excerpts", id_]
            meeting = meetings.get(gathering, gathering)
            self.words.setdefault(excerpt, set()).add(plain(words))
            alike = self.said.setdefault((meeting, plain(words)), [])
            if excerpt not in alike:
                alike.append(excerpt)
            self.last[meeting] = max(self.last.get(meeting, 0), position or 0)

    def has(self, table: str, guid: str | None) -> str | None:
        """Return the first id of the record that a GUID of ours means, or None."""
        return None if guid is None else self.versions.get((table, guid))

    def was_taken_back(self, table: str, guid: str | None, key: str) -> bool:
        """Tell whether a record left the dossier: it must not come back by a file.

        It is known by its own id, as we write it in a project, or by the id that
        an earlier import derived from the same key.

        Returns
        -------
        bool
            As the first line says.
        """
        if guid in self.gone:
            return True
        return any(id_ in self.gone for id_ in self._earlier(table, key))

    def _earlier(self, table: str, key: str) -> Iterator[str]:
        for origin in self.origins:
            yield ids.derived_id(self.process_key, origin, table, key)
