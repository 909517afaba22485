"""Whoever does research brings files in from a page, and reads what became of them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import autodiscover_modules
from tests.web import cast
from tests.web.cast import AT, Cast
from tests.web.work.test_imports import COMMENTS, SUMMARY, VOTES, arriving

from vestibule.cli import imports as cli
from vestibule.dossier import declaration
from vestibule.web.records import declarations, jobs, writing
from vestibule.web.records.models import AuditEntry, Job, Vote
from vestibule.web.work import imports, uploads, worker
from vestibule.words import Catalogue

PAGE = "/atelier/imports/"
FORM = "ab" * 16

autodiscover_modules("jobs")

CONVERSATION = {"comments.csv": COMMENTS, "votes.csv": VOTES, "summary.csv": SUMMARY}


@pytest.fixture
def team(db: None) -> Cast:
    return cast.gather()


def zipped(files: dict[str, bytes], folder: str = "export/") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(folder + name, content)
    return held.getvalue()


def sent(team: Cast, source: str, *files: tuple[str, bytes], **more: Any) -> Any:
    given = [SimpleUploadedFile(name, content) for name, content in files]
    told = {"source": source, "brought": given, "new": more.get("new", FORM)}
    return team.client(more.get("by", "bako")).post(
        PAGE, told, headers={"accept-language": more.get("lang", "en")}
    )


def outcome(team: Cast, url: str, by: str = "bako", **headers: str) -> str:
    told = {"accept-language": "en", **headers}
    return team.client(by).get(url, headers=told).content.decode()


def brought(team: Cast, source: str, *files: tuple[str, bytes], **more: Any) -> str:
    answer = sent(team, source, *files, **more)
    assert answer.status_code == 302, answer.content.decode()
    worker.step(AT)
    return outcome(team, answer["Location"])


def wrong(answer: Any) -> str:
    assert answer.status_code == 200
    assert not Job.objects.exists()
    assert arriving() == []
    return answer.content.decode()


def a_process() -> None:
    text = 'key = "p"\ntitle = { en = "P" }\nquestion = { en = "?" }\n'
    declarations.declare(declaration.parse(text).text, at=AT, by="dado")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_sheet_of_another_name_is_told_in_the_language_of_who_reads(
    team: Cast, lang: str
) -> None:
    a_process()
    answer = sent(team, "records", ("Rencontre {n}.csv", b"a,b\n1,2\n"), lang=lang)
    worker.step(AT)
    headers = {"accept-language": lang}

    assert "Rencontre {n}" in outcome(team, answer["Location"], **headers)
    assert team.client("bako").get(PAGE, headers=headers).status_code == 200


def test_the_page_offers_what_the_command_line_imports(team: Cast) -> None:
    a_process()

    page = outcome(team, PAGE)

    assert set(imports.SOURCES) == set(cli.command.commands)
    for source in imports.SOURCES:
        assert f'value="{source}"' in page
    assert page.count("multipart/form-data") == 1
    assert f'href="{PAGE}"' in outcome(team, "/atelier/travaux/")


def test_a_zipped_conversation_comes_in_and_says_what_came(team: Cast) -> None:
    page = brought(team, "polis", ("export.zip", zipped(CONVERSATION)))

    assert Vote.objects.count() == 2
    assert "8 records came in" in page
    assert '<th scope="row">votes</th><td class="r">2</td>' in page
    assert "Nothing was left out." in page
    assert arriving() == []


def test_file_by_file_it_is_the_same(team: Cast) -> None:
    one = brought(team, "polis", *CONVERSATION.items())
    two = brought(team, "polis", ("export.zip", zipped(CONVERSATION)), new="cd" * 16)

    assert "8 records came in" in one
    assert "Nothing new came in" in two
    assert "8 records were here already" in two


def test_a_form_sent_twice_brings_once(team: Cast) -> None:
    first, second = (sent(team, "polis", *CONVERSATION.items()) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Job.objects.count() == 1
    assert len(arriving()) == 1
    worker.step(AT)
    assert sent(team, "polis", *CONVERSATION.items())["Location"] == first["Location"]
    assert arriving() == []


def test_of_two_forms_at_once_the_later_s_files_go(
    team: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the second arrives while the first is still being received
    receive = uploads.receive

    def slow(files: Any) -> str:
        monkeypatch.setattr(uploads, "receive", receive)
        sent(team, "polis", *CONVERSATION.items())
        return receive(files)

    monkeypatch.setattr(uploads, "receive", slow)
    sent(team, "polis", *CONVERSATION.items())

    assert Job.objects.count() == 1
    assert [one.name for one in arriving()] == [Job.objects.get().wanted["files"]]


def test_a_wrong_cell_is_named_and_the_same_page_leads_back(team: Cast) -> None:
    bad = {**CONVERSATION, "votes.csv": VOTES.replace(b"0,1,-1", b"0,1,7")}

    page = brought(team, "polis", ("export.zip", zipped(bad)))

    assert "votes.csv, line 3" in page
    assert "Nothing came in" in page
    assert not Vote.objects.exists()
    assert f'class="btn main" href="{PAGE}"' in page


def test_what_waits_for_a_reader_is_said_where_it_came_in(team: Cast) -> None:
    touching = COMMENTS.replace(b"Water comes first.", b"My ethnicity is on my card.")

    page = brought(team, "polis", *{**CONVERSATION, "comments.csv": touching}.items())

    assert "1 statement waits for someone to read it" in page
    assert "sensibilite=undecided" in page


def test_what_a_reader_left_aside_is_said_with_its_reason(team: Cast) -> None:
    result = {"added": {"codings": 3}, "aside": {"wordless": 2}, "known": 1}
    result |= {"left": {"excerpts": 1}}
    job = Job.objects.create(
        kind="import",
        wanted={"reader": "qda"},
        asked_at=AT,
        asked_by="bako",
        state="done",
        ended_at=AT,
        result=result,
    )

    page = outcome(team, f"{PAGE}{job.pk}/")

    assert "3 records came in" in page
    assert "2 coded segments of pictures" in page
    assert "1 record was here already" in page
    assert "1 record left by a withdrawal (excerpts)" in page


def test_what_was_withdrawn_stays_away_and_the_page_says_so(team: Cast) -> None:
    brought(team, "polis", *CONVERSATION.items())
    one = Vote.objects.order_by("pk").first()
    assert one is not None
    writing.withdraw("votes", one.pk, origin="site", by="dado", at=AT)

    page = brought(team, "polis", *CONVERSATION.items(), new="cd" * 16)

    assert "Nothing new came in" in page
    assert "8 records were here already, or had been withdrawn" in page
    assert not Vote.objects.filter(pk=one.pk).exists()


def test_a_running_import_shows_its_bar_and_how_to_stop_it(team: Cast) -> None:
    url = sent(team, "polis", *CONVERSATION.items())["Location"]
    Job.objects.update(state="running", step="checking", done=1, of=3)

    page, part = outcome(team, url), outcome(team, url, **{"hx-request": "true"})

    assert '<progress value="1" max="3" aria-label="1 of 3">' in page
    assert "checking" in page
    assert f'href="{url}">See how far it is' in page
    assert part.startswith('<div id="outcome" hx-get')
    assert "<html" not in part


def test_an_import_that_is_stopped_leaves_nothing(team: Cast) -> None:
    url = sent(team, "polis", *CONVERSATION.items())["Location"]

    stopped = team.client("bako").post(f"{url}arreter/")
    worker.step(AT)

    assert stopped["Location"] == url
    assert "This import was stopped: nothing came in." in outcome(team, url)
    assert not Vote.objects.exists()
    assert AuditEntry.objects.filter(table="site_jobs", by="bako").count() == 2


def test_a_running_import_stops_at_its_next_step(team: Cast) -> None:
    url = sent(team, "polis", *CONVERSATION.items())["Location"]
    taken = jobs.take(at=AT)
    assert taken is not None

    team.client("bako").post(f"{url}arreter/")
    assert "Stops at the next step." in outcome(team, url)
    jobs.run(taken, now=lambda: AT)

    assert Job.objects.get().state == "cancelled"
    assert not Vote.objects.exists()
    assert arriving() == []


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Choose the files"),
        ([("photo.jpg", b"x")], "None of these files can be read here: bring .csv"),
        ([("export.zip", b"PK but no zip")], "export.zip cannot be unpacked"),
        ([("export.zip", zipped({}))], "export.zip holds no file"),
        (
            [("a.zip", zipped({"x/votes.csv": b"", "y/votes.csv": b""}))],
            "Two files are called votes.csv",
        ),
        ([("a.csv", b"1"), ("a.csv", b"2")], "Two files are called a.csv"),
        ([("x" * 230 + ".csv", b"1")], "a name that cannot be kept"),
    ],
)
def test_wrong_files_are_answered_by_a_sentence(
    team: Cast, files: list[tuple[str, bytes]], said: str
) -> None:
    assert said in wrong(sent(team, "polis", *files))


def test_what_comes_out_of_an_archive_is_counted(
    team: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    swollen = ("a.zip", zipped({"votes.csv": b"0" * 5_000_000}))
    monkeypatch.setattr(uploads, "MOST_BYTES", 1_000_000)
    assert "megabytes together" in wrong(sent(team, "polis", swollen))

    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    many = ("a.zip", zipped(CONVERSATION))
    assert "2 files at most" in wrong(sent(team, "polis", many))


def test_a_locked_archive_and_a_cut_one_are_refused(team: Cast) -> None:
    content = bytearray(zipped({"votes.csv": b"1" * 50}))
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    cut = bytearray(zipped({"votes.csv": bytes(range(256)) * 40}))
    cut[60] ^= 0xFF

    assert "locked by a password" in wrong(
        sent(team, "polis", ("a.zip", bytes(content)))
    )
    assert "cannot be unpacked" in wrong(sent(team, "polis", ("a.zip", bytes(cut))))


def test_what_desktops_leave_in_an_archive_is_left_out(team: Cast) -> None:
    files = {**CONVERSATION, "__MACOSX/._votes.csv": b"x", ".DS_Store": b"x"}

    assert "8 records came in" in brought(team, "polis", ("a.zip", zipped(files)))


def test_a_refusal_is_said_in_french_too(team: Cast) -> None:
    answer = sent(team, "polis", ("photo.jpg", b"x"), lang="fr")

    assert "Aucun de ces fichiers ne se lit ici" in wrong(answer)


@pytest.mark.parametrize("source", ["", "runes"])
def test_what_is_brought_is_asked(team: Cast, source: str) -> None:
    assert "Say what you bring." in wrong(sent(team, source, ("a.csv", b"1")))


def test_an_empty_site_offers_what_may_begin_one(team: Cast) -> None:
    page = outcome(team, PAGE)

    assert 'value="polis"' in page
    assert 'value="notes"' not in page
    assert "This site holds no process yet" in page


def test_only_the_partner_s_own_imports_are_shown_and_stopped(team: Cast) -> None:
    url = sent(team, "polis", *CONVERSATION.items())["Location"]

    assert url not in outcome(team, PAGE, by="hawa")
    assert team.client("hawa").get(url).status_code == 404
    assert team.client("hawa").post(f"{url}arreter/").status_code == 404
    assert url in outcome(team, PAGE)
    assert Job.objects.get().state == "waiting"


def test_who_may_not_import_finds_no_page(team: Cast) -> None:
    for name in ("amina", "esi", "fanta"):
        assert team.client(name).get(PAGE).status_code == 404


def test_a_form_that_is_not_ours_brings_nothing(team: Cast) -> None:
    answer = sent(team, "polis", *CONVERSATION.items(), new="x")

    assert answer.status_code == 404
    assert not Job.objects.exists()
    assert arriving() == []


def test_the_list_asks_as_many_questions_of_one_import_as_of_ten(team: Cast) -> None:
    browser = team.client("bako")

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            browser.get(PAGE)
        return len(found)

    made = {"kind": "import", "asked_at": AT, "asked_by": "bako", "wanted": {}}
    Job.objects.create(**made)
    asked()
    few = asked()
    for _ in range(9):
        Job.objects.create(**made)

    assert few == asked() <= 9


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_source_has_a_name_and_a_hint(lang: str) -> None:
    words = Catalogue(lang)

    for source, told in imports.SOURCES.items():
        assert f"web_jobs.imports.{source}" in words
        assert told.endings[0] in words(
            f"web_imports.sources.{source}", endings=told.endings
        )


def test_files_wait_where_only_the_site_looks(team: Cast) -> None:
    sent(team, "polis", *CONVERSATION.items())

    (folder,) = arriving()
    assert folder.stat().st_mode & 0o077 == 0
    assert str(folder).startswith(str(settings.HOME))


def test_the_home_page_leads_to_it_for_who_may_import(team: Cast) -> None:
    a_process()

    home = "/atelier/couverture/"
    assert f'<p class="more"><a href="{PAGE}">' in outcome(team, home)
    assert PAGE not in outcome(team, home, by="amina")
