"""What is written is true: links lead somewhere, promises have addresses."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from vestibule.cli.command import VERBS
from vestibule.dossier.schema import singular
from vestibule.dossier.tables import TABLES

CHECKOUT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    page
    for page in [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")]
    if page.is_file()
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_of_a_page_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))

    broken = [
        link
        for link in links
        if not link.startswith("http") and not (page.parent / link).exists()
    ]

    assert broken == []


def promises() -> list[tuple[str, str, str]]:
    """Return promise, module, test of each row of docs/promises.md."""
    text = (CHECKOUT / "docs" / "promises.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+?) \| `(.+?)` \| `(.+?)` \|$", text, re.MULTILINE)
    return [(promise, module, test) for promise, module, test in rows]


def test_there_are_promises() -> None:
    assert len(promises()) >= 10


@pytest.mark.parametrize(("promise", "module", "test"), promises())
def test_each_promise_has_a_module_and_a_test(
    promise: str, module: str, test: str
) -> None:
    file, _, name = test.partition("::")
    found = CHECKOUT / file

    importlib.import_module(module)
    assert found.is_file(), promise
    defined = re.search(rf"^(def )?{name}", found.read_text("utf-8"), re.MULTILINE)
    assert defined, promise


def test_every_command_is_in_the_reference() -> None:
    reference = (CHECKOUT / "docs" / "commands.md").read_text("utf-8")

    assert [verb for verb in VERBS if f"vestibule {verb}" not in reference] == []


def test_the_central_tables_are_words_of_the_glossary() -> None:
    glossary = (CHECKOUT / "docs" / "glossary.md").read_text("utf-8")
    central = ["places", "profiles", "gatherings", "attendances", "voices", "excerpts"]
    central += ["codes", "codings", "claims", "statements", "votes", "tallies"]
    central += ["findings", "validations", "ballots", "priorities", "recommendations"]
    central += ["responses", "commitments", "verifications", "restitutions", "releases"]

    missing = [name for name in central if f"| {singular(name)}" not in glossary]
    assert set(central) <= set(TABLES)
    assert [name for name in missing if singular(name) not in glossary] == []
