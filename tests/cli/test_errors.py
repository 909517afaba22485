"""What cannot be done is said: what happened, where, what to do; nothing is changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from vestibule.api import complaints
from vestibule.cli import console
from vestibule.errors import DataError, FileError, MissingTool, VestibuleError
from vestibule.words import Catalogue

REASON = re.compile(r'reason="([a-z-]+)"')


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def plain(text: str) -> str:
    """Return text with plain spaces."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("verb", [["analyse"], ["portrait", "--out", "p.html"]])
def test_a_path_without_a_dossier_is_told(
    run: Run, tmp_path: Path, verb: list[str]
) -> None:
    nowhere = tmp_path / "nulle-part"

    french, english = (run(*verb, nowhere, lang=lang) for lang in ("fr", "en"))
    told = run(*verb, nowhere, "--json")

    assert (french.code, french.out) == (3, "")
    assert plain(french.err) == (
        f"Il n’y a pas de recueil ici : {nowhere}. Vérifiez le chemin.\n"
    )
    assert english.err == f"There is no dossier folder {nowhere}: check the path.\n"
    assert told.code == 3
    assert (told.error["code"], told.error["reason"]) == ("file", "no-dossier")


def test_a_file_in_place_of_a_dossier_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("x")

    assert "est un fichier" in run("analyse", file, lang="fr").err
    assert "not a dossier folder" in run("analyse", file).err


def test_a_folder_without_a_process_is_told(run: Run, tmp_path: Path) -> None:
    assert "n’est pas un recueil" in run("analyse", tmp_path, lang="fr").err
    assert run("merge", tmp_path, "--into", tmp_path / "z").code == 3
    assert not (tmp_path / "z").exists()


def test_a_dossier_half_copied_is_told_and_checked(run: Run, filled: Path) -> None:
    (filled / "attendances.csv").unlink()

    said = run("analyse", filled, lang="fr")
    checked = run("check", filled, lang="fr")

    assert said.code == checked.code == 3
    assert "attendances.csv manque, alors que datapackage.json" in said.err
    assert "attendances.csv manque, alors que datapackage.json" in checked.out


def test_a_table_cut_short_is_told(run: Run, filled: Path) -> None:
    table = filled / "excerpts.csv"
    table.write_bytes(table.read_bytes()[:900])

    assert "s’arrête au milieu d’une ligne" in run("analyse", filled, lang="fr").err
    assert run("analyse", filled, "--json").error["reason"] == "cut-short"


def test_a_dossier_left_behind_by_a_stopped_machine_says_how_to_go_on(
    run: Run, filled: Path
) -> None:
    filled.rename(filled.with_name(f".{filled.name}.abc.before"))

    said = run("analyse", filled, lang="fr")

    assert f"renommez .{filled.name}.abc.before en {filled.name}" in said.err


