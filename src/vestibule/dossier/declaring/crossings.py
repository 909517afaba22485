"""Which comparisons does ``crossings`` set inside one another?"""

from __future__ import annotations

from collections.abc import Sequence

from vestibule.dossier.declaring.section import Section, nearest

LEAST = 2
"""Comparisons of a crossing."""


def parts(text: str) -> tuple[str, ...]:
    """Return the keys of comparisons that a text names.

    Parameters
    ----------
    text : str
        Keys with commas between them.

    Returns
    -------
    tuple of str
        In their order; none where there is nothing.

    Examples
    --------
    >>> parts("sides, sex")
    ('sides', 'sex')
    """
    return tuple(word for word in (one.strip() for one in text.split(",")) if word)


def declared(top: Section, known: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the comparisons that each crossing names.

    Parameters
    ----------
    top : Section
        The whole file: ``crossings = ["sides, sex"]``.
    known : sequence of str
        Keys of the comparisons it declares.

    Returns
    -------
    tuple of tuple of str
        In the order of the file; none where nothing is crossed.

    Raises
    ------
    ProcessError
        If a crossing names a comparison that is not declared, one twice, or fewer
        than two.
    """
    found = []
    for text in top.texts("crossings"):
        keys = parts(text)
        for key in keys:
            if key not in known:
                raise top.error(
                    "crossings",
                    f"“{key}” is no comparison that is declared here",
                    nearest(key, known) + f"It is one of: {', '.join(known)}",
                )
        if len(set(keys)) < max(LEAST, len(keys)):
            raise top.error(
                "crossings",
                f"“{text}” does not name two different comparisons",
                'Write them with a comma between: crossings = ["sides, sex"]',
            )
        found.append(keys)
    return tuple(found)
