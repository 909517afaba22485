"""What is said when something goes wrong: what, where, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vestibule.errors import Problem, ProblemsFound, VestibuleError
from vestibule.words import Catalogue

LINES_NAMED = 6
"""Lines on which one thing is wrong again that are named; the rest are counted."""


def described(error: VestibuleError) -> dict[str, Any]:
    """Return an error for ``--json``: code and message, each gathered problem too."""
    if not isinstance(error, ProblemsFound):
        return error.to_dict()
    return {
        "code": error.code,
        "message": "; ".join(str(problem) for problem in error.problems),
        "problems": [row(problem) for problem in error.problems],
    }


def row(problem: Problem) -> dict[str, Any]:
    """Return a problem as a mapping: file, line, column, what is wrong, what to do."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "message": problem.message,
        "remedy": problem.remedy,
        "suggestion": problem.suggestion,
        "params": {name: _kept(one) for name, one in problem.params.items()},
    }


def _kept(one: object) -> object:
    """Return what a sentence needs as a file keeps it: an error behind it is a mapping."""
    if isinstance(one, VestibuleError):
        return one.to_dict()
    if isinstance(one, list | tuple):
        return [_kept(part) for part in one]
    return one if isinstance(one, str | int | float | None) else f"{one}"


def sentences(error: VestibuleError, lang: str) -> list[str]:
    """Return what to print for an error, in the reader's language."""
    words = Catalogue(lang)
    if isinstance(error, ProblemsFound):
        lines = of_problems(error.problems, lang)
        return [*lines, words("cli.refused", n=len(error.problems))]
    return [sentence(error, lang)]


def sentence(error: VestibuleError, lang: str) -> str:
    """Return one error as a sentence; a rare one stays in English.

    A catalogue knows it by its reason, which tells errors of one code apart, or
    by its code.

    Returns
    -------
    str
        In the language.
    """
    words = Catalogue(lang)
    params = {
        name: value
        if isinstance(value, str | int | float | list | tuple)
        else f"{value}"
        for name, value in error.params.items()
    }
    for name in (params.get("reason"), error.code):
        key = f"errors.{name}"
        if lang != "en" and name and key in words:
            return words(key, **params)
    return error.message


def of_problems(problems: Iterable[Problem], lang: str) -> list[str]:
    """Return problems as lines; the same thing wrong on many lines is said once."""
    alike: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        said = (problem.file, problem.column, problem.message, problem.suggestion)
        alike.setdefault(said, []).append(problem)
    return [_line(found, Catalogue(lang)) for found in alike.values()]


def _line(found: list[Problem], words: Catalogue) -> str:
    """Return problems that differ by their line alone: place, what, what to do."""
    problem = found[0]
    if isinstance(behind := problem.params.get("error"), VestibuleError):
        return sentence(behind, words.lang)  # it names its place itself
    hint = problem.suggestion and words("cli.did_you_mean", name=problem.suggestion)
    parts = (problem.file, _lines(found, words), _column(problem, words))
    told, remedy = _told(problem, words)
    return words(
        "cli.at",
        where=", ".join(filter(None, parts)),
        said=" ".join(filter(None, (told, hint, remedy))),
    )


def _told(problem: Problem, words: Catalogue) -> tuple[str, str]:
    """Return what is wrong and what to do."""
    key = f"problems.{problem.code}"
    if words.lang == "en" or key not in words:
        return problem.message, problem.remedy
    return words(key, **problem.params), words(f"{key}-remedy", **problem.params)


def _lines(found: list[Problem], words: Catalogue) -> str:
    met = dict.fromkeys(problem.line for problem in found)
    lines = [str(line) for line in met if line is not None]
    if not lines:
        return ""
    return words("cli.line", n=len(lines), lines=words.some(lines, LINES_NAMED))


def _column(problem: Problem, words: Catalogue) -> str:
    return words("cli.column", name=problem.column) if problem.column else ""