def test_dossiers_of_two_processes_are_not_merged(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    other = tmp_path / "autre"
    run("new", "autre", "--in", other)
    before = bytes_of(filled)

    said = run("merge", filled, other, "--into", tmp_path / "z", lang="fr")

    assert said.code == 3
    assert "Ces recueils sont de deux processus, monpays et autre" in plain(said.err)
    assert not (tmp_path / "z").exists()
    assert bytes_of(filled) == before


def test_a_refused_category_stops_with_the_reason_and_code_4(
    run: Run, empty: Path
) -> None:
    process = empty / "process.toml"
    text = process.read_text("utf-8")
    process.write_text(
        text.replace(
            'name.fr = "Radios et presse locales"', 'name.fr = "Radios peules"'
        ),
        "utf-8",
    )

    said = run("analyse", empty, lang="fr")
    told = run("analyse", empty, "--json")
    english = run("portrait", empty, "--out", empty.parent / "p.html")

    assert said.code == told.code == english.code == 4
    assert "« Radios peules » est refusé" in plain(said.err)
    assert "Il n’y a pas de dérogation." in said.err
    assert "there is no override" in english.err
    assert told.error["code"] == "refused-category"
    assert not (empty.parent / "p.html").exists()


def test_a_rule_below_the_floor_is_refused_on_its_line(run: Run, empty: Path) -> None:
    process = empty / "process.toml"
    text = process.read_text("utf-8").replace("people = 10", "people = 1")
    process.write_text(text, "utf-8")
    line = text.splitlines().index("people = 1") + 1

    assert f"process.toml, ligne {line}" in plain(run("analyse", empty, lang="fr").err)
    assert f"process.toml, line {line}" in run("check", empty).out


def test_a_folder_that_exists_is_not_made_again(run: Run, empty: Path) -> None:
    before = bytes_of(empty)

    said = run("new", "monpays", "--in", empty, lang="fr")

    assert said.code == 3
    assert "existe déjà" in said.err
    assert bytes_of(empty) == before


def test_a_name_that_cannot_be_a_key_gets_one_that_can(
    run: Run, tmp_path: Path
) -> None:
    said = run("new", "Mon Pays !", "--in", tmp_path / "p", lang="fr")

    assert said.code == 3
    assert "comme « mon-pays »" in plain(said.err)
    assert not (tmp_path / "p").exists()


def test_an_unknown_packaged_process_names_those_there_are(
    run: Run, tmp_path: Path
) -> None:
    said = run("new", "x", "--from", "portrait", "--in", tmp_path / "p", lang="fr")

    assert "Il y a : self-portrait." in plain(said.err)


@pytest.mark.parametrize("verb", ["rehearse", "demo"])
def test_what_is_invented_never_takes_the_place_of_what_is_real(
    run: Run, filled: Path, tmp_path: Path, verb: str
) -> None:
    out = filled
    if verb == "demo":
        out = tmp_path / "out"
        shutil.copytree(filled, out / "dossier")
    before = bytes_of(out)

    said = run(verb, "--out", out, lang="fr")

    assert said.code == 3
    assert "contient un vrai recueil" in said.err
    assert bytes_of(out) == before


def test_a_day_before_everything_is_told(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    said = run("analyse", filled, "--as-of", "01/01/2020", lang="fr")
    page = run(
        "portrait", filled, "--as-of", "2020-01-01", "--out", tmp_path / "p.html"
    )

    assert said.code == page.code == 3
    assert "Aucune rencontre ne s’était tenue le 2020-01-01" in said.err
    assert not (tmp_path / "p.html").exists()


def test_a_day_in_between_counts_what_was_held_by_then(run: Run, filled: Path) -> None:
    found = run("analyse", filled, "--as-of", "11/03/2025", "--json").json

    # SEG-01, SEG-02 and MOP-01: 14 + 13 + 12
    assert found["coverage"]["gatherings"] == 3
    assert found["coverage"]["attendances"] == 39
    assert found["as_of"] == "2025-03-11"


def test_the_annex_never_takes_the_place_of_the_portrait(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    page = tmp_path / "p.html"

    said = run("portrait", filled, "--out", page, "--annex", page)

    assert (said.code, page.exists()) == (2, False)
    assert "The team’s annex would take the place" in said.err.replace("'", "’")


@pytest.mark.parametrize("name", ["portrait", "process.toml", "."])
def test_a_portrait_is_written_to_a_page_and_nothing_else(
    run: Run, filled: Path, name: str
) -> None:
    before = bytes_of(filled)

    said = run("portrait", filled, "--out", filled / name, lang="fr")

    assert said.code == 2
    assert "n’est pas le nom d’une page" in said.err
    assert bytes_of(filled) == before


def test_a_target_that_cannot_be_written_changes_nothing(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    wall = tmp_path / "file"
    wall.write_text("x")

    merged = run("merge", filled, "--into", wall / "z", lang="fr")
    page = run("portrait", filled, "--out", wall / "p.html", lang="fr")

    assert merged.code == page.code == 3
    assert "Rien n’a été changé" in merged.err
    assert "la machine refuse" in page.err
    assert wall.read_text() == "x"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(run: Run, filled: Path) -> None:
    before = bytes_of(filled)
    filled.parent.chmod(0o500)
    said = run("withdraw", filled, "people", "SEG-02-1", "--by", "K1", lang="fr")
    filled.parent.chmod(0o700)

    assert said.code == 3
    assert "Rien n’a été changé" in said.err
    assert bytes_of(filled) == before


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["people", "personne-42", "--by", "K1"], "ne s’appelle « personne-42 »"),
        (["gens", "x", "--by", "K1"], "On ne retire rien de « gens »"),
        (["withdrawals", "x", "--by", "K1"], "On ne retire rien de « withdrawals »"),
        (["people", "SEG-02-1", "--by", "Awa Diarra"], "ressemble à un nom"),
        (["people", "SEG-02-1", "--by", "66 12 34 56"], "ressemble à un nom"),
    ],
)
def test_a_withdrawal_that_makes_no_sense_changes_nothing(
    run: Run, filled: Path, args: list[str], expected: str
) -> None:
    before = bytes_of(filled)

    said = run("withdraw", filled, *args, lang="fr")

    assert said.code == 3
    assert expected in plain(said.err)
    assert "Awa" not in said.err
    assert bytes_of(filled) == before


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        (["--size", "rien=3"], "« rien » ne se règle pas"),
        (["--size", "statements=x"], "« x » n’est pas un nombre"),
        (["--effect", "rien=3"], "« rien » ne se règle pas"),
    ],
)
def test_a_size_that_does_not_exist_names_those_that_do(
    run: Run, tmp_path: Path, option: list[str], expected: str
) -> None:
    said = run("rehearse", "--out", tmp_path / "r", *option, lang="fr")

    assert said.code == 3
    assert expected in plain(said.err)
    assert not (tmp_path / "r").exists()


