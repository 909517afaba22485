"""Conversations exported by Polis: two commands each, and what one cannot say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.test_field import read_text
from tests.inform import camps
from tests.listen.test_wrong_input import export

from vestibule.api import opinions
from vestibule.dossier import declaration, packages

KNOWN = {
    "brexit-consensus": (204, 50, 5303),
    "london.youth.policing": (26, 39, 638),
    "football-concussions": (1487, 298, 14328),
    "scoop-hivemind.biodiversity.reference": (536, 316, 29719),
    "vtaiwan.uberx": (1921, 197, 49443),
    "american-assembly.bowling-green": (2031, 896, 225524),
}
"""Participants, statements, unique votes, as they were measured once."""


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """Return an export in which 30 people answered three statements."""
    folder = tmp_path / "export"
    folder.mkdir()
    comments = "timestamp,comment-id,author-id,moderated,comment-body\n" + "".join(
        f"1500000000,{n},{n},1,{words}\n"
        for n, words in enumerate(("水 first", "second [link](https://x.org)", "third"))
    )
    votes = "timestamp,comment-id,voter-id,vote\n" + "".join(
        f"150000{person:04d},{n},{person},{vote}\n"
        for person in range(30)
        for n, vote in enumerate((1, 1 if person % 2 else -1, 0))
    )
    summary = "topic,Wells\nurl,https://example.org/abc\nconversation-description,**Which**?\n"
    return export(folder, comments=comments, votes=votes, summary=summary)


def test_a_conversation_makes_its_own_dossier_and_comes_in_once(
    run: Run, talk: Path, tmp_path: Path
) -> None:
    into = tmp_path / "d"

    first = run("import", "polis", talk, "--into", into, "--json").json
    again = run("import", "polis", talk, "--into", into, "--json").json

    assert first["counts"]["votes"] == 90
    assert (again["counts"], again["sha256"]) == ({}, first["sha256"])


def test_an_analysis_counts_participants_statements_and_votes(
    run: Run, talk: Path, tmp_path: Path
) -> None:
    run("import", "polis", talk, "--into", tmp_path / "d")

    found = run("analyse", tmp_path / "d", "--json").json
    told = run("analyse", tmp_path / "d", lang="fr").out

    assert (found["participants"], found["statements"], found["votes"]) == (30, 3, 90)
    assert "30 participants, 3 énoncés, 90 votes" in told.replace("\xa0", " ")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_its_portrait_says_what_it_cannot_say(
    run: Run, talk: Path, tmp_path: Path, lang: str
) -> None:
    run("import", "polis", talk, "--into", tmp_path / "d")

    said = run("portrait", tmp_path / "d", "--out", tmp_path / "p.html", lang=lang)

    text = read_text(tmp_path / "p.html")
    assert said.code == 0
    for sentence in {
        "fr": ("Sans rencontres, il ne peut dire", "Sans comparaison déclarée"),
        "en": (
            "Without gatherings it can say neither",
            "Without a declared comparison",
        ),
    }[lang]:
        assert sentence in text.replace("\xa0", " ")


def test_words_in_a_language_nobody_named_are_not_called_english(
    run: Run, talk: Path, tmp_path: Path
) -> None:
    run("import", "polis", talk, "--into", tmp_path / "d")
    for lang in ("fr", "en"):
        run("portrait", tmp_path / "d", "--out", tmp_path / f"{lang}.html", lang=lang)

    assert packages.read(tmp_path / "d").process.titles == {"und": "Wells"}
    for lang in ("fr", "en"):
        html = (tmp_path / f"{lang}.html").read_text("utf-8")
        assert 'lang="und" dir="auto">水 first<' in html
        assert f'<html lang="{lang}"' in html
        assert html.count(f'lang="{lang}"') == 1


def test_a_folder_that_is_no_export_is_told_and_makes_no_dossier(
    run: Run, tmp_path: Path
) -> None:
    said = run("import", "polis", tmp_path, "--into", tmp_path / "d", lang="fr")

    assert said.code == 3
    assert "summary.csv" in said.err
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("name", list(KNOWN)[:2])
def test_a_real_conversation_is_counted_as_it_was_measured(
    run: Run, real_data: Path, tmp_path: Path, name: str
) -> None:
    run("import", "polis", real_data / "opinions" / name, "--into", tmp_path / "d")

    found = run("analyse", tmp_path / "d", "--json").json

    assert (found["participants"], found["statements"], found["votes"]) == KNOWN[name]


def test_json_is_the_same_whoever_asks(run: Run, talk: Path, tmp_path: Path) -> None:
    run("import", "polis", talk, "--into", tmp_path / "d")

    french, english = (
        run("analyse", tmp_path / "d", "--json", lang=lang).out for lang in ("fr", "en")
    )

    assert json.loads(french) == json.loads(english)


DECLARED = declaration.parse(
    'key = "small"\ntitle.en = "Small"\nquestion.en = "What?"\n'
)


@pytest.fixture(scope="module")
def camps_of(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Return dossiers of people without camps and in two camps."""
    folder = tmp_path_factory.mktemp("camps")
    for k in (1, 2):
        packages.write(
            camps.dossier(k, 120, together=10, declared=DECLARED), folder / str(k)
        )
    return {k: folder / str(k) for k in (1, 2)}


@pytest.mark.parametrize(
    ("lang", "k", "head", "until"),
    [
        ("fr", 1, "Un éventail, pas des camps.", "en validation."),
        ("en", 2, "2 families of opinion hold; people: ", "in a validation."),
    ],
)
def test_three_lines_tell_a_spectrum_or_the_families_and_polis_comes_after(
    run: Run, camps_of: dict[int, Path], lang: str, k: int, head: str, until: str
) -> None:
    told = run("analyse", camps_of[k], lang=lang).out.split("\n")

    at = next(i for i, line in enumerate(told) if line.startswith(head))
    assert told[at - 1].startswith("Positions")
    assert until in told[at + 1]
    assert "Polis" in told[at + 2]


def test_many_votes_are_placed_when_asked_and_it_is_said(
    run: Run, camps_of: dict[int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opinions, "MOST_VOTES", 100)

    left = run("analyse", camps_of[1], lang="en")
    asked = run("analyse", camps_of[1], "--positions", lang="en")

    assert "--positions does it, in a few minutes" in left.out
    assert "a few minutes" not in left.err
    assert "A spectrum, not camps." in asked.out
    assert "Placing 120 people by 3,360 answers: a few minutes." in asked.err


def test_nobody_who_took_a_side_is_said_in_one_line(run: Run, tmp_path: Path) -> None:
    rows = [(who, what, 0) for who in range(12) for what in range(3)]
    packages.write(
        camps.of_votes(rows, statements=3, declared=DECLARED), tmp_path / "d"
    )
    told = run("analyse", tmp_path / "d", lang="en").out

    assert "Positions: Everybody passed on everything" in told


def test_too_few_people_make_no_families(run: Run, tmp_path: Path) -> None:
    packages.write(camps.dossier(2, 14, declared=DECLARED), tmp_path / "d")

    told = run("analyse", tmp_path / "d", lang="en").out

    assert "No families of opinion. Too few people are placed surely enough" in told
