"""Which record does a name mean: a place, a profile, the code of a gathering?"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from vestibule.dossier import folding, gazetteer, schema, translations
from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.listen.cells import Unreadable
from vestibule.listen.problems import nearest

KEY_COLUMNS = {
    "profiles": "key",
    "people": "pseudonym",
    "gatherings": "code",
    "codes": "key",
    "statements": "key",
    "findings": "key",
    "questions": "key",
    "factors": "name",
    "instruments": "key",
    "groups": "key",
    "hypotheses": "key",
    "cases": "key",
    "actions": "key",
    "recommendations": "key",
    "commitments": "key",
}
"""Tables whose records people call by a key, and the column that holds it."""

CALLED = {
    "codes": "name",
    "statements": "words",
    "findings": "words",
    "factors": "name",
    "groups": "name",
    "actions": "words",
    "recommendations": "words",
    "commitments": "words",
}
"""Tables whose records people also call by what they say, in any language."""

NOUNS = {
    "people": "person",
    "gatherings": "gathering",
    "codes": "code",
    "statements": "statement",
    "findings": "finding",
    "questions": "question",
    "excerpts": "excerpt",
    "profiles": "profile",
    "factors": "factor",
    "instruments": "instrument",
    "groups": "group",
    "hypotheses": "hypothesis",
    "actions": "action",
    "recommendations": "recommendation",
    "responses": "response",
    "commitments": "commitment",
    "obligations": "obligation",
    "claims": "claim",
}
"""Table to the word in ``unknown-…``."""

SECRET_KEYS = ("people", "cases")
"""Tables whose keys are never repeated in a message or offered as a suggestion."""


BY_ID = (
    "factors",
    "claims",
    "hypotheses",
    "actions",
    "recommendations",
    "responses",
    "commitments",
    "obligations",
    "groups",
)
"""Tables whose records may also be called by their id, or how it begins, as `trace`
prints it."""

START_OF_ID = re.compile(r"[0-9a-f]{8,32}")
"""An id, or as much of one as tells it from others."""

TEAMS = (
    "factors",
    "instruments",
    "groups",
    "hypotheses",
    "actions",
    "recommendations",
    "commitments",
)
"""Tables in which two teams may have called different records the same."""


def key_of(text: str) -> str:
    """Return a key in the form in which keys are compared: case and spaces aside."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


