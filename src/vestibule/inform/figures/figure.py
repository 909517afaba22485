"""What is a figure? A finding as a sentence, and the marks that let one check it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from vestibule.inform.figures import cells
from vestibule.inform.inert import inert
from vestibule.inform.markup import Html, Piece, raised_piece, tag
from vestibule.protect.cleared import Count, Estimate, Hidden
from vestibule.words import Catalogue, numbers

Entry = str | Count | Hidden | Estimate
"""What stands in a figure's table: words, or something cleared. Never a bare number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: it prints, speaks, translates, and shows its base.

    Parameters
    ----------
    kind : str
        ``heard``, ``tiles``, ``grid``, ``order``, ``hundred``, ``ladder``, …
    number : int
        Its number on the page, from 1.
    lang : str
        Language of its words.
    headline : str or Html
        The finding, as a sentence; markup where it quotes another language.
    says : str or Html
        The figure in one or two sentences; may be empty.
    how_to_read : str or Html
        One sentence with the marks themselves in it, so that no legend is needed.
    body : Html
        Words in HTML, marks in SVG.
    base, source, caveat : str
        How many stand behind it, where it comes from, what it cannot say.
    spoken : str
        What a reader says aloud, at most 25 seconds.
    header : tuple of str
        Names of the columns of the data.
    rows : tuple of tuple
        The data: words and cleared cells.
    fictitious : bool
        Whether all of it is invented; it then says so inside.
    """

    kind: str
    number: int
    lang: str
    headline: str
    how_to_read: str
    body: Html
    base: str
    source: str
    spoken: str
    says: str = ""
    caveat: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[Entry, ...], ...] = ()
    fictitious: bool = False

    def __post_init__(self) -> None:
        for row in self.rows:
            for entry in row:
                if not isinstance(entry, str | Estimate):
                    cells.required(entry)

    @property
    def anchor(self) -> str:
        """The id of the figure on its page."""
        return f"fig-{self.number}"

    @property
    def words(self) -> Catalogue:
        """The catalogue of its language."""
        return Catalogue(self.lang)

    def html(self) -> Html:
        """Return the figure as a fragment of a page."""
        words = self.words
        return tag(
            "figure",
            tag(
                "figcaption",
                tag(
                    "p",
                    tag("span", words("figures.number", number=self.number)),
                    badge(words) if self.fictitious else None,
                    class_="fig-no",
                ),
                tag("h3", raised_piece(self.headline)),
                tag("p", raised_piece(self.says), class_="says") if self.says else None,
                tag(
                    "p",
                    tag("b", words("figures.how_to_read")),
                    " ",
                    raised_piece(self.how_to_read),
                    class_="how",
                )
                if self.how_to_read
                else None,
            ),
            self.body,
            self._base(words),
            self._aloud(words),
            class_=f"fig fig-{self.kind}",
            id=self.anchor,
        )

    def _base(self, words: Catalogue) -> Html:
        lines: list[Piece] = []
        for name in ("base", "source", "caveat"):
            text = getattr(self, name)
            if text:
                lines += [
                    tag("b", words(f"figures.{name}")),
                    " ",
                    raised_piece(text),
                    " ",
                ]
        return tag("div", tag("p", *lines), class_="base")

    def _aloud(self, words: Catalogue) -> Html:
        return tag(
            "details",
            tag("summary", words("figures.aloud")),
            tag("p", raised_piece(self.spoken)),
            class_="aloud",
        )

    def text(self) -> str:
        """Return what is said aloud: the figure for those who do not see it."""
        if not self.fictitious:
            return self.spoken
        return f"{self.words('figures.fictitious_spoken')} {self.spoken}"

    def table(self) -> tuple[tuple[str, ...], ...]:
        """Return the data as rows of words, the names of the columns first."""
        return (self.header, *(tuple(map(self._written, row)) for row in self.rows))

    def _written(self, entry: Entry) -> str:
        if isinstance(entry, Estimate):
            ends = {"low": entry.low, "high": entry.high}
            return self.words("figures.between", n=entry.middle, **ends)
        return entry if isinstance(entry, str) else cells.out_of(entry, self.words)

    def csv(self) -> str:
        """Return the data as CSV; a hidden cell says that it is not shown.

        A share takes two columns, the number and what it is out of; an estimate
        three, itself and the ends of its interval. The first line says so when
        everything is invented.

        Returns
        -------
        str
            One line for each row of the data.
        """
        written = io.StringIO()
        rows = csv.writer(written, lineterminator="\n")
        if self.fictitious:
            rows.writerow([f"# {self.words('figures.fictitious')}"])
        wide = self._wide_columns()
        rows.writerow(self._csv_header(wide))
        for row in self.rows:
            rows.writerow(self._csv_row(row, wide))
        return written.getvalue()

    def _wide_columns(self) -> dict[int, tuple[str, ...]]:
        """Return what further columns stand beside some, by position."""
        found: dict[int, tuple[str, ...]] = {}
        for row in self.rows:
            for position, entry in enumerate(row):
                if isinstance(entry, Estimate):
                    found[position] = ("at_least", "at_most")
                elif isinstance(entry, Count) and entry.of is not None:
                    found[position] = ("out_of",)
        return found

    def _csv_header(self, wide: Mapping[int, tuple[str, ...]]) -> list[str]:
        names: list[str] = []
        for position, name in enumerate(self.header):
            more = wide.get(position, ())
            names += [name, *(self.words(f"figures.{one}", name=name) for one in more)]
        return [inert(numbers.bared(name)) for name in names]

    def _csv_row(
        self, row: tuple[Entry, ...], wide: Mapping[int, tuple[str, ...]]
    ) -> list[str]:
        written: list[str] = []
        for position, entry in enumerate(row):
            parts = self._parts(entry)
            blank = 1 + len(wide.get(position, ())) - len(parts)
            written += [*parts, *[""] * blank]
        return written

    def _parts(self, entry: Entry) -> list[str]:
        """Return what one entry writes, in as many columns as it takes."""
        if isinstance(entry, Estimate):
            return [str(entry.middle), str(entry.low), str(entry.high)]
        if isinstance(entry, Count):
            beside = [] if entry.of is None else [str(entry.of)]
            return [str(entry.value), *beside]
        if isinstance(entry, str):
            # signs that set it apart hide from a person, not from a sheet, what is first
            return [inert(numbers.bared(entry))]
        return [numbers.bared(self._written(entry))]

    def _repr_html_(self) -> str:
        return self.html()


def badge(words: Catalogue) -> Html:
    """Return the label that every figure of an invented country carries."""
    return tag("span", words("figures.fictitious"), class_="fict")
