"""How does a dossier become an edition: a portrait and a data pack, cleared together?

The portrait and the pack are read side by side, so their numbers are one system: what
one withholds must not follow from the other. There is therefore one call of
`protect.editions.clear` for all numbers of both, with the ledger of every earlier
edition, and one attack on all that readers would then hold. Both are drawn from the
cells which that call gave back, and no other number reaches either: the pack's tables
are the portrait's own cells, and a few more cleared beside them (`further`).

A portrait that `vestibule portrait` draws is cleared alone, for the team to look at.
What is published is the portrait that stands in the pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vestibule.dossier.records import Dossier
from vestibule.inform import portrait, preparation, writing
from vestibule.inform.material import Material
from vestibule.inform.pack import contents, further, readme
from vestibule.inform.pack.readme import Earlier
from vestibule.inform.pack.sheets import Sheet
from vestibule.inform.preparation import Draft, voices
from vestibule.inform.voiced import Voiced
from vestibule.protect import clearing, editions
from vestibule.protect.editions import ClearedEdition, Ledger
from vestibule.protect.thresholds import Key, Uncleared
from vestibule.words import LANGUAGES


@dataclass(frozen=True, kw_only=True)
class Pack:
    """One edition: its portrait and its tables.

    Parameters
    ----------
    material : Material
        What its portrait says.
    sheets : tuple of Sheet
        Its tables.
    edition : ClearedEdition
        What was cleared, and the ledger with it.
    earlier : tuple of Earlier
        Editions before it.
    voices : tuple of Voiced
        All words that may be quoted, those that the portrait has no room for too.
    """

    material: Material
    sheets: tuple[Sheet, ...]
    edition: ClearedEdition
    earlier: tuple[Earlier, ...] = ()
    voices: tuple[Voiced, ...] = ()

    def tables(self) -> dict[str, str]:
        """Return its tables as CSV, by name of the file."""
        process = self.material.process
        return {
            one.file: one.csv(edition=self.edition.number, invented=process.fictitious)
            for one in self.sheets
        }

    def files(self) -> dict[str, str]:
        """Return everything that is published, by name of the file."""
        found = self.tables()
        found["dictionary.csv"] = readme.dictionary(self.sheets)
        found["README.txt"] = readme.readme(
            self.material, self.edition, self.sheets, self.earlier
        )
        for lang in LANGUAGES:
            page = portrait.portrait(self.material, lang=lang)
            found[f"portrait-{lang}.html"] = page.html()
            found[f"portrait{writing.SCRIPT_ENDINGS[lang]}"] = page.script()
        return found


def packed(
    dossier: Dossier,
    *,
    today: date,
    key: bytes,
    ledger: Ledger,
    seed: int = 0,
    earlier: tuple[Earlier, ...] = (),
    then: Mapping[int, Mapping[Key, Uncleared]] | None = None,
) -> Pack:
    """Return the next edition: its portrait and its tables, cleared in one call.

    Parameters
    ----------
    dossier : Dossier
        The whole dossier, at the cut wanted.
    today : date
        The day it is; consent that has run out by then is refusal. Its month is told.
    key : bytes
        Random, for this edition alone, never stored: see `editions.public_id`.
    ledger : Ledger
        Everything published so far, whatever the cut of the dossier.
    seed : int
        Of what draws at random; it is printed.
    earlier : tuple of Earlier
        Editions before it, to be named.
    then : mapping or None
        Earlier edition to its numbers, counted again at its cut (`unpublished`, united):
        by them the gatherings and places behind each difference are known. None: by
        people alone, and the pack says so.

    Returns
    -------
    Pack
        Nothing of it is on any disk.

    Raises
    ------
    NotCleared, Recoverable
        If a number that must stay hidden would follow from the others, or from an
        earlier edition; both name the tables.
    ShortKey
        If the key can be guessed.

    Notes
    -----
    Its numbers are of those who were heard and agreed to be counted, never of a
    population. It must not be joined with other data to find out who said what.
    """
    editions.public_id(key, "", "")  # a key that can be guessed stops here
    draft = preparation.drafted(dossier, today=today, seed=seed)
    tables = unpublished(draft)
    cleared = editions.clear(
        tables,
        draft.sources.whole.process.disclosure,
        ledger,
        changes=None if then is None else _changes(tables, then, ledger),
    )
    return filled(draft, cleared, key=key, earlier=earlier)


def filled(
    draft: Draft,
    cleared: ClearedEdition,
    *,
    key: bytes,
    earlier: tuple[Earlier, ...] = (),
) -> Pack:
    """Return an edition, its numbers cleared.

    Parameters
    ----------
    draft : Draft
        Everything it says.
    cleared : ClearedEdition
        All of `unpublished`, cleared in one call.
    key : bytes
        As for `packed`.
    earlier : tuple of Earlier
        Editions before it.

    Returns
    -------
    Pack
        Nothing of it is on any disk.
    """
    told = draft.material(cleared.cells)

    def named(table: str, record: str) -> str:
        return editions.public_id(key, table, record)

    return Pack(
        material=told,
        sheets=contents.sheets(told, draft.sources, cleared.cells, named),
        edition=cleared,
        earlier=earlier,
        voices=voices.voices(draft.sources, told),
    )


def _changes(
    tables: Mapping[str, clearing.Table],
    then: Mapping[int, Mapping[Key, Uncleared]],
    ledger: Ledger,
) -> editions.Changes:
    now, _ = clearing.united(tables.values())
    return {
        one.number: dict(editions.differences(now, then.get(one.number, {}), one))
        for one in ledger.editions
    }


def unpublished(draft: Draft) -> Mapping[str, clearing.Table]:
    """Return all numbers of an edition before clearing, the portrait's and the pack's.

    Returns
    -------
    mapping of str to Table
        By table, as a refusal names them.
    """
    return {**further.tables(draft.sources), **draft.tables()}