def test_each_reason_an_error_gives_has_a_french_sentence() -> None:
    source = Path(console.__file__).parents[1]
    met = {
        reason
        for file in source.rglob("*.py")
        # a place not found and a record taken back have reasons of another kind
        if file.name != "gazetteer.py" and "rehearsal" not in file.parts
        for reason in REASON.findall(file.read_text("utf-8"))
    }

    french = Catalogue("fr")
    assert len(met) > 20
    assert [reason for reason in sorted(met) if f"errors.{reason}" not in french] == []


def test_an_error_nobody_translated_stays_as_it_was_raised() -> None:
    assert complaints.sentence(DataError("Quite rare."), "fr") == "Quite rare."


def test_a_missing_tool_ends_with_code_5(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = console.Console(lang="en")

    with pytest.raises(SystemExit) as ended:
        console.fail(told, MissingTool("Install x with: pip install x"))

    assert ended.value.code == 5
    assert capsys.readouterr().err == "Install x with: pip install x\n"


def test_what_the_machine_refuses_names_the_file() -> None:
    error = console.of_the_machine(OSError(28, "No space left on device", "a/b.html"))

    assert isinstance(error, FileError)
    assert error.params["file"] == "a/b.html"
    assert "No space left" in complaints.sentence(error, "fr")


def test_every_error_is_one_object_with_code_and_message() -> None:
    found = complaints.described(VestibuleError("Something.", path=Path("x")))

    assert (found["code"], found["message"]) == ("failed", "Something.")
    assert console.as_json(found)


def shell(*args: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process of its own."""
    command = shutil.which("vestibule", path=str(Path(sys.executable).parent))
    assert command is not None
    return subprocess.run(
        [command, *args],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "HOME": str(cwd), **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_true_process_keeps_result_and_progress_apart(tmp_path: Path) -> None:
    done = shell("new", "monpays", cwd=tmp_path, LANG="fr_ML.UTF-8")

    assert done.returncode == 0
    assert done.stdout.startswith("monpays est prêt")
    assert plain(done.stderr).startswith("Ensuite : remplissez-les")
    assert "\x1b[" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["analyse"], 2),
        (["analyse", "nowhere"], 3),
        (["--version"], 0),
    ],
)
def test_a_true_process_ends_with_the_code_that_is_documented(
    tmp_path: Path, args: list[str], code: int
) -> None:
    done = shell(*args, cwd=tmp_path, NO_COLOR="1")

    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert "\x1b[" not in done.stdout + done.stderr


def test_a_folder_that_is_not_there_is_blamed_and_no_file_in_it(
    run: Run, tmp_path: Path
) -> None:
    said = run("import", "polis", tmp_path / "nofolder", "--into", tmp_path / "d")

    assert said.code == 3
    assert "nofolder" in said.err
    assert "summary.csv" not in said.err


def test_notes_that_come_in_tell_how_many_people_were_present(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    note = tmp_path / "N-1.txt"
    note.write_text(
        "Date: 2025-03-20\nLieu: Bamako\nPrésents: 12\nConsentement: 3\n\nDes mots.\n",
        "utf-8",
    )

    said = run("import", "notes", note, "--into", filled, lang="en")

    assert said.code == 0, said.err
    assert "attendances: 1 (12 people present)" in said.out


def test_a_day_of_which_gatherings_say_nothing_is_told(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    (tmp_path / "gatherings.csv").write_text(
        "Code,Kind,Present\nUNDATED,interview,2\n", "utf-8"
    )
    run("import", "records", tmp_path / "gatherings.csv", "--into", filled)

    said = run("analyse", filled, "--as-of", "11/03/2025", lang="en")

    assert "One gathering carries no day: it is counted all the same." in said.out
