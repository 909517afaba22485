"""What to put next, with the words to read aloud."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests import by_hand
from tests.understand.ground import voices

from vestibule import api
from vestibule.api import asking
from vestibule.api.asking import Asked
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.understand import ground


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    """Herders and guards of whom nobody answered: the analysis is quick."""
    words = [{"id": "t1", "statement": "s1", "lang": "fr", "words": "Le puits."}]
    words += [{"id": "t2", "statement": "s1", "lang": "bm", "words": "Kolon."}]
    texts = [{**row, "field": "words", "state": "checked"} for row in words]
    return voices.dossier(
        [],
        statements=("s1",),
        people=[{"id": "amina", "pseudonym": "A1", "profile": "herder"}],
        gatherings=[
            {"id": "h0", "code": "H0", "profile": "herder"},
            {"id": "b0", "code": "B0", "profile": "guard", "lang": "bm"},
        ],
        texts=texts,
    )


def test_a_gathering_is_found_by_its_code_and_a_person_by_their_pseudonym(
    dossier: Dossier,
) -> None:
    found = ground.common_ground(dossier)

    held = api.next_statements(dossier, gathering="H0", n=1, method="pots", found=found)
    alone = api.next_statements(dossier, person="A1", n=1, found=found)
    shared = api.next_statements(dossier, shared={"side": "forces"}, found=found)

    assert held.whom.gathering == by_hand.called("h0")
    assert (held.whom.method, held.whom.groups) == ("pots", {"side": "people"})
    assert alone.whom.person == by_hand.called("amina")
    assert shared.whom.groups == {"side": "forces"}
    assert shared.statements["reason"].to_list() == ["never_asked"]


@pytest.mark.parametrize(
    "whom", [{}, {"gathering": "H0", "person": "A1"}, {"gathering": "nowhere"}]
)
def test_who_is_asked_must_be_said_once_and_known(
    dossier: Dossier, whom: dict[str, str]
) -> None:
    with pytest.raises(DataError, match=r"one of the three|No record of gatherings"):
        api.next_statements(dossier, **whom)  # type: ignore[arg-type]


def test_words_are_those_of_the_gathering_else_of_the_reader(dossier: Dossier) -> None:
    def words(lang: str, **whom: str) -> str:
        result = api.next_statements(dossier, **whom)  # type: ignore[arg-type]
        return str(Asked(dossier=dossier, result=result).lines(lang)[0]["words"])

    assert words("fr", gathering="B0") == "Kolon."
    assert words("fr", gathering="H0") == "Le puits."
    assert words("en", person="A1") == "S"


def test_a_name_is_not_written_beside_a_showing(
    dossier: Dossier, tmp_path: Path
) -> None:
    asked = Asked(dossier=dossier, result=api.next_statements(dossier, person="A1"))

    with pytest.raises(DataError, match="looks like a name"):
        asking.record(
            asked,
            tmp_path,
            by="Amina Diarra",
            origin="tablet",
            at=dt.datetime(2030, 1, 2, tzinfo=dt.UTC),
        )
    assert list(tmp_path.iterdir()) == []
    assert asked.to_dict("fr")["recorded"] == 0
