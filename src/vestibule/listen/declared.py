"""Which things that a process declares does a cell name: an agreement, some profiles?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from vestibule.dossier import folding
from vestibule.listen.cells import Unreadable
from vestibule.listen.linking import Names
from vestibule.listen.problems import nearest


def agreement(names: Names, said: str) -> str:
    """Return the key of the signed agreement that a text names.

    Parameters
    ----------
    names : Names
        With the process that declares agreements.
    said : str
        Its key, or its name in any language.

    Returns
    -------
    str
        The key.

    Raises
    ------
    Unreadable
        ``unknown-agreement``, with the nearest one.
    """
    called = {
        folding.fold(name): one.key
        for one in names.process.agreements
        for name in (*one.names.values(), one.key)
    }
    found = called.get(folding.fold(said))
    if found is None:
        keys = [one.key for one in names.process.agreements]
        raise Unreadable(
            "unknown-agreement", suggestion=nearest(said, keys), value=said
        )
    return found


def parties(names: Names, said: str) -> str:
    """Return the keys of the profiles that a list names, sorted, a space between.

    Parameters
    ----------
    names : Names
        With the profiles.
    said : str
        Names or keys of profiles, a comma or semicolon between; or keys with spaces.

    Returns
    -------
    str
        As ``cases.parties`` holds it.

    Raises
    ------
    Unreadable
        ``unknown-profile``, with the nearest one.
    """
    parts = [part.strip() for part in re.split(r"[,;/+\n]", said) if part.strip()]
    if all(names.known("profiles", word) for word in said.split()):
        parts = said.split()
    return " ".join(sorted({_key(names, part) for part in parts}))


def _key(names: Names, said: str) -> str:
    """Return the key of a profile: of its names the first that was given to it."""
    id_ = names.record("profiles", said)
    return next(k for k in names.shown["profiles"] if names.known("profiles", k) == id_)


NAMED: Mapping[tuple[str, str], Callable[[Names, str], str]] = {
    ("commitments", "agreement"): agreement,
    ("cases", "parties"): parties,
}
"""Table and column to what reads it."""
