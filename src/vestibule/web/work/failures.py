"""What went wrong with a piece of work, in words: file, line, column, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vestibule.api import complaints
from vestibule.errors import Problem, VestibuleError
from vestibule.words import Catalogue

MOST = 200
"""Problems that a page lists; their number is said."""


def sentences(error: Mapping[str, Any], words: Catalogue) -> list[str]:
    """Return what to say of an error that was kept; never what a bug said."""
    problems = error.get("problems")
    if isinstance(problems, list) and problems:
        return _of_problems(problems, words)
    told = Told(error)
    if told.code in {"failed", "interrupted"}:
        return [words(f"web_jobs.{told.code}", where=error.get("message", ""))]
    return [complaints.sentence(told, words.lang)]


def _of_problems(problems: list[Mapping[str, Any]], words: Catalogue) -> list[str]:
    found = list(complaints.of_problems(_problems(problems), words.lang))
    said = found[:MOST]
    if len(found) > MOST:
        said.append(words("web_jobs.more_problems", n=len(found) - MOST))
    return said


def _problems(problems: list[Mapping[str, Any]]) -> Iterator[Problem]:
    for one in problems:
        yield Problem(
            file=one["file"],
            line=one.get("line"),
            column=one.get("column"),
            # kept without what its sentence needs, it is said as it was kept
            code=one["code"] if "params" in one else Told.code,
            message=one["message"],
            remedy=one["remedy"],
            suggestion=one.get("suggestion"),
            params={k: _again(v) for k, v in one.get("params", {}).items()},
        )


def _again(kept: Any) -> Any:
    """Return what a sentence needs: an error behind a problem is one again."""
    return Told(kept) if isinstance(kept, Mapping) else kept


class Told(VestibuleError):
    """An error as it was kept: its code stands in what was kept."""

    code = "told"

    def __init__(self, error: Mapping[str, Any]) -> None:
        params = {k: v for k, v in error.items() if k not in {"code", "message"}}
        super().__init__(str(error.get("message", "")), **params)
        self.code = str(error.get("code", "failed"))
