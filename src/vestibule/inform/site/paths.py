"""Where does each page of the site lie? The same names in the folder of every language."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

FRONT = "index.html"
PORTRAIT = "portrait.html"
EDITIONS = "editions.html"
VOICES = "paroles/index.html"
GROUND = "entente.html"
MAP = "systeme.html"
PLACES = "lieux/index.html"
FOLLOWED = "suivi/index.html"
ASKED = "suivi/demandes.html"
TRUST = "confiance.html"
SHELF = "ecouter.html"
METHOD = "methode.html"
CONTEST = "contester.html"

TABLES = "tables"
"""Folder of the data of each figure, in the folder of each language."""

DATA = "data"
"""Folder of the data pack, beside the folders of the languages."""

LONGEST = 60
"""Signs of the name of a file that come from a key."""

UNSAFE = re.compile(r"[^a-z0-9._-]+")


def finding(name: str) -> str:
    """Return the page of a finding, by its file name."""
    return f"constats/{name}.html"


def place(name: str) -> str:
    """Return the mirror page of a place, by its file name."""
    return f"lieux/{name}.html"


def standing(name: str) -> str:
    """Return the page of all promises that stand alike."""
    return f"suivi/{name}.html"


def view(name: str, page: int = 1) -> str:
    """Return one page of a view of the voices, from 1."""
    return f"paroles/{name}.html" if page == 1 else f"paroles/{name}-p{page}.html"


def beside(page: str, ending: str) -> str:
    """Return the file that lies beside a page under its name: ``.csv``, ``.json``."""
    return page.removesuffix(".html") + ending


def named(keys: Iterable[str]) -> dict[str, str]:
    """Return a file name for each key: plain letters, none twice.

    Parameters
    ----------
    keys : iterable of str
        As people or gazetteers wrote them; nothing is assumed of them.

    Returns
    -------
    dict of str to str
        Key to name, without an ending. Names that would be one on a disk that does
        not tell capitals apart get a number, in the order of the keys.
    """
    found: dict[str, str] = {}
    for key in dict.fromkeys(keys):
        stem = UNSAFE.sub("-", key.lower()).strip("-.")[:LONGEST] or "x"
        name, number = stem, 1
        while name in found.values() or name == "index":
            number += 1
            name = f"{stem}-{number}"
        found[key] = name
    return found


def relative(page: str, target: str) -> str:
    """Return the link from one page of a language to another, or to its files.

    Parameters
    ----------
    page : str
        Where the link stands.
    target : str
        Where it leads, with or without an anchor.

    Returns
    -------
    str
        It names ``index.html``, so that it opens from a memory card.
    """
    file, mark, anchor = target.partition("#")
    return posixpath.relpath(file, posixpath.dirname(page) or ".") + mark + anchor


def above(page: str) -> str:
    """Return the way from a page of a language to the root of the site."""
    return "../" * (page.count("/") + 1)
