"""What is a coder called here? By a pseudonym: a name never enters a dossier."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from vestibule.dossier import ids
from vestibule.listen.cells import LIKE_A_NAME
from vestibule.listen.linking import key_of

PSEUDONYM = re.compile(
    r"[A-Za-z]{1,2}[-_.]?[0-9]{1,4}|[A-Z]{2}|(?:coder|codeur|codeuse)[-_.]?[0-9a-f]{1,8}"
)
"""What is surely no name: K7, MK, coder-2. A first name with a digit is one."""

OURS = "vestibule"
"""How the name begins under which we write: our coders are pseudonyms already."""

UNNAMED = "unnamed"
"""Whoever coded where the file does not say who."""


def pseudonyms(
    users: Mapping[str, str],
    *,
    process_key: str,
    origin: str,
    known: Collection[str],
    reserved: Collection[str] = (),
) -> dict[str, str]:
    """Return what to call each user of a project.

    Parameters
    ----------
    users : mapping of str to str
        GUID to name.
    process_key : str
        Key of the process.
    origin : str
        The program that wrote the project.
    known : collection of str
        Coders of the dossier.
    reserved : collection of str
        Names of people who speak for themselves: a file does not speak in them.

    Returns
    -------
    dict of str to str
        GUID to pseudonym. What looks like a pseudonym, or is one here already, is
        kept; any other name, and one that is reserved, gives ``coder-`` and eight
        digits derived from it, the same in every project of the process.

    Notes
    -----
    The digits hide a name from a reader. They do not withstand somebody who has
    the dossier and tries names: the column is secret.
    """
    ours = origin.casefold().startswith(OURS)
    away = {key_of(name) for name in reserved}
    return {
        guid: name
        if key_of(name) not in away and _is_pseudonym(name, known, ours=ours)
        else derived(name or guid, process_key)
        for guid, name in users.items()
    }


def _is_pseudonym(name: str, known: Collection[str], *, ours: bool) -> bool:
    if not name or LIKE_A_NAME.search(name):
        return False
    return ours or name in known or PSEUDONYM.fullmatch(name) is not None


def derived(name: str, process_key: str) -> str:
    """Return the pseudonym of a name, the same in every project of a process."""
    digits = ids.derived_id(process_key, "refi-qda", "coder", key_of(name))
    return f"coder-{digits[:8]}"
