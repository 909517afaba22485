"""What comes in from files is held to the reach of who brings it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.listen.refi import programs
from tests.listen.refi.programs import PROGRAMS, Told
from tests.web import cast
from tests.web.cast import Cast
from tests.web.records.writers import TEXT
from tests.web.work.test_imports import AT, brought, conversation

from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.records import access, bringing, declarations, jobs, reached
from vestibule.web.records.models import (
    Attendance,
    Claim,
    Coding,
    Consent,
    Excerpt,
    Gathering,
    Job,
    Origin,
    Person,
    Role,
)
from vestibule.web.work import uploads, worker

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 1, 5)


@pytest.fixture
def team() -> Cast:
    declarations.declare(TEXT, at=AT, by="one")
    made = cast.gather()
    # what the cast writes takes no number: readers are shown what lies below the last
    Origin.objects.update(last=10**6)
    return made


def sheet(table: str, *lines: str, by: str = "bako") -> Job:
    return sheets({table: lines}, by=by)


def sheets(tables: dict[str, tuple[str, ...]], by: str) -> Job:
    files = [
        (f"{table}.csv", "\n".join([*lines, ""]).encode())
        for table, lines in tables.items()
    ]
    return brought("records", *files, by=by)


def problems(job: Job, name: str) -> str:
    """Return what is said of a job that failed, without the name it was about."""
    assert job.state == "failed"
    return str(job.error["problems"]).replace(name, "X")


def met(team: Cast, place: str, origin: str = "well-1", **cells: Any) -> str:
    return cast.gathering(team.places[place], origin, held_on=DAY, **cells)


class TestBeyondReach:
    """Another's and missing are one answer, and nothing of it comes in."""

    @pytest.mark.parametrize(
        ("table", "head", "line"),
        [
            ("attendances", "gathering,n,capacity", "{},40,consulted"),
            ("consents", "gathering,level,basis", "{},4,consent"),
            ("excerpts", "gathering,key,words,consent", "{},1,The well is dry.,4"),
        ],
    )
    def test_a_gathering_of_another_region_is_not_known(
        self, team: Cast, table: str, head: str, line: str
    ) -> None:
        north = met(team, "hill", "well-1", code="NORD-1")
        said = cast.excerpt(north)

        theirs = sheet(table, head, line.format("NORD-1"), by="hawa")
        missing = sheet(table, head, line.format("NONE-9"), by="hawa")

        assert problems(theirs, "NORD-1") == problems(missing, "NONE-9")
        assert "not known" in theirs.error["problems"][0]["message"]
        assert not Attendance.objects.exists()
        assert not Consent.objects.exists()
        assert [one.pk for one in Excerpt.objects.all()] == [said]

    def test_another_role_does_not_widen_it(self, team: Cast) -> None:
        mixed = cast.account(
            "mixa", team.partners["bridge"], "researcher", "land.south"
        )
        north = {"role": "editor", "region": "land.north"}
        Role.objects.create(account=mixed, given_at=AT, given_by="dado", **north)
        met(team, "hill", code="NORD-1")

        job = sheet(
            "attendances", "gathering,n,capacity", "NORD-1,40,consulted", by="mixa"
        )

        assert job.state == "failed"
        assert not Attendance.objects.exists()

    def test_a_pseudonym_of_another_partner_is_nobody_s(self, team: Cast) -> None:
        met(team, "shore", "well-1", code="S1")
        theirs = cast.record("people", "bridge-1", pseudonym="p1")
        ours = cast.record("people", "well-1", pseudonym="p2")

        job = sheet(
            "attendances", "gathering,person,n,capacity", "S1,p1,1,consulted",
            "S1,p2,1,consulted", by="hawa",
        )  # fmt: skip

        assert job.error is None
        present = set(Attendance.objects.values_list("person_id", flat=True))
        assert ours in present
        assert theirs not in present
        assert Person.objects.count() == 3

    def test_a_gathering_comes_in_only_where_the_role_reaches(self, team: Cast) -> None:
        head = "code,place,kind,held_on"

        job = sheet(
            "gatherings", head, "N2,land.north.hill,focus_group,2026-01-05", by="hawa"
        )
        online = conversation(by="hawa")

        assert (job.error["reason"], job.error["table"]) == (
            "elsewhere-brought",
            "gatherings",
        )
        assert online.state == "failed"
        assert not Gathering.objects.exists()

    def test_consent_to_what_another_partner_collected_does_not_come_in(
        self, team: Cast
    ) -> None:
        north = met(team, "hill", "well-1", code="NORD-1")
        said = cast.excerpt(north)

        granted = sheet("consents", "gathering,level,basis", "NORD-1,4,consent")
        added = sheet(
            "excerpts", "gathering,key,words,consent", "NORD-1,1,The pump is dry.,4"
        )

        assert granted.error["reason"] == added.error["reason"] == "not-collected"
        assert not Consent.objects.exists()
        seen = access.visible(Excerpt, team.person("bako"))
        assert not seen.filter(pk=said).exists()

    def test_nobody_codes_in_another_s_name(self, team: Cast) -> None:
        factors = ("name,lang", "drought,en", "anger,en")
        head = "cause,effect,direction,gathering,coder"
        met(team, "hill", "bridge-1", code="G1")

        forged = sheets(
            {"factors": factors, "claims": (head, "drought,anger,more,G1,dado")}, "bako"
        )
        own = sheets(
            {"factors": factors, "claims": (head, "drought,anger,more,G1,bako")}, "bako"
        )

        assert forged.error["reason"] == "other-coder"
        assert own.error is None
        assert Claim.objects.get().coder == "bako"

    def test_whoever_lost_the_role_meanwhile_brings_nothing(self, team: Cast) -> None:
        token = uploads.receive([("codes.csv", [b"key,name,kind\nc,C,need\n"])])
        wanted = {"reader": "records", "files": token}
        asked = jobs.ask("import", wanted=wanted, by="bako", at=AT)
        team.accounts["bako"].roles.update(ended_at=AT, ended_by="dado")
        worker.step(AT)

        asked.refresh_from_db()
        assert asked.error["reason"] == "no-account"


