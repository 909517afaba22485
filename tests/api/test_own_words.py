"""Sentences that lie in a dossier are read with the care of what comes in."""

from __future__ import annotations

from pathlib import Path

import pytest

from vestibule.api import own_words
from vestibule.errors import FileError, ProblemsFound
from vestibule.words import Tongue


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return tmp_path


def put(dossier: Path, text: str) -> None:
    folder = dossier / "words" / "bm"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "figures.toml").write_text(text, "utf-8")


def test_sentences_of_a_dossier_come_with_the_tag(dossier: Path) -> None:
    put(dossier, 'border = "dan"\n')

    found = own_words.tongue(dossier, "bm")

    assert isinstance(found, Tongue)
    assert (found, dict(found.own)) == ("bm", {"figures.border": "dan"})


def test_a_dossier_without_sentences_of_its_own_leaves_the_tag_as_it_is(dossier):
    assert not isinstance(own_words.tongue(dossier, "bm"), Tongue)


def test_sentences_edited_by_hand_are_read_with_the_same_care(dossier):
    put(
        dossier,
        'border = "{x}"\nnothing = "a"\ndoors.heard = "{n}"\nsource = { one = "a", other = "b" }\n'
        'doors.due = { one = "a", two = "b" }\n',
    )

    with pytest.raises(ProblemsFound) as found:
        own_words.told(dossier, "bm")
    assert [one.code for one in found.value.problems] == [
        "translation-strange",
        "translation-unknown",
        "translation-other",
        "translation-other",
        "translation-other",
    ]
    put(dossier, "border = ")
    with pytest.raises(FileError, match="cannot be read"):
        own_words.told(dossier, "bm")


def test_sentences_go_along_to_another_dossier_and_replace_none(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    put(here, 'border = "dan"\n')
    (here / "words" / "bm" / "style.toml").write_text('or = "wala"\n', "utf-8")
    (here / "words" / "No Tag").mkdir()
    (here / "words" / "No Tag" / "style.toml").write_text("x", "utf-8")
    put(there, 'border = "dankan"\n')

    own_words.bring_along(here, there)

    assert own_words.told(there, "bm") == {
        "figures.border": "dankan",
        "style.or": "wala",
    }
    assert not (there / "words" / "No Tag").exists()
