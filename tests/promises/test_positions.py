"""Nobody's position leaves the analysis; landscape and families stand for enough people.

Neither the team's annex nor what `analyse` prints holds a position, or what identifies
a person; each count of people is at least what the process asks for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests import by_hand
from tests.inform import camps

from vestibule.api import analysis, portraits
from vestibule.api.analysis import Analysis
from vestibule.cli import opinions
from vestibule.cli.console import Console
from vestibule.dossier.process import Disclosure

FLOOR = 12


@pytest.fixture(scope="module", params=[1, 2], ids=["spectrum", "camps"])
def found(request: pytest.FixtureRequest) -> Analysis:
    """Return what is found among 130 people, of whom two hardly answered."""
    declared = by_hand.process(disclosure=Disclosure(people=FLOOR))
    made = camps.dossier(request.param, 128, together=8, declared=declared)
    return analysis.analyse(made)


@pytest.fixture(scope="module")
def outputs(found: Analysis, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the annex, the JSON and the text, in both languages."""
    folder: Path = tmp_path_factory.mktemp("annex")
    texts = [json.dumps(found.to_dict(), ensure_ascii=False, default=str), repr(found)]
    for lang in ("fr", "en"):
        page = portraits.write_annex(found, folder / f"{lang}.html", lang=lang)
        texts.append(page.read_text("utf-8"))
        texts.append("\n".join(opinions.lines(Console(lang=lang), found)))
    return texts


def test_no_output_holds_a_position_or_a_pseudonym(
    found: Analysis, outputs: list[str]
) -> None:
    people = found.dossier.table("people")
    secret = {*people["id"], *people["pseudonym"]}
    told = set(re.findall(r"\d+[.,]\d{3,}", " ".join(outputs)))
    own = found.positions
    numbers = np.concatenate(
        [own.position.ravel(), own.covariance.ravel(), own.acquiescence]
    )

    for text in outputs:
        assert not [one for one in secret if one in text]
    # a coordinate with six digits is nobody else's number
    written = {f"{abs(x):.6f}" for x in numbers}
    assert not {one[:8] for one in told} & {one for one in written if one > "0.001"}
    assert not [
        key for key in map(str, own.person_key) if any(key in t for t in outputs)
    ]


def test_nothing_is_drawn_once_for_each_person(
    found: Analysis, outputs: list[str]
) -> None:
    for text in outputs:
        marks = len(re.findall("<(circle|path|rect|line)", text))
        assert marks < found.positions.n_people / 2


def numbers_of_people(found: Analysis) -> Iterator[int | None]:
    positions, groups = (found.to_dict()[name] for name in ("positions", "groups"))
    yield positions["people"]
    yield positions["placed"]
    yield groups["not_placed"]
    for family in groups["families"]:
        yield family["people"]
        for part in family["differs"]:
            yield (part["agree"] or {}).get("of")
            yield (part["others_agree"] or {}).get("of")
    for row in positions["statement_parameters"]:
        yield row["agree"] + row["disagree"]
    for one in found.landscape.landscape.hexagons:
        yield one.people.value


def test_each_number_stands_for_as_many_people_as_the_process_asks_for(
    found: Analysis,
) -> None:
    given = [n for n in numbers_of_people(found) if n is not None]

    assert len(given) > 10
    assert all(n == 0 or n >= FLOOR for n in given)


def keys_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield key
            yield from keys_of(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from keys_of(inside)


def test_no_key_of_the_json_is_of_a_person(found: Analysis) -> None:
    told = found.to_dict()
    names = {*keys_of(told["positions"]), *keys_of(told["groups"])}

    assert not names & {
        "position", "covariance", "acquiescence", "membership", "group", "person",
        "person_key",
    }  # fmt: skip
    assert told["groups"]["public"] is False
