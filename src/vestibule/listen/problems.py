"""Which things can be wrong with what comes in, and how is each one said?"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from string import Formatter

from vestibule import errors
from vestibule.dossier import folding
from vestibule.listen.wordings import CODES


def problem(
    code: str,
    *,
    file: str,
    line: int | None = None,
    column: str | None = None,
    suggestion: str | None = None,
    **params: object,
) -> errors.Problem:
    """Return a problem of a known kind, its sentence filled in.

    Parameters
    ----------
    code : str
        A key of `wordings.CODES`.
    file : str
        File, and sheet where there is one, as the person knows it.
    line : int or None
        Line or row counted from 1, header included.
    column : str or None
        Column as the person wrote it.
    suggestion : str or None
        The nearest right thing.
    **params : object
        What the sentence needs.

    Returns
    -------
    errors.Problem
        Ready to print; a face may say it in another language by `code`.
    """
    wording = CODES[code]
    return errors.Problem(
        file=file,
        code=code,
        message=wording.message.format(**params),
        remedy=wording.remedy.format(**params),
        line=line,
        column=column,
        suggestion=suggestion,
        params=dict(params),
    )


def params_of(code: str) -> tuple[str, ...]:
    """Return the names that the sentences of a code speak of, sorted."""
    wording = CODES[code]
    parts = Formatter().parse(f"{wording.message} {wording.remedy}")
    return tuple(sorted({name for _, name, _, _ in parts if name}))


def refuse(code: str, *, file: str, **where: object) -> errors.ProblemsFound:
    """Return the error that refuses a whole file for one problem."""
    return errors.ProblemsFound([problem(code, file=file, **where)])  # type: ignore[arg-type]


def nearest(word: str, among: Iterable[str]) -> str | None:
    """Return the one of `among` that looks most like `word`, or None.

    One that has all its words comes first. Accents, case, apostrophes and hyphens
    do not count.

    Returns
    -------
    str | None
        The one of `among` that looks most like `word`, or None.
    """
    candidates = list(among)
    said = set(folding.words(word))
    longer = [each for each in candidates if said and said <= set(folding.words(each))]
    if longer:
        return min(longer, key=len)
    folded = {folding.fold(candidate): candidate for candidate in candidates}
    found = difflib.get_close_matches(folding.fold(word), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None
