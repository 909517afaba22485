"""An edition is published by two partners, for the same bytes, or not at all."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from tests.web.cast import Cast
from tests.web.inform.conftest import AT, TODAY, draw

from vestibule.web.inform import folders, queries, serving, signing
from vestibule.web.inform.signing import NotSigned
from vestibule.web.records import entry, frames, writing
from vestibule.web.records.models import (
    Attendance,
    AuditEntry,
    Draft,
    Gathering,
    ReleaseFolder,
    Signature,
)
from vestibule.words import Catalogue

LATER = AT + dt.timedelta(hours=3)


def signed(team: Cast) -> Draft:
    """Return a draft that two partners signed."""
    draft = draw()
    signing.sign(draft.seal, by=team.person("esi"), at=LATER)
    signing.sign(draft.seal, by=team.person("wassa"), at=LATER)
    return draft


def published(team: Cast) -> int:
    return signing.publish(signed(team).seal, by=team.person("wassa"), at=LATER)


def why(call: pytest.ExceptionInfo[NotSigned]) -> object:
    return call.value.params["why"]


def test_two_partners_publish_the_bytes_they_signed(team: Cast) -> None:
    draft = signed(team)
    assert folders.holds(folders.draft(str(draft.folder))) == draft.files_sha256

    number = signing.publish(draft.seal, by=team.person("wassa"), at=LATER)

    assert number == 1
    assert folders.holds(folders.release(1)) == draft.files_sha256
    assert ReleaseFolder.objects.get().sha256 == draft.files_sha256
    assert serving.served().current == 1


def test_the_records_hold_the_edition_and_every_cell_it_printed(team: Cast) -> None:
    published(team)
    dossier = frames.dossier_of()
    release = dossier.current("releases").to_dicts()[0]
    cells = dossier.current("published")

    assert (release["edition"], release["published_on"]) == (1, TODAY)
    assert (release["signed_by"], release["second_signed_by"]) == ("esi", "wassa")
    assert release["sha256"] == Draft.objects.get().content_sha256
    assert json.loads(release["cut"]) == Draft.objects.get().cut
    assert cells.height > 10
    assert set(cells["edition"]) == {1}


def test_the_journal_tells_who_signed_and_who_published(team: Cast) -> None:
    published(team)

    acts = AuditEntry.objects.filter(act__in=("sign", "publish")).order_by("number")
    assert [(one.act, one.by) for one in acts] == [
        ("sign", "esi"),
        ("sign", "wassa"),
        ("publish", "wassa"),
    ]


def test_one_person_does_not_sign_twice(team: Cast) -> None:
    draft = draw()
    signing.sign(draft.seal, by=team.person("esi"), at=LATER)

    with pytest.raises(NotSigned) as call:
        signing.sign(draft.seal, by=team.person("esi"), at=LATER)

    assert why(call) == "yours"


def test_two_people_of_one_partner_are_one_signature(team: Cast) -> None:
    draft = draw()
    signing.sign(draft.seal, by=team.person("esi"), at=LATER)

    with pytest.raises(NotSigned) as call:
        signing.sign(draft.seal, by=team.person("ibo"), at=LATER)

    assert why(call) == "partner"
    assert Signature.objects.count() == 1


def test_one_signature_publishes_nothing(team: Cast) -> None:
    draft = draw()
    signing.sign(draft.seal, by=team.person("esi"), at=LATER)

    with pytest.raises(NotSigned) as call:
        signing.publish(draft.seal, by=team.person("esi"), at=LATER)

    assert why(call) == "lacking"
    assert not ReleaseFolder.objects.exists()
    assert serving.served().current is None


def test_a_correction_between_two_signatures_strikes_the_first_out(team: Cast) -> None:
    draft = draw()
    signing.sign(draft.seal, by=team.person("esi"), at=LATER)
    row = frames.table_frame("gatherings").to_dicts()[0]
    own = {c.name: row[c.name] for c in Gathering.TABLE.own}
    entry.write(
        "gatherings",
        {**own, "supersedes": row["id"]},
        by=team.person("wassa"),
        at=LATER,
    )

    with pytest.raises(NotSigned) as call:
        signing.sign(draft.seal, by=team.person("wassa"), at=LATER)

    given = signing.standing(draft, TODAY)
    assert why(call) == "struck"
    assert given.struck is not None
    assert (given.struck.why, given.struck.table) == ("corrected", "gatherings")
    assert given.lacking == 2


def test_a_withdrawal_strikes_out_and_lets_the_drafts_files_go(team: Cast) -> None:
    draft = signed(team)
    where = folders.draft(str(draft.folder))
    assert where.is_dir()
    person = Attendance.objects.order_by("pk")[0]

    writing.withdraw("attendances", person.pk, origin="well-1", by="dado", at=LATER)
    with pytest.raises(NotSigned) as call:
        signing.publish(draft.seal, by=team.person("wassa"), at=LATER)

    draft.refresh_from_db()
    assert why(call) == "struck"
    assert not where.exists()
    assert (draft.folder, draft.told, draft.checks) == (None, {}, [])


def test_a_new_record_strikes_nothing_out_and_is_not_in_the_edition(team: Cast) -> None:
    draft = signed(team)
    row = frames.table_frame("gatherings").to_dicts()[0]
    own = {c.name: row[c.name] for c in Gathering.TABLE.own}
    entry.write("gatherings", {**own, "code": "new"}, by=team.person("esi"), at=LATER)

    assert signing.standing(draft, TODAY).may_go_out
    assert signing.publish(draft.seal, by=team.person("esi"), at=LATER) == 1


def test_a_draft_that_was_made_anew_is_signed_anew(team: Cast) -> None:
    first = signed(team)
    second = draw()

    assert first.seal != second.seal
    with pytest.raises(NotSigned) as call:
        signing.publish(first.seal, by=team.person("esi"), at=LATER)
    assert why(call) == "struck"
    assert signing.standing(second, TODAY).lacking == 2
    assert len(signing.signatures_before(second)) == 2


def test_a_check_that_refuses_lets_nobody_sign(team: Cast) -> None:
    draft = draw()
    draft.checks = [{"key": "traces", "state": "refused", "params": {}}]
    draft.save()

    with pytest.raises(NotSigned) as call:
        signing.sign(draft.seal, by=team.person("esi"), at=LATER)

    assert why(call) == "refused"


def test_a_file_that_changed_on_the_disk_is_not_published(team: Cast) -> None:
    draft = signed(team)
    page = folders.draft(str(draft.folder)) / "fr/index.html"
    page.write_text(page.read_text("utf-8") + "<p>more</p>", "utf-8")

    with pytest.raises(NotSigned) as call:
        signing.publish(draft.seal, by=team.person("esi"), at=LATER)

    assert why(call) == "damaged"


def test_publishing_twice_publishes_once(team: Cast) -> None:
    draft = signed(team)
    for _ in range(2):
        assert signing.publish(draft.seal, by=team.person("esi"), at=LATER) == 1

    assert ReleaseFolder.objects.count() == 1
    assert len(frames.dossier_of().current("releases")) == 1


def test_what_nobody_drew_is_neither_signed_nor_published(team: Cast) -> None:
    for act in (signing.sign, signing.publish):
        with pytest.raises(NotSigned) as call:
            act("0" * 64, by=team.person("esi"), at=LATER)
        assert why(call) == "gone"


def test_an_edition_published_elsewhere_names_who_signed_there(team: Cast) -> None:
    row = {
        "edition": 1,
        "cut": "{}",
        "sha256": "0" * 64,
        "records": 3,
        "published_on": TODAY,
        "signed_by": "S1",
        "second_signed_by": "S2",
    }
    entry.write("releases", row, by=team.person("esi"), at=AT)
    ReleaseFolder.objects.create(
        edition=1, sha256="0" * 64, folder="1", frozen_at=AT, frozen_by="machine"
    )

    [edition] = queries.editions()

    assert edition.signed == ("S1", "S2")
    draft = Draft(edition=2, told={"findings": {}, "gatherings": 3, "places": {}})
    [told] = queries.difference(draft, Catalogue("en"))
    assert told.says.startswith("The edition before was not prepared at this workshop")
