"""Everything raised on purpose: a code, parameters and a plain sentence.

The tree::

    VestibuleError
    ├── DataError             what came in cannot be used (exit 3)
    │   ├── ColumnError       a table does not hold its columns
    │   ├── CellError         one cell is wrong: table, row, column
    │   ├── FileError         a file cannot be read
    │   ├── ProcessError      process.toml says something that cannot be
    │   └── ProblemsFound     several of the above, gathered
    ├── Refused               a safeguard says no (exit 4)
    └── MissingTool           an optional tool is absent (exit 5)

A room raises these and nothing else on purpose; a face turns ``code`` and
``params`` into a sentence in the reader's language. Messages are English, hold
no personal data, and say what happened, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


class VestibuleError(Exception):
    """Base of all refusals and complaints.

    Parameters
    ----------
    message : str
        What happened, where, what to do; without personal data.
    **params : object
        What a catalogue needs to say it in another language.
    """

    code: str = "failed"
    exit_code: int = 1

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params: dict[str, object] = params

    def to_dict(self) -> dict[str, Any]:
        """Return the error as a plain mapping, for ``--json``."""
        return {"code": self.code, "message": self.message, **self.params}


class DataError(VestibuleError):
    """What came in cannot be used."""

    code = "data"
    exit_code = 3


class ColumnError(DataError):
    """A table does not hold the columns it declares."""

    code = "column"


class CellError(DataError):
    """One cell is wrong; ``table``, ``row`` and ``column`` say where."""

    code = "cell"


class FileError(DataError):
    """A file is missing, broken, too large or not what it claims to be."""

    code = "file"


class ProcessError(DataError):
    """``process.toml`` says something that cannot be; ``line`` says where."""

    code = "process"


class Refused(VestibuleError):
    """A safeguard says no. There is no override."""

    code = "refused"
    exit_code = 4


class MissingTool(VestibuleError):
    """An optional tool is absent; the message says how to get it."""

    code = "missing-tool"
    exit_code = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with what came in, as `vestibule check` prints it.

    Parameters
    ----------
    file : str
        File (and sheet, as ``file.xlsx#gatherings``) where it was met.
    line : int or None
        Line or row as the person sees it, counted from 1, headers included.
    column : str or None
        Column as the person wrote it.
    code : str
        What kind of problem: ``missing-column``, ``unknown-place``, …
    message : str
        What is wrong, in one English sentence without personal data.
    remedy : str
        What to do.
    suggestion : str or None
        The nearest thing that would be right, where one exists.
    params : dict
        What a catalogue needs to say it in another language.
    """

    file: str
    code: str
    message: str
    remedy: str
    line: int | None = None
    column: str | None = None
    suggestion: str | None = None
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.file,
                f"line {self.line}" if self.line is not None else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        hint = f" Did you mean “{self.suggestion}”?" if self.suggestion else ""
        return f"{place}: {self.message}{hint} {self.remedy}"


class ProblemsFound(DataError):
    """Several problems, gathered so that a person can mend them in one go."""

    code = "problems"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        listing = "\n".join(str(problem) for problem in self.problems)
        super().__init__(listing, count=len(self.problems))
