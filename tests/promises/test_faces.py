"""What one face of a number hides, no other prints: pages, CSV, JSON, three languages."""

from __future__ import annotations

import re

import pytest
from tests.promises import faces, site_read

from vestibule.inform import site

Files = dict[str, str]


@pytest.fixture(scope="module")
def files() -> Files:
    """Return the folder of one edition; it is copied before it is changed."""
    return site.site(site_read.edition(0)[1]).files()


def changed(files: Files, name: str, before: str, after: str) -> tuple[str, Files]:
    """Return the first file of that name in which something can be said otherwise."""
    for path in sorted(files):
        if re.fullmatch(name, path):
            text, n = re.subn(before, after, files[path], count=1, flags=re.DOTALL)
            if n:
                return path, {**files, path: text}
    raise AssertionError(f"no file {name} says {before}")


def test_all_faces_of_an_edition_agree(files: Files) -> None:
    assert list(faces.apart(files)) == []


@pytest.mark.parametrize(
    ("name", "before", "after", "found"),
    [
        # a number, and a number that is withheld, in the CSV of a view
        (r"fr/paroles/lieu-[^-]+\.csv", r"(count,\w+,[^\n]*?,)\d+", r"\g<1>987", "CSV and JSON"),
        (r"ar/paroles/.*\.csv", r"(\ncount,\w+,[^\n]*?,)\d+(,\d*,1,)", r"\1x\2", "CSV and JSON"),
        # in the table of its page
        (r"en/paroles/lieu-[^-]+\.html", r'(id="comptes".*?<td>[^\d]*)\d+', r"\g<1>987", "page and JSON"),
        # in a figure's data, and in a figure of another page than the portrait
        (r"fr/tables/figure-\d+-tiles\.json", r'"count": \d+', '"count": 987', "CSV and JSON"),
        (r"fr/entente\.html", r'(<figure[^>]*class="fig .*?)\d+( |<)', r"\g<1>987\2", "fig-"),
    ],
)  # fmt: skip
def test_a_face_that_says_something_else_is_named(
    files: Files, name: str, before: str, after: str, found: str
) -> None:
    path, told = changed(files, name, before, after)

    said = list(faces.apart(told))

    assert any(one.startswith(found) for one in said), said
    assert path.rpartition(".")[0] in " ".join(said)


def test_a_language_that_shows_more_than_another_is_named(files: Files) -> None:
    path, told = changed(files, r"ar/paroles/lieu-[^-]+\.json", r'"count": \d+', '"count": 987')  # fmt: skip

    assert f"ar and fr of {path.removeprefix('ar/')}" in faces.apart(told)


def test_a_number_the_pack_prints_and_a_page_withholds_is_found(files: Files) -> None:
    hidden = r'(heard,[^\n]*?,region[^\n]*?,)"non montré[^"]*","non montré[^"]*"'
    _, told = changed(files, r"data/heard\.csv", hidden, r"\g<1>12,n/a")

    leaks = site_read.attacked(*site_read.edition(0), told).leaks

    assert {one.split(": ")[0] for one in leaks} >= {"hidden here, printed there"}
