"""Help is instant, and in the reader's language."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest
from tests.cli.conftest import Run

from vestibule.cli import verb
from vestibule.cli.command import VERBS, vestibule
from vestibule.words import LANGUAGES, Catalogue

HEAVY = ("polars", "numpy", "scipy", "openpyxl", "docx", "vestibule.api")
"""What takes long to import, or opens the rooms."""

COMMANDS = [
    *((name,) for name in VERBS),
    *(("import", name) for name in ("polis", "records", "notes", "qda")),
    ("export", "qda"),
]

IMPORTED = """
import sys
from vestibule.cli.command import vestibule
try:
    vestibule({args!r})
except SystemExit as done:
    assert not done.code, done.code
print(*(name for name in {heavy!r} if name in sys.modules), sep=",", file=sys.stderr)
"""


def imported_by(*args: str) -> str:
    """Return which heavy modules a command imports, in a process of its own."""
    script = IMPORTED.format(args=list(args), heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "VESTIBULE_LANG": "fr"},
    )
    return done.stderr.strip()


def test_help_imports_nothing_heavy() -> None:
    assert imported_by("--help") == ""


@pytest.mark.parametrize("name", ["portrait", "rehearse"])
def test_help_of_a_verb_imports_nothing_heavy(name: str) -> None:
    assert imported_by(name, "--help") == ""


def test_help_lists_every_verb_with_a_line(run: Run) -> None:
    french, english = run("--help", lang="fr"), run("--help", lang="en")

    assert (french.code, english.code) == (0, 0)
    for name in VERBS:
        assert name in french.out
    assert "L’autoportrait, en une page." in french.out
    assert "The self-portrait, as one page." in english.out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", COMMANDS, ids="-".join)
def test_help_of_each_command_is_in_the_language_asked_for(
    run: Run, path: tuple[str, ...], lang: str
) -> None:
    other = {"fr": "en", "en": "fr"}[lang]
    said = run(*path, "--help", "--lang", lang, lang=other)

    first = Catalogue(lang)(f"help.{'-'.join(path)}.says").split()[:3]
    assert said.code == 0
    assert " ".join(first) in " ".join(said.out.split())


@pytest.mark.parametrize("path", COMMANDS, ids="-".join)
def test_each_option_of_each_command_has_words(run: Run, path: tuple[str, ...]) -> None:
    assert run(*path, "--help").code == 0
    ctx = click.Context(vestibule, info_name="vestibule")
    found: click.Command = vestibule
    for name in path:
        assert isinstance(found, click.Group)
        _, below, _ = found.resolve_command(ctx, [name])
        assert below is not None
        found, ctx = below, click.Context(below, info_name=name, parent=ctx)

    words = Catalogue("fr")
    for param in found.get_params(ctx):
        if isinstance(param, click.Option):
            assert verb.option_help(words, "-".join(path), param.name or "")


def test_a_bare_command_shows_its_help(run: Run) -> None:
    assert run().code == 2
    assert "portrait" in run().out


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").out.startswith("vestibule, version ")


@pytest.mark.parametrize(
    ("args", "french", "english"),
    [
        (["portrait"], "Il manque DOSSIER.", "DOSSIER is missing."),
        (["portrait", "x"], "Il manque --out.", "--out is missing."),
        (
            ["portrat"],
            "La commande « portrat » n’existe pas. Vouliez-vous « portrait » ?",
            "There is no command “portrat”. Did you mean “portrait”?",
        ),
        (["import", "x"], "La commande « x » n’existe pas.", "There is no command “x”."),
        (
            ["check", "x", "--dossie", "y"],
            "L’option --dossie n’existe pas. Vouliez-vous « --dossier » ?",
            "There is no option --dossie. Did you mean “--dossier”?",
        ),
        (
            ["analyse", "x", "--as-of", "hier"],
            "--as-of : « hier » n’est pas un jour. Écrivez-le 31/03/2024 ou 2024-03-31.",
            "--as-of: “hier” is not a day. Write it as 2024-03-31 or 31/03/2024.",
        ),
        (
            ["demo", "--seed", "-1"],
            "--seed est un nombre entier, zéro ou plus.",
            "--seed is a whole number, zero or more.",
        ),
        (
            ["rehearse", "--out", "x", "--shape", "huge"],
            "--shape est l’un de ceux-ci : default, small, autoportrait.",
            "--shape is one of these: default, small, autoportrait.",
        ),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_said_with_its_way_out(
    run: Run, args: list[str], french: str, english: str
) -> None:
    for lang, sentence in (("fr", french), ("en", english)):
        said = run(*args, lang=lang)

        lines = said.err.replace("\u202f", " ").replace("\xa0", " ").splitlines()
        assert (said.code, said.out) == (2, "")
        assert lines[0] == sentence
        assert lines[1].endswith("--help")


def test_wrong_usage_is_one_json_object_where_it_is_asked_for(run: Run) -> None:
    said = run("portrait", "--json")

    assert said.code == 2
    assert said.error == {"code": "usage", "message": "DOSSIER is missing."}


def test_the_shapes_offered_are_those_of_the_rehearsal() -> None:
    from vestibule import rehearsal
    from vestibule.cli.rehearse import SHAPES

    assert set(SHAPES) == set(rehearsal.SHAPES)


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({}, "en"),
        ({"LANG": "fr_ML.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "bm_ML", "VESTIBULE_LANG": "fr"}, "fr"),
    ],
)
def test_the_terminal_tells_the_language(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], expected: str
) -> None:
    for name in verb.ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)

    assert verb.language_of_reader() == expected
    assert verb.language_asked(["check", "--lang", "de"]) == expected
    assert verb.language_asked(["check", "--lang=fr"]) == "fr"