class TestOrdinary:
    """What is of their own region and partner keeps coming in, in one upload."""

    def test_a_new_gathering_comes_with_all_that_hangs_on_it(self, team: Cast) -> None:
        tables = {
            "gatherings": (
                "code,place,kind,held_on,consent",
                "S1,land.south.shore,focus_group,2026-01-05,2",
            ),
            "attendances": ("gathering,person,n,capacity", "S1,p1,1,consulted"),
            "consents": (
                "gathering,person,level,basis",
                "S1,,2,consent",
                ",p1,2,consent",
            ),
            "excerpts": ("gathering,key,words,consent", "S1,1,The well is dry.,2"),
        }

        job = sheets(tables, by="hawa")

        assert job.error is None
        assert job.result["added"] == {
            "people": 1,
            "gatherings": 1,
            "attendances": 1,
            "consents": 2,
            "excerpts": 1,
        }
        seen = access.visible(Excerpt, team.person("bako"))
        assert seen.get().words == "The well is dry."

    def test_what_was_brought_earlier_is_named_again(self, team: Cast) -> None:
        met(team, "shore", "well-1", code="S1")
        cast.record("people", "well-1", pseudonym="p1", place=team.places["south"])

        present = sheet(
            "attendances", "gathering,person,n,capacity", "S1,p1,1,consulted", by="hawa"
        )
        agreed = sheet(
            "consents", "gathering,person,level,basis", "S1,,2,consent",
            ",p1,2,consent", by="hawa",
        )  # fmt: skip

        assert (present.error, agreed.error) == (None, None)
        assert Person.objects.count() == 1

    def test_whoever_lives_elsewhere_and_was_present_here_is_one_person(
        self, team: Cast
    ) -> None:
        for code in ("S1", "S2"):
            met(team, "shore", "well-1", code=code)
        head = "gathering,person,place,n,capacity"

        jobs_done = [
            sheet(
                "attendances", head, f"{code},p1,land.north.hill,1,consulted", by="hawa"
            )
            for code in ("S1", "S2")
        ]

        assert [job.error for job in jobs_done] == [None, None]
        assert Person.objects.get().place_id == team.places["hill"]
        assert Attendance.objects.count() == 2

    def test_who_holds_everywhere_brings_to_another_partner_s_gathering(
        self, team: Cast
    ) -> None:
        met(team, "hill", "well-1", code="NORD-1", consent=2)

        job = sheet("attendances", "gathering,n,capacity", "NORD-1,40,consulted")

        assert job.error is None
        assert Attendance.objects.get().n == 40

    def test_a_coded_project_keeps_its_coders(self, team: Cast, tmp_path: Path) -> None:
        met(team, "hill", "well-1", code="T-01", consent=2)
        told = Told(
            texts={"T-01": "Le puits est loin."},
            segments={"T-01": [("puits", "eau", "K1"), ("loin", "eau", "K2")]},
        )
        path = programs.write(tmp_path / "p.qdpx", PROGRAMS["qualcoder"], told)
        project = ("p.qdpx", path.read_bytes())

        beyond = brought("qda", project, by="hawa")
        job = brought("qda", project)

        assert beyond.state == "failed"
        assert job.error is None
        assert {one.coder for one in Coding.objects.all()} == {"K1", "K2"}
        assert {one.consent for one in Excerpt.objects.all()} == {2}

    def test_a_coded_project_speaks_for_nobody_else_of_the_team(
        self, team: Cast, tmp_path: Path
    ) -> None:
        north = met(team, "hill", "well-1", code="T-01", consent=2)
        said = cast.excerpt(north, words="Le puits est loin.", consent=2, lang="fr")
        other = cast.excerpt(north, words="Autre.", consent=2, lang="fr")
        code = cast.record("codes", key="x", name="x", kind="need")
        cast.record("codings", excerpt=other, code=code, coder="hawa")
        whole = ("Le puits est loin.", "eau")
        told = Told(
            texts={"T-01": whole[0]},
            segments={"T-01": [(*whole, "hawa"), (*whole, "bako")]},
        )
        path = programs.write(tmp_path / "p.qdpx", PROGRAMS["qualcoder"], told)

        job = brought("qda", ("p.qdpx", path.read_bytes()))

        assert job.error is None
        put = {one.coder for one in Coding.objects.filter(excerpt=said)}
        assert len(put) == 2
        assert all(name.startswith("coder-") for name in put)


