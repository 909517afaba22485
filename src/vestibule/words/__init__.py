"""How is it said, in each language: sentences, numbers, ordinals, months, lists?

Imported by `inform`, `api`, `cli` and `web` only.
"""

from __future__ import annotations

from vestibule.words.catalogue import LANGUAGES, PAGES, Catalogue, Tongue, interface

__all__ = ["LANGUAGES", "PAGES", "Catalogue", "Tongue", "interface"]
