"""A result that shows itself: a table, what it means, how it was made."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

import polars as pl

SHOWN = 30
"""Rows that a notebook prints; `frame` has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A table for people, with its title, method and caveats.

    Parameters
    ----------
    title : str
        What it is.
    frame : pl.DataFrame
        The rows; for the team, before any clearing.
    says : str
        Method and caveats, in plain sentences.
    """

    title: str
    frame: pl.DataFrame
    says: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows as plain mappings."""
        return self.frame.to_dicts()

    def to_dict(self) -> dict[str, Any]:
        """Return title, rows and explanation as plain values."""
        return {"title": self.title, "says": self.says, "rows": self.rows}

    def to_frame(self) -> pl.DataFrame:
        """Return the rows as a frame."""
        return self.frame

    def explain(self) -> str:
        """Return method and caveats."""
        return self.says

    def __str__(self) -> str:
        return f"{self.title}: {self.frame.height} rows"

    def _repr_html_(self) -> str:
        heads = "".join(f"<th>{html.escape(name)}</th>" for name in self.frame.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{cell(value)}</td>" for value in row) + "</tr>"
            for row in self.frame.head(SHOWN).iter_rows()
        )
        return (
            f"<table><caption><b>{html.escape(self.title)}</b></caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{html.escape(self.says)}</p>"
        )


def cell(value: object) -> str:
    """Return one value as HTML; missing is a dash, never a zero."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}"
    return html.escape(str(value))
