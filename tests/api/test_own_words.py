"""Sentences that lie in a dossier are read with the care of what comes in."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from vestibule.api import own_words
from vestibule.errors import FileError, ProblemsFound
from vestibule.words import Tongue, public
from vestibule.words.catalogue import sentences


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


def in_folder(dossier: Path, lang: str, n: int) -> None:
    """Bring the first sentences of the public pages in a language."""
    folder = dossier / "words" / lang
    folder.mkdir(parents=True)
    by_file: dict[str, list[str]] = {}
    for key in public.required()[:n]:
        file, _, rest = key.partition(".")
        # as it stands in French: parameters are held to it
        said = json.dumps(sentences("fr")[key], ensure_ascii=False)
        plain = said if said.startswith('"') else _table(sentences("fr")[key])
        by_file.setdefault(file, []).append(f"{rest} = {plain}")
    for file, lines in by_file.items():
        (folder / f"{file}.toml").write_text("\n".join(lines), "utf-8")


def _table(forms: object) -> str:
    assert isinstance(forms, dict)
    said = (f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in forms.items())
    return f"{{ {', '.join(said)} }}"


def test_a_language_has_public_pages_once_enough_of_them_is_said_in_it(
    dossier: Path,
) -> None:
    enough = math.ceil(own_words.ENOUGH * len(public.required()))
    in_folder(dossier, "bm", enough)
    in_folder(dossier, "ff", enough - 1)
    in_folder(dossier, "ar", 1)

    found = own_words.tongues(dossier)

    assert found == ("fr", "en", "ar", "bm")
    assert [isinstance(one, Tongue) for one in found] == [False, False, True, True]
    assert len(public.missing(found[3])) == len(public.required()) - enough
