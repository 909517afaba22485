"""The public reads the files of an edition, unchanged, and nothing else."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.cast import Cast
from tests.web.inform.conftest import AT, draw
from tests.web.inform.test_publishing import LATER, published, signed

from vestibule.api import own_words
from vestibule.web.inform import folders, languages, taking_down
from vestibule.web.records.models import Draft

PUBLIC = ("/", "/fr/", "/en/", "/ar/", "/fr/portrait.html", "/data/README.txt", "/edition.json", "/SHA256SUMS", "/editions/1/", "/editions/1/fr/methode.html")  # fmt: skip


def test_before_an_edition_the_front_says_so_in_three_languages(db: None) -> None:
    response = Client().get("/")

    assert response.status_code == 200
    for said in (
        "Rien n’est encore publié",
        "Nothing is published yet",
        "لم يُنشر شيء بعد",
    ):
        assert said in response.content.decode()
    assert Client().get("/fr/").status_code == 404


def test_every_file_is_served_as_it_was_signed(team: Cast) -> None:
    published(team)
    folder = folders.release(1)
    lines = (folder / "SHA256SUMS").read_text().splitlines()

    for line in lines:
        name = line.partition("  ")[2]
        response = Client().get(f"/{quote(name)}")
        assert response.status_code == 200, name
        assert response.content == (folder / name).read_bytes(), name


def test_a_page_asks_no_database_sets_no_cookie_and_runs_nothing(team: Cast) -> None:
    published(team)
    for url in PUBLIC:
        with CaptureQueriesContext(connection) as asked:
            response = Client().get(url)
        policy = response["Content-Security-Policy"]

        assert response.status_code == 200, url
        assert len(asked) == 0, url
        assert not response.cookies, url
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert response["Cache-Control"].startswith("public")


def test_a_compressed_copy_says_the_same(team: Cast) -> None:
    published(team)
    plain = Client().get("/fr/portrait.html")
    packed = Client().get("/fr/portrait.html", headers={"accept-encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < 75_000


def test_a_reader_who_has_the_page_gets_no_second_copy(team: Cast) -> None:
    published(team)
    tag = Client().get("/fr/")["ETag"]
    again = Client().get("/fr/", headers={"if-none-match": tag})

    assert (again.status_code, again.content) == (304, b"")


def test_folders_end_with_a_slash_and_what_is_not_there_is_said_plainly(
    team: Cast,
) -> None:
    published(team)

    assert Client().get("/fr/lieux")["Location"] == "/fr/lieux/"
    missing = Client().get("/fr/nowhere.html")
    assert missing.status_code == 404
    assert "Cette page n’est pas là" in missing.content.decode()
    assert Client().get("/editions/7/").status_code == 404


PIECES = (
    "..", ".", "%2e%2e", "..%2f", "%2e%2e%2f", "..\\", "%5c", "//", "/", "~", "fr", "en", "data", "drafts",
    "releases", "site.sqlite3", "db.sqlite3", "secret", "files", "served.json", "1", "2", "1.gz", "SHA256SUMS",
    "index.html", "%00", "\u202e", "etc", "passwd", "C:", "fr/portrait.html.gz", ".new-", "%252e%252e",
)  # fmt: skip
"""What someone who looks for a way out puts together."""


def test_no_path_leads_to_a_file_that_is_not_published(
    team: Cast, a_home_of_the_test: Path
) -> None:
    published(team)
    draft = draw(LATER)
    secret = f"unpublished {draft.seal}"
    (a_home_of_the_test / "secret").write_text(secret, "utf-8")
    hidden = folders.draft(str(draft.folder))
    known = {p.read_bytes() for p in folders.release(1).rglob("*") if p.is_file()}
    drawn = np.random.default_rng(11)  # the same paths every time
    paths = ["/".join(drawn.choice((*PIECES, hidden.name), drawn.integers(1, 7))) for _ in range(1500)]  # fmt: skip
    aimed = [f"editions/1/../{hidden.parent.name}/{hidden.name}/fr/index.html", "data/../../served.json", "fr/../../1.gz/fr/index.html.gz", "editions/2/fr/index.html", "fr//etc/passwd", "data/%2e%2e/%2e%2e/secret"]  # fmt: skip
    client = Client()

    for path in (*aimed, *paths):
        for start in ("/", "/editions/1/", "/fr/"):
            response = client.get(f"{start}{path}")
            if response.status_code == 200 and "Location" not in response:
                body = b"".join(response.streaming_content) if response.streaming else response.content  # fmt: skip
                plain = response["Content-Type"].startswith("text/html") and b"/signaler/" in body  # fmt: skip
                assert body in known or plain, path
                assert secret.encode() not in body


def test_a_draft_is_read_by_the_team_and_by_nobody_else(team: Cast) -> None:
    draft = draw()
    url = f"/atelier/editions/projet/{draft.seal[:12]}/fr/index.html"

    assert team.client("esi").get(url).status_code == 200
    assert Client().get(url).status_code == 302
    assert team.client("chana").get(url).status_code == 404
    outside = f"/atelier/editions/projet/{draft.seal[:12]}/../../served.json"
    assert team.client("esi").get(outside).status_code == 404
    assert team.client("esi").get("/atelier/editions/projet/0/").status_code == 404


def test_an_edition_taken_down_is_gone_at_the_next_request(team: Cast) -> None:
    published(team)
    taking_down.take_down(
        1, "Un village se reconnaît.", by=team.person("dado"), at=LATER
    )

    for url in PUBLIC:
        response = Client().get(url)
        assert response.status_code == 410, url
        assert "Cette édition est retirée" in response.content.decode()
        assert "village" not in response.content.decode()


def test_the_next_edition_is_served_once_it_is_published(team: Cast) -> None:
    published(team)
    draft = draw(LATER)
    assert draft.edition == 2
    assert Client().get("/edition.json").json()["edition"] == 1


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nobody_writes_to_a_page(db: None, method: str) -> None:
    assert getattr(Client(), method)("/fr/").status_code == 405


def test_the_clock_of_a_draft_is_the_days(team: Cast) -> None:
    assert signed(team).drawn_on == AT.date()
    assert Draft.objects.count() == 1


def test_a_language_that_was_brought_is_in_the_next_edition(
    team: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_words, "ENOUGH", 0)
    folder = languages.folder() / own_words.FOLDER / "bm"
    folder.mkdir(parents=True)
    (folder / "site.toml").write_text('own_name = "bamanankan"\n', "utf-8")
    published(team)

    told = {url: Client().get(url) for url in ("/bm/", "/bm/methode.html", "/ff/")}

    assert [one.status_code for one in told.values()] == [200, 200, 404]
    assert told["/bm/"]["Content-Language"] == "bm"
    assert "bamanankan" in Client().get("/fr/").content.decode()
    draft = Draft.objects.get()
    assert {"ar", "bm", "en", "fr"} == {*draft.parts[0]["languages"]}
    (said,) = [one for one in draft.checks if one["key"] == "languages"]
    assert said["params"]["lacking"]["bm"] > 100
