"""What is one table of a pack? Words, one number a row, and what each column means."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from vestibule.inform.figures import cells
from vestibule.inform.inert import inert
from vestibule.protect.cleared import Cell, Hidden
from vestibule.words import LANGUAGES, Catalogue

NOT_A_SHARE = "n/a"
"""What stands where a number is out of nothing."""

NUMBERS = ("count", "out_of", "edition")
"""The last columns of every table with numbers."""

Row = tuple[tuple[str, ...], Cell | None]
"""Words, and the number beside them; None in a table of words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name : str
        In its first line; what it means stands in the catalogues under this name.
    tag : str
        Its hashtag of the Humanitarian Exchange Language.
    lang : str or None
        Language of what stands in it, where it has one for each.
    """

    name: str
    tag: str
    lang: str | None = None

    @property
    def title(self) -> str:
        """Its name in the file."""
        return f"{self.name}_{self.lang}" if self.lang else self.name

    @property
    def hashtag(self) -> str:
        """Its tag, with the attribute of its language."""
        return f"{self.tag}+i_{self.lang}" if self.lang else self.tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of a pack.

    Parameters
    ----------
    name : str
        Of the file, without its ending.
    columns : tuple of Column
        Of the words of each row.
    rows : tuple of Row
        Words, and one cleared number or none.
    tag : str or None
        Hashtag of the numbers; None: a table of words.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tag: str | None = None

    @property
    def every_column(self) -> tuple[Column, ...]:
        """Its columns, those of the numbers too."""
        if self.tag is None:
            return self.columns
        tags = (self.tag, f"{self.tag}+base", "#meta+edition")
        more = (Column(name=n, tag=t) for n, t in zip(NUMBERS, tags, strict=True))
        return (*self.columns, *more)

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.name}.csv"

    def csv(self, *, edition: int, invented: bool = False) -> str:
        """Return it as CSV: names, hashtags, rows; no number is ever left blank.

        Parameters
        ----------
        edition : int
            Number of the edition, which stands beside each of its own numbers.
        invented : bool
            Whether everything is; the first line then says so.

        Returns
        -------
        str
            A withheld number says why it is, in both languages.
        """
        lines = [
            [one.title for one in self.every_column],
            [one.hashtag for one in self.every_column],
            *(self._line(row, edition) for row in self.rows),
        ]
        return written(lines, invented=invented)

    def _line(self, row: Row, edition: int) -> list[str]:
        words, cell = row
        said = [inert(one) if one else NOT_A_SHARE for one in words]
        return said if self.tag is None else [*said, *_number(cell, edition)]


def _number(cell: Cell | None, edition: int) -> list[str]:
    cleared = cells.required(cell)
    if isinstance(cleared, Hidden):
        return [withheld(), withheld(), str(edition)]
    base = NOT_A_SHARE if cleared.of is None else str(cleared.of)
    return [str(cleared.value), base, str(cleared.edition or edition)]


def withheld() -> str:
    """Return what stands in place of a number that is not shown."""
    return in_both("style.hidden")


def in_both(key: str, **params: object) -> str:
    """Return a sentence in both languages of a pack."""
    return " / ".join(Catalogue(lang)(key, **params) for lang in LANGUAGES)


def written(lines: Sequence[Sequence[str]], *, invented: bool = False) -> str:
    """Return lines as CSV; where everything is invented the first says so."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if invented:
        writer.writerow([f"# {in_both('figures.fictitious')}"])
    writer.writerows(lines)
    return out.getvalue()
