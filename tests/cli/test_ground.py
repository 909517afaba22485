"""What `vestibule analyse` prints of common ground, and of where to go next."""

from __future__ import annotations

import pytest
from tests.understand.ground import voices

from vestibule.api.analysis import Analysis
from vestibule.cli import analyse
from vestibule.cli.console import Console


@pytest.fixture(scope="module")
def found() -> Analysis:
    """Herders answered five statements, guards four; s4 is near the bar."""
    rows = [*voices.usual(), *voices.all_of("h", "s5", 19, 1)]
    names = ["s1", "s2", "s3", "s4", "s5"]
    return Analysis(dossier=voices.dossier(rows, statements=names), seed=1)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["one statement is common ground", "one divides", "one is surely not"]),
        ("fr", ["un énoncé en terrain d’entente", "un qui sépare", "un sûrement pas"]),
    ],
)
def test_verdicts_and_expected_errors_are_printed(
    found: Analysis, lang: str, said: list[str]
) -> None:
    verdicts, errors, stands = analyse.ground(Console(lang=lang), found)

    assert all(one in verdicts for one in said)
    assert errors.endswith("fewer than 0.1" if lang == "en" else "moins de 0,1")
    assert stands.startswith("Were 2 in 100" if lang == "en" else "Si 2 réponses")


def test_groups_for_which_a_statement_waits_are_printed_first(found: Analysis) -> None:
    lines = list(analyse.next_gatherings(Console(lang="en"), found))

    assert lines[0] == "Where to go next, the most useful first:"
    assert lines[1] == "  people (side): 3 more gatherings, one statement waits"
    assert lines[2].startswith("  forces (side): ")
    assert lines[2].endswith("more gatherings, 2 statements wait")


def test_where_nothing_is_needed_nothing_is_printed() -> None:
    none = Analysis(dossier=voices.dossier(comparisons=()))

    assert list(analyse.next_gatherings(Console(lang="en"), none)) == []
    assert list(analyse.ground(Console(lang="en"), none)) == []
