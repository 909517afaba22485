"""Which words say what kind of place a name means?"""

from __future__ import annotations

from vestibule.dossier import folding

KIND_WORDS: dict[str, tuple[str, ...]] = {
    "country": ("pays", "country"),
    "region": ("région", "region"),
    "district": ("district",),
    "cercle": ("cercle",),
    "province": ("province",),
    "department": ("département", "department"),
    "commune": ("commune",),
    "arrondissement": ("arrondissement",),
    "camp": ("camp",),
    "border_zone": ("zone frontalière", "border zone"),
    "town": ("ville", "town"),
    "village": ("village",),
    "zone": ("zone",),
}
"""Kind of place to the words that may stand beside a name, "camp of …": the French
word first, the English one last."""

LINKS = ("de la", "de l", "du", "des", "de", "d", "of the", "of")
"""What may stand between such a word and the name."""


def kind_word(kind: str, lang: str | None) -> str:
    """Return how a kind of place is called in a language; French where it is new."""
    words = KIND_WORDS.get(kind, (kind.replace("_", " "),))
    return words[-1] if lang == "en" else words[0]


def without_kind(name: str, kind: str | None) -> tuple[str, str | None]:
    """Return a name without the word for its kind, and that kind.

    Parameters
    ----------
    name : str
        As someone wrote it: "Region of …", "… (camp)".
    kind : str or None
        The only kind that is looked for; None: any.

    Returns
    -------
    tuple of str and (str or None)
        The name as it was where no such word stands in it.
    """
    said = " ".join(folding.words(name))
    for found, names in KIND_WORDS.items():
        for word in (" ".join(folding.words(name)) for name in names):
            if kind in (None, found) and said.endswith(f" {word}"):
                return said.removesuffix(f" {word}"), found
            if kind in (None, found) and said.startswith(f"{word} "):
                return _without_link(said.removeprefix(f"{word} ")), found
    return name, kind


def _without_link(said: str) -> str:
    for link in LINKS:
        if said.startswith(f"{link} "):
            return said.removeprefix(f"{link} ")
    return said