@dataclass(slots=True)
class Names:
    """Everything that rows may call by a name.

    Parameters
    ----------
    process : Process
        Its languages, profiles and age bands.
    places : Gazetteer
        The places of the dossier.
    keys : dict of str to dict of str to str
        Table to key, as `key_of` gives it, to id.
    shown : dict of str to list of str
        Table to keys as people wrote them, for suggestions.
    shared : dict of str to set of str
        Table to keys, as `key_of` gives them, that several records have: they call
        none.
    """

    process: Process
    places: gazetteer.Gazetteer
    keys: dict[str, dict[str, str]] = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=dict)
    shared: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, dossier: Dossier) -> Names:
        """Return the names that a dossier knows."""
        names = cls(dossier.process, gazetteer.Gazetteer.of(dossier))
        for table, column in KEY_COLUMNS.items():
            keyed = dossier.current(table).select("id", column).drop_nulls()
            for id_, key in keyed.sort(column, "id").iter_rows():
                names.add(table, key, id_)
        for id_, name in dossier.current("profiles").select("id", "name").iter_rows():
            names.add("profiles", name, id_)
        names._add_profile_names()
        names._add_words(dossier)
        names._add_excerpts(dossier)
        names._add_versions(dossier)
        for table in BY_ID:
            ids = dossier.current(table)["id"]
            names.keys.setdefault(table, {}).update(zip(ids, ids, strict=True))
        return names

    def _add_versions(self, dossier: Dossier) -> None:
        """Let an instrument be called ``KEY/VERSION``; what several are called, none."""
        rows = dossier.current("instruments").select("id", "key", "version")
        for id_, key, version in rows.iter_rows():
            self.add("instruments", f"{key}/{version}", id_)
        for table in TEAMS:
            keys = dossier.current(table)[KEY_COLUMNS[table]].drop_nulls()
            called = Counter(map(key_of, keys))
            self.shared[table] = {key for key, n in called.items() if n > 1}

    def _add_profile_names(self) -> None:
        """Let a profile be called by its name in any language of the process."""
        known = self.keys.get("profiles", {})
        for profile in self.process.profiles:
            id_ = known.get(key_of(profile.key))
            if id_ is not None:
                for name in profile.names.values():
                    self.add("profiles", name, id_)

    def _add_words(self, dossier: Dossier) -> None:
        """Let codes, statements and findings be called by what they say.

        Words that two records share call neither: only their keys do.
        """
        texts = translations.checked(dossier)
        for table, column in CALLED.items():
            reference = schema.singular(table)
            every = dossier.current(table).select("id", words=column)
            if reference in texts.columns:
                other = texts.filter(pl.col("field") == column).drop_nulls(reference)
                every = pl.concat([every, other.select(id=reference, words="words")])
            called: dict[str, set[str]] = {}
            for id_, said in every.drop_nulls().iter_rows():
                called.setdefault(folding.fold(said), set()).add(id_)
            for id_, said in every.drop_nulls().iter_rows():
                if len(called[folding.fold(said)]) == 1:
                    self.add(table, said, id_)

    def _add_excerpts(self, dossier: Dossier) -> None:
        codes = dict(dossier.current("gatherings").select("id", "code").iter_rows())
        rows = dossier.current("excerpts").select("id", "gathering", "position")
        for id_, meeting, position in rows.iter_rows():
            if position is not None and meeting in codes:
                self.add("excerpts", f"{codes[meeting]}/{position}", id_)

    def add(self, table: str, key: str, id_: str) -> None:
        """Let a record be called by a key, unless another has it already."""
        if self.keys.setdefault(table, {}).setdefault(key_of(key), id_) == id_:
            self.shown.setdefault(table, []).append(key)

    def known(self, table: str, key: str) -> str | None:
        """Return the id of the record a key means, or None."""
        return self.keys.get(table, {}).get(key_of(key))

    def by_id(self, table: str, said: str) -> str | None:
        """Return the id that a text is, or begins, in a table of `BY_ID`, or None."""
        if table not in BY_ID or not START_OF_ID.fullmatch(said):
            return None
        ids = {*self.keys.get(table, {}).values()}
        found = [id_ for id_ in ids if id_.startswith(said)]
        return found[0] if len(found) == 1 else None

    def record(self, table: str, key: str, *, on: dt.date | None = None) -> str:
        """Return the id of the record a name means.

        Parameters
        ----------
        table : str
            Table of the record.
        key : str
            As someone wrote it.
        on : datetime.date or None
            For a place: the day that is spoken of.

        Returns
        -------
        str
            The id.

        Raises
        ------
        Unreadable
            ``unknown-…``, with the nearest name.
        """
        if table == "places":
            return self.place(key, on=on)
        by_id = self.by_id(table, key)
        if by_id is not None:
            return by_id
        if key_of(key) in self.shared.get(table, ()):
            raise Unreadable("shared-name", value=key)
        found = self.known(table, key)
        if found is None and table in ("profiles", *CALLED):
            found = self._folded(table, key)
        if found is not None:
            return found
        code = f"unknown-{NOUNS.get(table, 'record')}"
        if table in SECRET_KEYS:
            raise Unreadable(code)
        near = nearest(key, self.shown.get(table, ()))
        raise Unreadable(code, suggestion=near, value=key)

    def _folded(self, table: str, key: str) -> str | None:
        folded = folding.fold(key)
        known = self.keys.get(table, {}).items()
        return next((id_ for name, id_ in known if folding.fold(name) == folded), None)

    def place(self, name: str, *, on: dt.date | None = None) -> str:
        """Return the id of the place a name means on a day; raises Unreadable."""
        found = self.places.find(name, on=on)
        if isinstance(found, gazetteer.Found):
            return found.place
        codes = {"ambiguous": "ambiguous-place", "not-valid": "place-not-valid"}
        raise Unreadable(
            codes.get(found.reason, "unknown-place"),
            suggestion=found.suggestions[0] if found.suggestions else None,
            value=name,
            choices=", ".join(found.suggestions),
        )

    def language(self, said: str) -> str:
        """Return the key of a language; what a process declares none of is kept.

        Returns
        -------
        str
            The key of a language; what a process declares none of is kept.

        Raises
        ------
        Unreadable
            ``unknown-language``, with the nearest name.
        """
        names: dict[str, str] = {tag: tag for tag in self.process.outputs}
        for language in self.process.languages:
            called = (language.key, language.iso or "", *language.names.values())
            for name in filter(None, called):
                names.setdefault(folding.fold(name), language.key)
        found = names.get(folding.fold(said))
        if found is not None:
            return found
        if not self.process.languages:
            return said
        near = nearest(said, _language_names(self.process))
        raise Unreadable("unknown-language", suggestion=near, value=said)

    def age_band(self, said: str) -> str:
        """Return an age band as the process writes it; raises Unreadable."""
        bands = {_plain_band(band): band for band in self.process.age_bands}
        if not bands:
            return said
        found = bands.get(_plain_band(said))
        if found is None:
            allowed = ", ".join(self.process.age_bands)
            raise Unreadable("unknown-age-band", value=said, allowed=allowed)
        return found


def _plain_band(band: str) -> str:
    """Return an age band without spaces, its dash the short one."""
    return "".join(band.split()).replace("–", "-").replace("—", "-").removesuffix("ans")


def _language_names(process: Process) -> Iterable[str]:
    return [name for language in process.languages for name in language.names.values()]
