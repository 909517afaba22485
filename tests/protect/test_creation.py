"""Only this room makes what figures accept: nothing else can clear a number."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from vestibule import errors

SOURCE = Path(errors.__file__).parent
CODE = sorted(
    file
    for file in SOURCE.rglob("*.py")
    if file.parent.name != "protect" and "protect" not in file.parts
)
CLEARED = {"Count", "Hidden", "Estimate", "Quote"}


def made_in(file: Path) -> set[str]:
    """Return the names of cleared things that a file makes."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    elsewhere = {
        name.asname or name.name
        for node in nodes
        if not node.level and (node.module or "").split(".")[0] != "vestibule"
        for name in node.names
    }
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = {
        function.id if isinstance(function, ast.Name) else function.attr
        for function in called
        if isinstance(function, ast.Name | ast.Attribute)
    }
    imported = "protect" in ast.unparse(tree)
    return (names & CLEARED) - elsewhere if imported else set()


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(SOURCE)))
def test_no_other_room_makes_a_cleared_number_or_quote(file: Path) -> None:
    assert made_in(file) == set()
