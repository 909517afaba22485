"""Where was each source heard, by whom, in which language, and how is it counted?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from vestibule import errors
from vestibule.dossier.records import Dossier
from vestibule.listen.cells import Unreadable
from vestibule.listen.linking import Names, key_of
from vestibule.listen.problems import nearest, problem
from vestibule.listen.refi import deciding, project
from vestibule.listen.refi.coders import OURS
from vestibule.listen.refi.layouts import NAMED, Ints, Layout, Text
from vestibule.listen.refi.mapping import Map
from vestibule.listen.refi.project import Project, Segment, Source
from vestibule.listen.refi.segments import Heard

GATHERING = ("gathering", "rencontre")
PROFILE = ("profile", "profil")
PUBLISHED = 3
"""The highest consent with which words come in: a gathering that agreed to be quoted
does not speak for one of its voices, and coming in makes nothing quotable."""

LANG = ("lang", "language", "langue")
"""Variables by which a project may say so, in small letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A source that comes in.

    Parameters
    ----------
    source : Source
        What the project says.
    heard : Heard
        Where it was said, and by whom.
    text : Text
        Its text.
    """

    source: Source
    heard: Heard
    text: Text


@dataclass(slots=True, kw_only=True)
class Sources:
    """Finds what belongs to each source of a project.

    Parameters
    ----------
    project : Project
        What the file says.
    texts : mapping of str to bytes
        Plain texts of the archive.
    map : Map
        What the map says.
    names : Names
        What the dossier calls its records.
    dossier : Dossier
        Where they are to go.
    file : str
        What a problem calls the file.
    """

    project: Project
    texts: Mapping[str, bytes]
    map: Map
    names: Names
    dossier: Dossier
    file: str
    problems: list[errors.Problem] = field(default_factory=list)
    left: int = 0
    about: dict[str, list[dict[str, str]]] = field(init=False)

    def __post_init__(self) -> None:
        """Sort what cases say by the sources and segments they speak of."""
        self.about = {}
        for values, guids in self.project.cases:
            for guid in guids:
                self.about.setdefault(guid, []).append(values)

    def placed(self) -> list[Placed]:
        """Return every source with segments that is not left out by the map."""
        self.problems += self._strays()
        gatherings = {
            row["id"]: row
            for row in self.dossier.table("gatherings").iter_rows(named=True)
        }
        found = []
        for source in self.project.sources:
            row = self.map.of(source.name)
            if not source.segments:
                continue
            if row is not None and not row.gathering:
                self.left += len(source.segments)
                continue
            try:
                one = self._placed(source, gatherings)
            except errors.ProblemsFound as refused:
                self.problems += refused.problems
                continue
            if one is not None:
                found.append(one)
        return found

    def _strays(self) -> Iterator[errors.Problem]:
        """Name rows of the map that mean no source."""
        names = {key_of(source.name): source.name for source in self.project.sources}
        for key, row in self.map.rows.items():
            if key not in names:
                yield problem(
                    "qda-map-source",
                    file=self.map.file,
                    line=row.line,
                    column="source",
                    suggestion=nearest(row.source, names.values()),
                    value=row.source,
                )

    def _placed(
        self, source: Source, gatherings: Mapping[str, Mapping[str, object]]
    ) -> Placed | None:
        text = self._text(source)
        meeting = self._gathering(source)
        if text is None or meeting is None:
            return None
        gathering = gatherings[meeting]
        consent, profile = gathering["consent"], gathering["profile"]
        return Placed(
            source=source,
            text=text,
            heard=Heard(
                gathering=meeting,
                consent=min(consent, PUBLISHED) if isinstance(consent, int) else None,
                profile={"": str(profile) if profile else None}
                | self._said(source, PROFILE),
                lang=self._said(source, LANG),
            ),
        )

    def _text(self, source: Source) -> Text | None:
        if source.text is not None:
            return Text.of(source.text)
        content = self.texts.get(source.part or "")
        if content is None:
            self._problem("qda-no-text", source)
            return None
        return Text.of(project.text_of(content, f"{self.file}#{source.name}"))

    def _gathering(self, source: Source) -> str | None:
        """Return the gathering that the map, a variable or the name says."""
        row = self.map.of(source.name)
        if row is not None:
            return self._record("gatherings", row.gathering, line=row.line)
        told = [values for guid, values in self._values(source) if not guid]
        for values in told:
            for name in GATHERING:
                if name in values:
                    return self._record("gatherings", values[name])
        for called in (source.name, source.name.rsplit(".", 1)[0]):
            found = self.names.known("gatherings", called)
            if found is not None:
                return found
        self._problem("qda-no-gathering", source)
        return None

    def _values(self, source: Source) -> Iterator[tuple[str, dict[str, str]]]:
        """Give what variables say of a source, under the empty GUID, or a segment.

        Yields
        ------
        (str, dict of str to str)
            GUID, and variable to value.
        """
        yield "", dict(source.variables)
        for guid in ["", *(segment.guid or "" for segment in source.segments)]:
            for values in self.about.get(guid or source.guid, ()):
                yield guid, values

    def _said(
        self, source: Source, variables: tuple[str, ...]
    ) -> dict[str, str | None]:
        """Return what is said of a source and its segments, as the dossier calls it."""
        row = self.map.of(source.name)
        if variables is PROFILE and row is not None and row.profile:
            return {"": self._record("profiles", row.profile, line=row.line)}
        found: dict[str, str | None] = {}
        for guid, values in self._values(source):
            words = next((values[name] for name in variables if name in values), None)
            if words is not None:
                found[guid] = self._meant(words, variables)
        return found

    def _meant(self, words: str, variables: tuple[str, ...]) -> str | None:
        if variables is PROFILE:
            return self._record("profiles", words)
        try:
            return self.names.language(words)
        except Unreadable as wrong:
            self._unread(wrong, None)
            return None

    def _record(self, table: str, key: str, *, line: int | None = None) -> str | None:
        try:
            return self.names.record(table, key)
        except Unreadable as wrong:
            self._unread(wrong, line)
            return None

    def _unread(self, wrong: Unreadable, line: int | None) -> None:
        file = self.file if line is None else self.map.file
        told: dict[str, Any] = {**wrong.params}
        one = problem(
            wrong.code,
            file=file,
            line=line,
            suggestion=wrong.suggestion,
            **told,
        )
        if one not in self.problems:
            self.problems.append(one)

    def _problem(self, code: str, source: Source, **params: Any) -> None:
        self.problems.append(
            problem(code, file=self.file, source=source.name, **params)
        )

    def spans(self, placed: list[Placed]) -> list[list[tuple[Segment, int, int]]]:
        """Return where the segments of each source lie in its text.

        Parameters
        ----------
        placed : list of Placed
            The sources.

        Returns
        -------
        list of list of (Segment, int, int)
            For each source its segments with first sign and the one after the
            last; none where it could not be decided how it is counted.
        """
        measured = [_measured(one) for one in placed]
        asked = [
            deciding.Asked(text=one.text, positions=positions, told=self._told(one))
            for one, (_, positions) in zip(placed, measured, strict=True)
            if len(positions)
        ]
        verdicts = iter(deciding.decide(asked, self.project.origin))
        found = []
        for one, (segments, positions) in zip(placed, measured, strict=True):
            spans = [
                (each, 0, len(one.text.whole))
                for each in one.source.segments
                if each.start is None
            ]
            if len(positions):
                spans += self._decided(one, segments, next(verdicts))
            found.append(spans)
        return found

    def _told(self, one: Placed) -> Layout | None:
        """Return how a text is counted, where a person or our own name says so."""
        row = self.map.of(one.source.name)
        if row is not None and row.counted is not None:
            return row.counted
        ours = self.project.origin.casefold().startswith(OURS)
        return NAMED["characters"] if ours else None

    def _decided(
        self, one: Placed, segments: list[Segment], verdict: deciding.Verdict
    ) -> list[tuple[Segment, int, int]]:
        if verdict.fit is None:
            code = "qda-unclear" if verdict.why == "unclear" else "qda-off"
            params = {"allowed": ", ".join(NAMED)} if code == "qda-unclear" else {}
            self._problem(code, one.source, **params)
            return []
        spans = verdict.fit.spans.tolist()
        return [
            (segment, first, last)
            for segment, (first, last) in zip(segments, spans, strict=True)
        ]


def _measured(one: Placed) -> tuple[list[Segment], Ints]:
    """Return the segments with positions, and these as an array of two columns."""
    segments = [each for each in one.source.segments if each.start is not None]
    positions = [(each.start, each.end) for each in segments]
    return segments, np.array(positions, dtype=np.int64).reshape(-1, 2)
