"""A result that shows itself."""

from __future__ import annotations

import polars as pl

from vestibule.api import Shown
from vestibule.api.shown import SHOWN, cell


def test_missing_is_a_dash_and_never_a_zero() -> None:
    assert (cell(None), cell(0), cell(0.5)) == ("–", "0", "0.500")


def test_what_people_wrote_cannot_become_markup() -> None:
    shown = Shown(title="<b>", frame=pl.DataFrame({"<i>": ["<script>"]}), says="a < b")

    html = shown._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<i>" not in html
    assert "a &lt; b" in html


def test_a_long_table_is_cut_in_print_and_whole_in_rows() -> None:
    shown = Shown(title="t", frame=pl.DataFrame({"n": range(SHOWN + 5)}), says="s")

    assert shown._repr_html_().count("<tr>") == SHOWN + 1
    assert len(shown.rows) == SHOWN + 5
