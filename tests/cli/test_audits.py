"""What `vestibule analyse` says of its own results."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from tests import by_hand
from tests.understand.ground import voices

from vestibule import api
from vestibule.api import opinions
from vestibule.cli import audits as saying
from vestibule.cli.console import Console
from vestibule.understand import audits, ground
from vestibule.understand.audits import copies, influence


@pytest.fixture(scope="module")
def usual() -> api.Analysis:
    """Two sides that share s1, heard in twelve gatherings."""
    return api.analyse(voices.dossier(voices.usual()))


def told(found: Any, lang: str) -> str:
    return "\n".join(saying.lines(Console(lang=lang), found))


@pytest.mark.parametrize(
    ("lang", "title", "hang"),
    [
        ("en", "Audits, for the team:", "Claims that hang on one gathering: 0 of 1"),
        (
            "fr",
            "Vérifications, pour l’équipe",
            "tiennent à une seule rencontre\u00a0: 0 sur 1",
        ),
    ],
)
def test_a_short_list_in_both_languages(
    usual: api.Analysis, lang: str, title: str, hang: str
) -> None:
    said = told(usual, lang)

    assert said.startswith(title)
    assert hang in said
    assert usual.audits.receipt is not None
    assert usual.audits.receipt.sha256 in said


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_everything_that_may_be_said_is_said(usual: api.Analysis, lang: str) -> None:
    whole = usual.audits
    row = {
        "comparison": "side",
        "kind": "gathering",
        "statement": "x",
        "key": "s1",
        "claimed": True,
        "sure": 0.95,
        "lowest": 0.7,
        "unit": "x",
        "name": "market",
    }
    rows = [
        row | {"sure_without": 0.31, "changes": "lost"},
        row | {"sure_without": None, "changes": "thin"},
    ]
    rate = {"rule": "ours", "drawn": "people", "rate": 0.001}
    copy = {"kind": "mixed", "people": 3, "flagged": True}
    more = replace(
        whole,
        nulls=pl.DataFrame([rate, rate | {"rule": "polis", "rate": 0.0712}]),
        influence=pl.DataFrame(rows, schema=influence.INFLUENCE),
        flips=whole.flips.with_columns(fragile=pl.lit(value=True)),
        copies=pl.DataFrame([copy], schema=copies.COPIES),
        sittings=pl.DataFrame({"over": [True, False]}),
        activity=pl.DataFrame(
            {"rho": [0.1, -0.41], "low": [0.0, -0.5], "high": [0.2, -0.3]}
        ).with_columns(strong=pl.col("rho").abs() > 0.3),
        limits=("spectrum",),
    )
    found = SimpleNamespace(dossier=usual.dossier, audits=more)

    said = told(found, lang)

    for words in ("market", "s1", "31", "71"):
        assert words in said
    assert "0.41" in said or "0,41" in said
    calm = replace(
        more, activity=more.activity.with_columns(strong=pl.lit(value=False))
    )
    assert told(SimpleNamespace(dossier=usual.dossier, audits=calm), lang) != said


@pytest.mark.parametrize("code", audits.LIMITS)
def test_each_limit_has_a_sentence_in_each_language(code: str) -> None:
    for lang in ("en", "fr"):
        assert Console(lang=lang).words(f"analyse.audits.limits.{code}")


def test_an_empty_dossier_says_what_cannot_be_said() -> None:
    found = api.analyse(by_hand.dossier())

    said = told(found, "en")

    assert "No comparison could be told" in said
    assert "Claims" not in said


def test_without_a_receipt_there_is_no_line_for_it() -> None:
    result = audits.audit(by_hand.dossier())
    found = SimpleNamespace(dossier=by_hand.dossier(), audits=result)

    assert "Receipt" not in told(found, "en")


def test_a_conversation_too_large_is_audited_without_positions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    votes = [
        {"person": f"p{p}", "statement": f"s{s}", "vote": 1 if (p + s) % 2 else -1}
        for p in range(6)
        for s in range(10)
    ]
    dossier = by_hand.dossier(
        people=[{"id": f"p{n}"} for n in range(6)],
        statements=[{"id": f"s{n}", "key": f"s{n}"} for n in range(10)],
        votes=votes,
    )
    monkeypatch.setattr(opinions, "MOST_VOTES", 10)

    found = api.analyse(dossier).audits

    assert "copies-unplaced" in found.limits
    assert found.receipt is not None
    assert set(found.receipt.results) == {"polis", "ground", "audits"}
    again = audits.rederive(dossier, found.receipt, version=found.receipt.version)
    assert again.same


def test_ground_is_worked_out_once(usual: api.Analysis) -> None:
    assert isinstance(usual.ground, ground.GroundResult)
    assert usual.ground is usual.ground
    assert isinstance(type(usual).audits, cached_property)
