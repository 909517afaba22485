"""Files come in whole, under the partner who brought them, or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import autodiscover_modules
from tests.web import cast

from vestibule.errors import FileError
from vestibule.web.records import declarations, frames, jobs
from vestibule.web.records.models import AuditEntry, Job, OriginOwner
from vestibule.web.work import uploads, worker

pytestmark = pytest.mark.django_db

AT = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)

COMMENTS = (
    b"timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    b"1000,x,0,0,2,0,1,Water comes first.\n"
)
VOTES = b"timestamp,datetime,comment-id,voter-id,vote\n1001,x,0,0,1\n1002,x,0,1,-1\n"
SUMMARY = (
    b"topic,Water\nurl,x\nvoters,2\nvoters-in-conv,2\ncommenters,1\ncomments,1\n"
    b"groups,0\nconversation-description,Who drinks?\n"
)

autodiscover_modules("jobs")


def brought(reader: str, *files: tuple[str, bytes], by: str = "bako") -> Job:
    token = uploads.receive((name, [content]) for name, content in files)
    asked = jobs.ask("import", wanted={"reader": reader, "files": token}, by=by, at=AT)
    worker.step(AT)
    return Job.objects.get(pk=asked.pk)


def conversation(by: str = "bako") -> Job:
    return brought(
        "polis",
        ("comments.csv", COMMENTS),
        ("votes.csv", VOTES),
        ("summary.csv", SUMMARY),
        by=by,
    )


def arriving() -> list[Path]:
    root = Path(settings.HOME) / uploads.FOLDER
    return list(root.iterdir()) if root.is_dir() else []


def test_a_conversation_begins_an_empty_site_under_its_partner() -> None:
    cast.gather()
    declared_before = declarations.latest()

    job = conversation()

    assert declared_before is None
    assert job.error is None
    assert job.result["added"]["votes"] == 2
    assert frames.dossier_of().table("votes").height == 2
    owner = OriginOwner.objects.get(origin_id=job.result["origin"])
    assert (owner.partner.key, owner.kind) == ("bridge", "import")
    entry = AuditEntry.objects.get(table="site_jobs", record=str(job.pk))
    assert (entry.act, entry.by) == ("write", "bako")


def test_the_same_files_again_bring_nothing() -> None:
    cast.gather()
    conversation()

    again = conversation()

    assert (again.state, again.result["added"]) == ("done", {})


def test_after_an_import_its_files_are_gone_however_it_ended() -> None:
    cast.gather()

    done = conversation()
    failed = brought("polis", ("comments.csv", b"nothing\n"))

    assert (done.state, failed.state) == ("done", "failed")
    assert arriving() == []


def test_a_wrong_cell_is_named_by_file_line_and_column() -> None:
    cast.gather()
    wrong = VOTES.replace(b"1002,x,0,1,-1", b"1002,x,0,1,7")

    job = brought(
        "polis",
        ("comments.csv", COMMENTS),
        ("votes.csv", wrong),
        ("summary.csv", SUMMARY),
    )

    assert job.state == "failed"
    problem = job.error["problems"][0]
    assert (problem["file"], problem["line"]) == ("votes.csv", 3)
    assert declarations.latest() is None


@pytest.mark.parametrize("reader", ["records", "notes", "map"])
def test_other_files_ask_for_a_process_first(reader: str) -> None:
    cast.gather()

    job = brought(reader, ("gatherings.csv", b"code\nx\n"))

    assert job.error["reason"] == "no-process"


def test_coded_excerpts_come_one_project_at_a_time() -> None:
    cast.gather()
    conversation()

    job = brought("qda", ("a.qdpx", b""), ("b.qdpx", b""), ("gatherings.csv", b""))

    assert job.error["reason"] == "one-project"


def test_a_file_that_no_reader_knows_is_refused() -> None:
    cast.gather()

    assert brought("runes", ("a.txt", b"")).error["reason"] == "no-reader"


def test_whoever_has_no_account_brings_nothing() -> None:
    assert conversation(by="nobody").error["reason"] == "no-account"


def test_files_that_are_gone_are_asked_for_again() -> None:
    cast.gather()
    token = uploads.receive([("votes.csv", [b""])])
    asked = jobs.ask(
        "import", wanted={"reader": "polis", "files": token}, by="bako", at=AT
    )
    uploads.remove(token)
    worker.step(AT)

    asked.refresh_from_db()
    assert asked.error["reason"] == "no-upload"


class TestUploads:
    """Files wait in a folder of their own."""

    @pytest.mark.parametrize("name", ["", "..", "\x07.csv", "x" * 201])
    def test_a_name_that_cannot_be_kept_is_refused(self, name: str) -> None:
        with pytest.raises(FileError, match="short one") as refused:
            uploads.receive([(name, [b""])])

        assert refused.value.params["reason"] == "file-name"
        assert arriving() == []

    @pytest.mark.parametrize("name", ["/etc/notes.txt", "..\\notes.txt", "notes.txt"])
    def test_only_the_last_part_of_a_name_is_kept(self, name: str) -> None:
        token = uploads.receive([(name, [b"a", b"b"])])

        assert (uploads.folder_of(token) / "notes.txt").read_bytes() == b"ab"

    def test_two_files_of_one_name_are_refused(self) -> None:
        with pytest.raises(FileError, match="another name"):
            uploads.receive([("a.csv", [b""]), ("b/a.csv", [b""])])

    def test_too_much_is_refused_and_leaves_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(uploads, "MOST_BYTES", 3)
        with pytest.raises(FileError, match="several times"):
            uploads.receive([("a.csv", [b"12", b"34"])])
        monkeypatch.setattr(uploads, "MOST_FILES", 1)
        with pytest.raises(FileError, match="1 files at most"):
            uploads.receive([("a.csv", [b""]), ("b.csv", [b""])])

        assert arriving() == []

    @pytest.mark.parametrize("token", ["", "../../etc", "Z" * 24])
    def test_another_folder_is_never_opened(self, token: str) -> None:
        with pytest.raises(FileError, match="not here"):
            uploads.folder_of(token)

    def test_only_files_that_work_in_line_will_read_stay(self) -> None:
        uploads.sweep()
        lost, kept = (uploads.receive([("a.csv", [b""])]) for _ in range(2))
        jobs.ask("import", wanted={"files": kept}, by="bako", at=AT)

        uploads.sweep()

        assert [folder.name for folder in arriving()] == [kept] != [lost]
