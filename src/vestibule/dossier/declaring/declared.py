"""What do the files beside ``process.toml`` declare, as records?

Places, their names, the population frame, targets, the codebook and seed
statements are written by hand with keys and names; ids are derived from them, so
that two offices that start from the same files hold the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from vestibule.dossier import ids, writing
from vestibule.dossier.declaring import sheets
from vestibule.dossier.declaring.declared_checks import check_places, check_process
from vestibule.dossier.declaring.sheets import Problems, Row
from vestibule.dossier.process import Process, Words
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.errors import ProblemsFound

SOURCE = "declared"
"""The source from which ids are derived: the files, whatever they say today."""

ROW_KEYS: dict[str, tuple[str, ...]] = {
    "places": ("key",),
    "place_names": ("place", "name", "lang", "kind", "valid_from"),
    "frame": ("place", "sex", "age_band", "edition", "source", "published_total"),
    "targets": ("place", "profile", "sex", "age_band"),
}
"""Columns that tell the rows of a file apart."""

CODEBOOK = (
    "key", "kind", "parent", "name.*", "definition.*", "codebook", "sensitivity",
    "place_level",
)  # fmt: skip
STATEMENTS = ("key", "words.*", "sensitivity", "place_level")

Records = list[dict[str, Any]]


@dataclass(slots=True)
class Declared:
    """The records that the files of a process declare, as they are gathered.

    Parameters
    ----------
    process : Process
        What ``process.toml`` says.
    files : mapping of str to Path
        Which file stands for which name of ``[files]``.
    """

    process: Process
    files: Mapping[str, Path]
    found: Problems = field(default_factory=Problems)
    tables: dict[str, Records] = field(default_factory=dict)
    keys: dict[str, dict[str, str]] = field(default_factory=dict)

    def records(self) -> Dossier:
        """Return the dossier of the declared records; raises ProblemsFound."""
        self._profiles()
        place_rows = self._keyed("places")
        check_places(place_rows, self.tables["places"], self.found)
        check_process(self.process, self.keys["places"], self.found)
        for name in ("place_names", "frame", "targets"):
            self._table(name)
        self._codes()
        self._statements()
        if self.found.found:
            raise ProblemsFound(self.found.found)
        return self._dossier()

    def _dossier(self) -> Dossier:
        tables: dict[str, pl.DataFrame] = {}
        seq = 1
        for name in TABLES:
            rows = self.tables.get(name)
            if rows:
                tables[name] = self._conformed(name, rows, seq)
                seq += len(rows)
        return Dossier(process=self.process, tables=tables)

    def _conformed(self, name: str, rows: Records, seq: int) -> pl.DataFrame:
        columns = [column for column in TABLES[name].own if column.name in rows[0]]
        schema = {
            column.name: TABLES[name].polars_schema[column.name] for column in columns
        }
        return writing.as_records(
            pl.DataFrame(rows, schema=schema),
            name,
            ids=[row["id"] for row in rows],
            origin=f"process-{self.process.key}",
            first_seq=seq,
        ).sort("id")

    def _id(self, table: str, row_key: str) -> str:
        return ids.derived_id(self.process.key, SOURCE, table, row_key)

    def _read(
        self, name: str, known: Iterable[str], needed: Iterable[str]
    ) -> list[Row]:
        if name not in self.files:
            return []
        file = self.process.files.get(name, self.files[name].name)
        return sheets.read(self.files[name], file, [*known], [*needed], self.found)

    def _sheet(self, name: str) -> list[Row]:
        own = TABLES[name].own
        needed = [column.name for column in own if not column.null]
        optional = {"published_total"}
        return self._read(
            name,
            [column.name for column in own],
            [column for column in needed if column not in optional],
        )

    def _keyed(self, name: str) -> list[Row]:
        """Read a file whose rows refer to one another by key."""
        rows = self._sheet(name)
        self.keys[name] = {
            key: self._id(name, key) for row in rows if (key := row.get("key"))
        }
        self._fill(name, rows)
        return rows

    def _table(self, name: str) -> None:
        self._fill(name, self._sheet(name))

    def _fill(self, name: str, rows: list[Row]) -> None:
        seen: set[str] = set()
        self.tables[name] = []
        for row in rows:
            row_key = "|".join(row.get(column) or "" for column in ROW_KEYS[name])
            self._once(row, row_key, seen)
            self.tables[name].append(
                {"id": self._id(name, row_key), **self._record(name, row)}
            )

    def _once(self, row: Row, row_key: str, seen: set[str]) -> None:
        if row_key in seen:
            self.found.add(
                row, None, "duplicate", "another line says the same.",
                "Take one of the two out.",
            )  # fmt: skip
        seen.add(row_key)

    def _record(self, name: str, row: Row) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for column in TABLES[name].own:
            if column.ref is None:
                default = False if column.name == "published_total" else None
                record[column.name] = sheets.typed(
                    row, column, self.found, default=default
                )
            else:
                record[column.name] = self._reference(row, column.name, column.ref)
        if "age_band" in record:
            sheets.known_word(row, "age_band", self.process.age_bands, self.found)
        return record

    def _reference(self, row: Row, column: str, table: str) -> str | None:
        keys = self.keys[table]
        key = sheets.known_word(row, column, keys, self.found)
        return keys.get(key or "")

    def _profiles(self) -> None:
        self.keys["profiles"] = {
            profile.key: self._id("profiles", profile.key)
            for profile in self.process.profiles
        }
        self.tables["profiles"] = [
            {
                "id": self.keys["profiles"][profile.key],
                "key": profile.key,
                "name": self._first(profile.names),
                "side": profile.side,
                "restricted": profile.restricted,
            }
            for profile in self.process.profiles
        ]
        for profile in self.process.profiles:
            self._texts("profile", "profiles", profile.key, "name", profile.names)

    def _codes(self) -> None:
        rows = self._read("codebook", CODEBOOK, ("key", "kind"))
        self.keys["codes"] = {
            key: self._id("codes", key) for row in rows if (key := row.get("key"))
        }
        self.tables["codes"] = [self._code(row) for row in rows]
        self._each_once(rows)

    def _code(self, row: Row) -> dict[str, Any]:
        names = self._words(row, "name")
        definitions = self._words(row, "definition", needed=False)
        key = row.get("key") or ""
        self._texts("code", "codes", key, "name", names)
        self._texts("code", "codes", key, "meaning", definitions)
        return {
            **self._marked("codes", row, ("key", "kind", "codebook")),
            "name": self._first(names),
            "definition": definitions.get(self.process.outputs[0]),
            "parent": self._reference(row, "parent", "codes"),
        }

    def _statements(self) -> None:
        rows = self._read("statements", STATEMENTS, ("key",))
        self.tables["statements"] = [self._statement(row) for row in rows]
        self._each_once(rows)

    def _statement(self, row: Row) -> dict[str, Any]:
        words = self._words(row, "words")
        self._texts("statement", "statements", row.get("key") or "", "words", words)
        return {
            **self._marked("statements", row, ("key",)),
            "words": self._first(words),
            "lang": self._lang(words),
            "source": "seed",
            "moderation": "in",
        }

    def _marked(self, table: str, row: Row, columns: tuple[str, ...]) -> dict[str, Any]:
        """Return some cells of a row, its id and how sensitive it is."""
        columns = (*columns, "sensitivity", "place_level")
        return {
            "id": self._id(table, row.get("key") or ""),
            **{
                name: sheets.typed(row, TABLES[table][name], self.found)
                for name in columns
            },
        }

    def _each_once(self, rows: list[Row]) -> None:
        seen: set[str] = set()
        for row in rows:
            self._once(row, row.get("key") or "", seen)

    def _words(self, row: Row, field: str, *, needed: bool = True) -> Words:
        words = {
            column.partition(".")[2]: said
            for column, said in row.cells.items()
            if column.startswith(f"{field}.")
        }
        if needed and not words:
            lang = self.process.outputs[0]
            self.found.add(
                row, f"{field}.{lang}", "empty", "there are no words in any language.",
                f"Fill in {field}.{lang}.",
            )  # fmt: skip
        return words

    def _lang(self, words: Words) -> str | None:
        """Return the first of the process's languages that `words` are in."""
        tags = [*self.process.outputs, *sorted(words)]
        return next((tag for tag in tags if tag in words), None)

    def _first(self, words: Words) -> str | None:
        return words.get(self._lang(words) or "")

    def _texts(
        self, column: str, table: str, key: str, field: str, words: Words
    ) -> None:
        """Keep what is said in other languages than the first as `texts`."""
        texts = self.tables.setdefault("texts", [])
        for lang, said in sorted(words.items()):
            if lang != self.process.outputs[0]:
                texts.append(
                    {
                        "id": self._id("texts", f"{table}|{key}|{field}|{lang}"),
                        "statement": None,
                        "code": None,
                        "profile": None,
                        column: self._id(table, key),
                        "field": field,
                        "lang": lang,
                        "words": said,
                        "state": "checked",
                    }
                )
