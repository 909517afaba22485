"""The house holds: what no linter looks at."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from vestibule import errors
from vestibule.dossier.schema import RECORD, singular
from vestibule.dossier.tables import TABLES

SOURCE = Path(errors.__file__).parent
CODE = sorted(SOURCE.rglob("*.py"))


def every_error(base: type[errors.VestibuleError]) -> list[type[errors.VestibuleError]]:
    """Return the class and all below it."""
    return [base, *(e for child in base.__subclasses__() for e in every_error(child))]


def test_each_error_in_the_tree_has_a_code_of_its_own() -> None:
    codes = [error.__dict__.get("code") for error in every_error(errors.VestibuleError)]

    assert None not in codes
    assert len(codes) == len(set(codes))


def test_each_kind_of_refusal_has_the_exit_code_that_was_promised() -> None:
    assert errors.VestibuleError.exit_code == 1
    assert errors.DataError.exit_code == 3
    assert errors.Refused.exit_code == 4
    assert errors.MissingTool.exit_code == 5


@pytest.mark.parametrize("name", TABLES)
def test_each_column_is_marked_and_each_reference_points_to_a_table(name: str) -> None:
    table = TABLES[name]

    assert len(set(table.names)) == len(table.names)
    for column in table.columns:
        assert column.mark in {"public", "personal", "secret"}
        assert column.ref is None or column.ref in TABLES
        assert not column.cascade or column.ref is not None
        assert column.kind != "term" or column.terms


def test_what_every_record_carries_is_never_public() -> None:
    assert {column.mark for column in RECORD} == {"secret"}


def test_one_record_of_each_table_has_a_word() -> None:
    assert singular("people") == "person"
    assert singular("tallies") == "tally"
    assert singular("hypotheses") == "hypothesis"
    assert singular("voices") == "voice"


def folded(text: str) -> str:
    """Return text without accents and case."""
    plain = unicodedata.normalize("NFD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def names_of_packaged_places() -> set[str]:
    """Return the folded names of places of level 0 and 1 of packaged processes."""
    found = set()
    for path in (SOURCE / "processes").glob("*/places.csv"):
        with path.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        found |= {folded(row["name"]) for row in rows if row["level"] in {"0", "1"}}
    return found


def test_no_code_names_a_country_or_a_region() -> None:
    names = names_of_packaged_places()
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, sorted(names))) + r")\b")

    naming = {
        str(path.relative_to(SOURCE)): pattern.findall(folded(path.read_text("utf-8")))
        for path in CODE
        if "processes" not in path.parts
    }

    assert names
    assert {path: found for path, found in naming.items() if found} == {}


def test_no_file_is_far_above_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(SOURCE)): len(path.read_text("utf-8").splitlines())
        for path in CODE
        if "migrations" not in path.parts  # written by Django
    }

    declarations = {"inform/material.py"}  # one frozen dataclass after the other
    far = {path: n for path, n in long.items() if n > 450 and path not in declarations}

    assert far == {}
