"""Which excerpts and codings do the segments of a project make?"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from vestibule import errors
from vestibule.listen import cells
from vestibule.listen.problems import problem
from vestibule.listen.refi.codebook import Book
from vestibule.listen.refi.coders import UNNAMED
from vestibule.listen.refi.project import Coding, Project, Segment, Source
from vestibule.listen.refi.standing import Standing, plain

NOTED = {"stance": ("for", "against"), "role": ("coder", "adjudicator")}
"""The notes by which we tell what the standard has no place for: whether words bear a
code out, and whether a coder read or settled; name to what they may say."""

ADJUDICATOR = "adjudicator"
"""Who settles what coders read apart: a reading of its own beside theirs."""

NUMBERED = re.compile(r".*/([1-9][0-9]{0,6})")
"""What we call a segment: the code of its gathering, and its position there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is said of everything in one source.

    Parameters
    ----------
    gathering : str
        Id of the gathering.
    consent : int or None
        What the gathering agreed to.
    profile, lang : dict of str to str or None
        GUID of a segment to who speaks and in which language; under the empty
        key, of the whole source.
    """

    gathering: str
    consent: int | None
    profile: Mapping[str, str | None]
    lang: Mapping[str, str | None]


@dataclass(slots=True, kw_only=True)
class Excerpt:
    """A segment on its way to a record.

    Parameters
    ----------
    known : str or None
        Id of the excerpt that the dossier holds.
    key : str
        What tells it from every other: gathering, words, and how many before it
        have the same.
    row : dict
        Own columns of a new one.
    """

    known: str | None
    key: str
    row: dict[str, str | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCoding:
    """A coding that the dossier does not hold.

    Parameters
    ----------
    excerpt : Excerpt
        What was coded.
    code : str or None
        Id of the code that the dossier holds; None for a new one.
    code_key : str
        The key of the code, known or new.
    coder : str
        A pseudonym.
    stance : str or None
        ``for`` or ``against``.
    role : str or None
        ``coder`` or ``adjudicator``.
    at : datetime or None
        When, by the clock of the coder's machine.
    """

    excerpt: Excerpt
    code: str | None
    code_key: str
    coder: str
    stance: str | None
    role: str | None
    at: dt.datetime | None

    @property
    def key(self) -> str:
        """What tells it from every other coding of the project."""
        settles = f"\n{ADJUDICATOR}" if self.settles else ""
        return f"{self.excerpt.key}\n{self.code_key}\n{self.coder}{settles}"

    @property
    def settles(self) -> bool:
        """Whether an adjudicator said it, who may have coded the same before."""
        return self.role == ADJUDICATOR


@dataclass(slots=True, kw_only=True)
class Read:
    """What the segments made so far.

    Parameters
    ----------
    excerpts : list of Excerpt
        New ones.
    codings : dict of str to NewCoding
        New ones, by key.
    known : dict of str to int
        Table to how many the dossier holds already.
    left : Counter
        Why segments were left aside, and how many.
    problems : list of Problem
        What is wrong.
    """

    excerpts: list[Excerpt] = field(default_factory=list)
    codings: dict[str, NewCoding] = field(default_factory=dict)
    known: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    problems: list[errors.Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Turns the segments of a project into excerpts and codings.

    Parameters
    ----------
    project : Project
        What the file says.
    book : Book
        Its codes, sorted.
    coders : mapping of str to str
        GUID of a user to pseudonym.
    signed : mapping of str to str
        Pseudonym to the name in the file, by which the dossier may know a coding.
    standing : Standing
        What the dossier holds.
    file : str
        What a problem calls the file.
    """

    project: Project
    book: Book
    coders: Mapping[str, str]
    signed: Mapping[str, str]
    standing: Standing
    file: str
    read: Read = field(default_factory=Read)
    met: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(
        self,
        source: Source,
        heard: Heard,
        spans: list[tuple[Segment, int, int]],
        text: str,
    ) -> None:
        """Add the segments of one source, those on the same words as one excerpt.

        Parameters
        ----------
        source : Source
            The source.
        heard : Heard
            Where it was heard.
        spans : list of (Segment, first, last)
            Each segment with its first sign and the one after its last.
        text : str
            The text in which they are counted.
        """
        together: dict[tuple[int, int], list[Segment]] = {}
        for segment, first, last in spans:
            together.setdefault((first, last), []).append(segment)
        for (first, last), segments in sorted(together.items(), key=lambda one: one[0]):
            words = plain(text[first:last])
            if not words:
                self.read.left["empty"] += len(segments)
                continue
            self._add(source, heard, words, segments)

    def _add(
        self, source: Source, heard: Heard, words: str, segments: list[Segment]
    ) -> None:
        self.met[heard.gathering, words] += 1
        number = self.met[heard.gathering, words]
        key = f"{heard.gathering}\n{number}\n{words}"
        guids = [segment.guid for segment in segments]
        if any(self.standing.was_taken_back("excerpts", g, key) for g in guids):
            self._leave(heard, words, segments)
            return
        excerpt = self._known(source, heard, words, number, segments, key)
        if excerpt is None:
            return
        if excerpt.known is None and self._left_before(excerpt, segments):
            self._leave(heard, words, segments)
            return
        if excerpt.known is None:
            self.read.problems += self._unreadable(source, words)
            self.read.excerpts.append(excerpt)
        else:
            self.read.known["excerpts"] += 1
        for segment in segments:
            for coding in segment.codings:
                self._code(source, excerpt, coding)

    def _leave(self, heard: Heard, words: str, segments: list[Segment]) -> None:
        self.lost[heard.gathering, words] += 1
        self.read.left["withdrawn"] += len(segments)

    def _left_before(self, excerpt: Excerpt, segments: list[Segment]) -> bool:
        """Tell whether words that are not here lost a coding here: they left with it.

        They may have come in by notes, under an id that no project knows.

        Returns
        -------
        bool
            As the first line says.
        """
        made = (
            (coding, self._made(excerpt, coding))
            for segment in segments
            for coding in segment.codings
        )
        return any(
            self.standing.was_taken_back("codings", coding.guid, one.key)
            for coding, one in made
            if one is not None
        )

    def _known(
        self,
        source: Source,
        heard: Heard,
        words: str,
        number: int,
        segments: list[Segment],
        key: str,
    ) -> Excerpt | None:
        """Return the excerpt of the dossier, or a new one; None on a problem."""
        for segment in segments:
            by_id = self.standing.has("excerpts", segment.guid)
            if by_id is None:
                continue
            if words in self.standing.words[by_id]:
                return Excerpt(known=by_id, key=key, row={})
            self._problem("qda-changed", source)
            return None
        alike = self.standing.said.get((heard.gathering, words), [])
        among = number - self.lost[heard.gathering, words]
        if among <= len(alike):
            return Excerpt(known=alike[among - 1], key=key, row={})
        return Excerpt(known=None, key=key, row=self._row(heard, words, segments))

    def _row(
        self, heard: Heard, words: str, segments: list[Segment]
    ) -> dict[str, str | int | None]:
        guids = ["", *(segment.guid or "" for segment in segments)]
        said: dict[str, str | None] = {}
        for name, told in (("profile", heard.profile), ("lang", heard.lang)):
            values = [told[guid] for guid in guids if told.get(guid)]
            said[name] = values[-1] if values else None
        numbered = NUMBERED.fullmatch(segments[0].name)
        return {
            "gathering": heard.gathering,
            "words": words,
            "consent": heard.consent,
            "review": "unreviewed",
            "position": int(numbered[1]) if numbered else None,
            **said,
        }

    def _code(self, source: Source, excerpt: Excerpt, coding: Coding) -> None:
        made = self._made(excerpt, coding)
        if made is None:
            if coding.code in self.book.gone:
                self.read.left["withdrawn"] += 1
            else:
                self._problem("qda-code-gone", source)
            return
        if self._is_held(excerpt, made):
            self.read.known["codings"] += 1
        elif self.standing.was_taken_back("codings", coding.guid, made.key):
            self.read.left["withdrawn"] += 1
        else:
            self.read.codings.setdefault(made.key, made)

    def _is_held(self, excerpt: Excerpt, made: NewCoding) -> bool:
        names = {made.coder, self.signed.get(made.coder, made.coder)}
        return any(
            (excerpt.known, made.code, name, made.settles) in self.standing.codings
            for name in names
        )

    def _made(self, excerpt: Excerpt, coding: Coding) -> NewCoding | None:
        """Return a coding as it would stand here; None where its code is not here."""
        code = self.book.known.get(coding.code)
        new = self.book.new.get(coding.code)
        if code is None and new is None:
            return None
        return NewCoding(
            excerpt=excerpt,
            code=code,
            code_key=str(new.row["key"]) if new else self.standing.called[str(code)],
            coder=self._coder(coding),
            stance=self._noted(coding, "stance"),
            role=self._noted(coding, "role"),
            at=moment(coding.at),
        )

    def _coder(self, coding: Coding) -> str:
        user = coding.user or self.project.owner
        if user is None and len(self.coders) == 1:
            return next(iter(self.coders.values()))
        return self.coders.get(user or "", UNNAMED)

    def _noted(self, coding: Coding, wanted: str) -> str | None:
        for guid in coding.notes:
            name, words = self.project.notes.get(guid, ("", ""))
            if name == wanted and words in NOTED[wanted]:
                return words
        return None

    def _unreadable(self, source: Source, words: str) -> Iterator[errors.Problem]:
        try:
            cells.readable(words, running=True)
            cells.within_length(words)
        except cells.Unreadable as wrong:
            told: dict[str, Any] = {**wrong.params}
            file = f"{self.file}#{source.name}"
            yield problem(wrong.code, file=file, **told)

    def _problem(self, code: str, source: Source) -> None:
        one = problem(code, file=self.file, source=source.name)
        if one not in self.read.problems:
            self.read.problems.append(one)


def moment(said: str) -> dt.datetime | None:
    """Return a moment of XML in UTC, or None where it is none.

    >>> moment("2030-03-01T10:00:00Z").isoformat(), moment("yesterday") is None
    ('2030-03-01T10:00:00+00:00', True)

    Returns
    -------
    datetime or None
        To the millisecond. One without a zone is taken as UTC: device clocks are
        recorded, never trusted.
    """
    try:
        found = dt.datetime.fromisoformat(said)
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=dt.UTC)
    try:
        return found.astimezone(dt.UTC)
    except OverflowError:
        return None