def test_a_reader_is_shown_what_may_be_named_and_no_more(team: Cast) -> None:
    north, south = met(team, "hill", code="N"), met(team, "shore", code="S")
    unread, read = cast.excerpt(north, consent=2), cast.excerpt(south)
    old = cast.excerpt(south, consent=2)
    new = cast.excerpt(south, consent=2, supersedes=old)
    theirs = cast.excerpt(met(team, "shore", "bridge-1", code="T"), "bridge-1")

    dossier = reached.dossier(team.person("hawa"))

    # of her region: what her partner collected, and what others may read
    assert set(dossier.table("excerpts")["id"]) == {read, old, new}
    assert {unread, theirs}.isdisjoint(dossier.table("excerpts")["id"])
    assert set(dossier.current("gatherings")["code"]) == {"S", "T"}
    assert dossier.table("places").height == len(team.places)


def test_a_place_that_comes_along_lies_where_its_parent_does(team: Cast) -> None:
    hawa, day = team.person("hawa"), {"level": 3, "kind": "commune"}
    new = {"hamlet": team.places["shore"], "summit": team.places["hill"]}
    places = [
        {"id": name, "key": name, "name": name, "parent": above, **day}
        for name, above in new.items()
    ]
    held = frame("places", places)

    def bring(place: str) -> None:
        there = frame("gatherings", [{"id": "g", "place": place}])
        bringing.check({"places": held, "gatherings": there}, by=hawa)

    bring("hamlet")
    with pytest.raises(DataError, match="limited to a region"):
        bring("summit")


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    empty = TABLES[table].empty()
    return pl.DataFrame(rows, schema=empty.schema)
