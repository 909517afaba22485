"""Files that are brought under hostile names, and those that are carried away."""

from __future__ import annotations

import io
import re
import secrets
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.hostile import told, world
from tests.web.hostile.payloads import PAYLOADS, Payload, drawn, folded
from tests.web.hostile.sending import check_headers

from vestibule.web.records.models import Job
from vestibule.web.work import uploads, worker

pytestmark = pytest.mark.django_db

CONTENT = b"a,b\n1,2\n"

BORDER = "hostile-border"

FEW = tuple(one for one in drawn(10, seed=4) if one.kind != "long")[:3]

NAMED = tuple(one for one in PAYLOADS if one.kind in {"name", "header", "sign"})


@pytest.fixture
def client() -> Client:
    return world.guest()


def in_browser(name: str) -> bytes:
    """Return the name of a file as a browser writes it in what it sends."""
    for sign, code in (('"', "%22"), ("\r", "%0D"), ("\n", "%0A")):
        name = name.replace(sign, code)
    return name.encode("utf-8", "replace")


def as_it_is(name: str) -> bytes:
    """Return the name as a hostile hand writes it there."""
    return name.encode("utf-8", "replace")


def sent(client: Client, address: str, name: bytes, content: bytes, **fields: str) -> HttpResponse:  # fmt: skip
    """Send a form with a file under a name that nobody cleaned."""
    lines = [
        f'--{BORDER}\r\nContent-Disposition: form-data; name="{one}"\r\n\r\n{value}\r\n'.encode()
        for one, value in fields.items()
    ]
    field = "file" if "langues" in address else "brought"
    lines += [b"--", BORDER.encode(), b'\r\nContent-Disposition: form-data; name="', field.encode(), b'"; filename="', name, b'"\r\nContent-Type: text/csv\r\n\r\n', content, f"\r\n--{BORDER}--\r\n".encode()]  # fmt: skip
    kind = f"multipart/form-data; boundary={BORDER}"
    return client.post(address, b"".join(lines), content_type=kind)


def zipped(names: list[str]) -> bytes:
    """Return an archive of files with names that nobody cleaned."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two of them are called the same
        for name in names:
            one = zipfile.ZipInfo("x")
            one.filename = name.encode("utf-8", "replace").decode()  # a NUL too
            archive.writestr(one, CONTENT)
    return held.getvalue()


def outside(home: Path) -> list[str]:
    """Return files that lie elsewhere than in the folder of an upload, as a file of it."""
    folder = re.compile(rf"{uploads.FOLDER}/[0-9a-f]{{24}}/[^/]+")
    kept = [one.relative_to(home).as_posix() for one in home.rglob("*") if one.is_file()]  # fmt: skip
    return [one for one in kept if not folder.fullmatch(one) and not one.startswith("files/")]  # fmt: skip


def brought(client: Client, home: Path, name: bytes, content: bytes) -> Iterator[HttpResponse]:  # fmt: skip
    """Bring a file in, let it be read, and yield the pages that tell of it."""
    given = {"source": "records", "new": secrets.token_hex(16)}
    answer = sent(client, reverse("listen:imports"), name, content, **given)
    assert outside(home) == []
    yield answer
    if answer.status_code == 302:
        yield client.get(answer["Location"])
        worker.step(timezone.now())
        yield client.get(answer["Location"])
        yield client.get(reverse("listen:imports"))
    assert outside(home) == []
    assert not [*(home / uploads.FOLDER).glob("*")] if (home / uploads.FOLDER).is_dir() else True  # fmt: skip


def wrong(pages: Iterator[HttpResponse]) -> list[str]:
    """Return what is amiss on pages that tell of a file."""
    found = []
    for answer in pages:
        check_headers(answer)
        if answer.status_code >= 500:
            found.append(told.failure(answer))
        elif told.kind_of(answer) == "text/html":
            found += told.page(answer.content.decode()).amiss
    return found


def tried(client: Client, home: Path, payloads: tuple[Payload, ...]) -> list[str]:
    """Bring files under names and in archives of names; return what is amiss."""
    found = []
    for one in payloads:
        for written in (in_browser, as_it_is):
            name = written(f"{one.text[:300]}.csv")
            found += wrong(brought(client, home, name, CONTENT))
        archive = zipped([f"{one.text[:60_000]}.csv", f"notes/{one.text[:100]}.csv"])
        found += wrong(brought(client, home, b"x.zip", archive))
    return found


def test_files_under_hostile_names_stay_in_their_folder_and_run_nowhere(
    client: Client, a_home_of_the_test: Path
) -> None:
    assert tried(client, a_home_of_the_test, FEW) == []


@pytest.mark.proof
def test_five_hundred_hostile_names_stay_in_their_folder_and_run_nowhere(
    client: Client, a_home_of_the_test: Path
) -> None:
    assert tried(client, a_home_of_the_test, PAYLOADS) == []
    assert Job.objects.count() > 500


@pytest.mark.parametrize("name", ["../../../db.sqlite3", "/etc/passwd", "..\\..\\x.csv", "a/../../b.csv", "C:\\boot.csv", "\x00x.csv", "x\x00/"])  # fmt: skip
def test_a_path_in_a_name_is_no_path(client: Client, a_home_of_the_test: Path, name: str) -> None:  # fmt: skip
    pages = [
        *brought(client, a_home_of_the_test, name.encode(), CONTENT),
        *brought(client, a_home_of_the_test, b"x.zip", zipped([name])),
    ]

    assert wrong(iter(pages)) == []
    assert outside(a_home_of_the_test) == []
    assert not (a_home_of_the_test.parent / "db.sqlite3").exists()


def workbook(text: str) -> bytes:
    """Return a translator's workbook that says one sentence."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["key", "form", "used", "fr", "en", "bm"])
    sheet.append(["site.own_name", "", "", "", "", ""])
    cell = sheet.cell(2, 6, value="x")
    cell.value, cell.data_type = text, "s"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def translated(client: Client, text: str) -> tuple[bool, list[str]]:
    """Bring a sentence; return whether it is said, and the cells that go out again."""
    sent(client, reverse("inform:language_in"), b"bm.xlsx", workbook(text), lang="bm")
    page = client.get(reverse("inform:languages"))
    assert told.page(page.content.decode()).amiss == []
    answer = client.get(reverse("inform:language_out", args=["bm"]))
    assert answer["Content-Disposition"] == 'attachment; filename="vestibule-bm.xlsx"'
    cells = [*told.workbook(answer.content)]  # none of which is a formula
    return any(folded(text) == folded(cell) for cell in cells), cells


def sayable(payloads: tuple[Payload, ...]) -> list[str]:
    """Return what a workbook can hold at all: the format knows no control signs."""
    return [one.text for one in payloads if len(one.text) < 2_000 and not openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(one.text) and "\ud83d" not in one.text and "\uffff" not in one.text]  # fmt: skip


def test_a_sentence_of_a_translator_goes_out_again_as_words(client: Client) -> None:
    kept, _ = translated(client, "<img data-hostile src=x onerror=hostile(1)>")
    formula, cells = translated(client, "=1+1")

    assert kept
    assert not formula
    assert "=1+1" not in cells


@pytest.mark.proof
def test_five_hundred_sentences_of_translators_are_words_or_are_refused(
    client: Client,
) -> None:
    texts = sayable(PAYLOADS)
    said = [translated(client, text)[0] for text in texts]

    assert len(texts) > 500
    assert sum(said) > 400
