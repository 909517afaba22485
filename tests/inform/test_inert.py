"""No word that people say becomes a formula in a sheet, and no row is torn by it."""

from __future__ import annotations

import csv
import io

import pytest

from vestibule.inform.figures.figure import Figure
from vestibule.inform.inert import inert
from vestibule.inform.maps.spreadsheets import safe
from vestibule.inform.markup import Html
from vestibule.listen import map_formats
from vestibule.protect.cleared import Count


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("=1+1", "'=1+1"),
        ("\u2068=1+1\u2069", "'\u2068=1+1\u2069"),  # set apart, as in Arabic pages
        ("\u202e-1", "'\u202e-1"),
        ("a;@SUM(1)", "a;'@SUM(1)"),
        ("a\r=1", "a\n'=1"),
        ("\t=1", "'\t'=1"),
        ("deux\r\nlignes", "deux\nlignes"),
        ("Kita-Est", "Kita-Est"),
    ],
)
def test_words_that_would_compute_begin_with_an_apostrophe(
    said: str, written: str
) -> None:
    assert inert(said) == written


@pytest.mark.parametrize("name", ["=1+1", "\u2068@SUM(1)\u2069", "x\r=1", "-a;=1"])
def test_neither_head_nor_cell_of_a_figure_computes(name: str) -> None:
    made = Figure(
        kind="grid", number=1, lang="fr", headline="", how_to_read="", body=Html(""),
        base="", source="", spoken="", header=("lieu", name), rows=((name, Count(value=12)),),
    )  # fmt: skip

    head, row = csv.reader(io.StringIO(made.csv()))

    assert head[1] == row[0] == inert(name.strip("\u2068\u2069"))
    assert row[1] == "12"


@pytest.mark.parametrize(
    "name",
    ["=1", " =1", "'=1", "\u00a0@x", "a;=1", "a;'=1", "\t=1", "a\n-b", "＝1", "l'eau", "'eau'"],
)  # fmt: skip
def test_a_name_of_the_map_comes_back_from_its_sheet(name: str) -> None:
    told = safe(name)

    assert not told.lstrip(" \u00a0").startswith(("=", "@", "＝", "\t"))
    assert ";=" not in told
    assert map_formats._bare(told) == name
