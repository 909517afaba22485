"""Whoever brings records in stays within the reach of the role that lets them."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web import cast
from tests.web.cast import AT, Cast
from tests.web.records.writers import TEXT

from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.records import access, bringing, bulk, declarations
from vestibule.web.records.access import Person
from vestibule.web.records.models import (
    Coding,
    Consent,
    Excerpt,
    Gathering,
    Role,
    Vote,
)
from vestibule.web.records.tables import model_of


@pytest.fixture
def team(db: None) -> Cast:
    declarations.declare(TEXT, at=AT, by="one")
    return cast.gather()


def bring(by: Person, table: str, /, *rows: dict[str, Any], **cells: Any) -> str:
    """Bring rows in, or one row of some cells; return its id."""
    given = [{"id": secrets.token_hex(16), **row} for row in rows or (cells,)]
    bulk.append_many(table, given, by=by, at=AT)
    return str(given[0]["id"])


def refused(by: Person, table: str, /, **cells: Any) -> dict[str, Any]:
    """Return why a row is refused; nothing of it stays."""
    before = model_of(table).objects.count()
    with pytest.raises(DataError) as wrong:
        bring(by, table, **cells)
    assert model_of(table).objects.count() == before
    return {"said": str(wrong.value), **wrong.value.params}


def come(by: Person, **tables: list[dict[str, Any]]) -> None:
    """Ask whether records of several tables may come in together."""
    new = {}
    for table, rows in tables.items():
        kinds = TABLES[table].empty().schema
        new[table] = pl.DataFrame([{"id": "c" * 32, **row} for row in rows], kinds)
    bringing.check(new, by=by)


def reads(by: Person, excerpt: str) -> bool:
    return bool(access.visible(Excerpt, by).filter(pk=excerpt).exists())


class TestReach:
    """Region and partner of the role that brings in, and of no other role."""

    @pytest.mark.parametrize(
        ("table", "cells"),
        [
            ("attendances", {"n": 40, "capacity": "consulted"}),
            ("validations", {"outcome": "confirmed"}),
            ("voices", {"medium": "notes"}),
            ("consents", {"level": 0, "basis": "consent"}),
            ("recommendations", {"words": "A well.", "addressee": "The mayor"}),
        ],
    )
    def test_nothing_is_written_of_a_gathering_of_another_region_or_of_none(
        self, team: Cast, table: str, cells: dict[str, Any]
    ) -> None:
        north = cast.gathering(team.places["hill"], "well-1")
        if table == "validations":
            words = {"key": "f", "kind": "need", "words": "Water.", "lang": "fr"}
            cells = {**cells, "finding": cast.record("findings", "bridge-1", **words)}
        hawa = team.person("hawa")

        hidden = refused(hawa, table, gathering=north, **cells)
        missing = refused(hawa, table, gathering="a" * 32, **cells)

        assert hidden == missing
        assert hidden["reason"] == "no-such-record"

    def test_another_role_does_not_widen_it(self, team: Cast) -> None:
        mixed = cast.account(
            "mixa", team.partners["bridge"], "researcher", "land.south"
        )
        north = {"role": "editor", "region": "land.north"}
        Role.objects.create(account=mixed, given_at=AT, given_by="dado", **north)
        met = cast.gathering(team.places["hill"], "well-1")
        by = Person.of(mixed)

        assert access.visible(Gathering, by).filter(pk=met).exists()
        row = {"n": 40, "capacity": "consulted"}
        assert refused(by, "attendances", gathering=met, **row)["reason"] == (
            "no-such-record"
        )

    def test_a_gathering_is_brought_in_where_the_role_reaches(self, team: Cast) -> None:
        hawa = team.person("hawa")
        row = {"code": "G", "kind": "focus_group"}

        for place in (team.places["hill"], None):
            told = refused(hawa, "gatherings", **row, place=place)
            assert told["reason"] == "elsewhere-brought"
        bring(hawa, "gatherings", **row, place=team.places["shore"])
        bring(team.person("bako"), "gatherings", **row, place=None)

        assert Gathering.objects.count() == 2

    def test_a_place_is_not_moved_into_the_region(self, team: Cast) -> None:
        row = {"key": "land.north.hill", "name": "Hill", "kind": "commune", "level": 3}
        moved = {**row, "parent": team.places["south"]}

        told = refused(
            team.person("hawa"), "places", **moved, supersedes=team.places["hill"]
        )

        assert told["reason"] == "elsewhere-brought"

    def test_who_holds_no_role_that_brings_in_names_nothing(self, team: Cast) -> None:
        met = cast.gathering(team.places["hill"], "bridge-1")
        row = {"gathering": met, "n": 1, "capacity": "consulted"}

        for name in ("esi", "gara", "chana"):
            told = refused(team.person(name), "attendances", **row)
            assert told["reason"] == "no-such-record"

    def test_people_are_the_partner_s_own(self, team: Cast) -> None:
        said = cast.record(
            "statements", "bridge-1", key="s1", source="seed", moderation="in",
            words="Water comes first.", lang="en",
        )  # fmt: skip
        theirs = cast.record("people", "bridge-1", pseudonym="p1")
        ours = cast.record("people", "well-1", pseudonym="p2")
        hawa = team.person("hawa")

        told = refused(hawa, "votes", person=theirs, statement=said, vote=1)
        none = refused(hawa, "votes", person="a" * 32, statement=said, vote=1)
        bring(hawa, "votes", person=ours, statement=said, vote=1)

        assert told == none
        assert Vote.objects.get().person_id == ours


class TestOrdinary:
    """What a researcher brings of their own region keeps coming in, piece by piece."""

    def test_a_gathering_comes_in_with_all_that_hangs_on_it(self, team: Cast) -> None:
        hawa, words = team.person("hawa"), {"words": "The well is dry."}
        here = {"code": "S1", "kind": "focus_group", "place": team.places["shore"]}
        met = bring(hawa, "gatherings", **here, consent=2)
        # displaced: she lives in the other region, and is heard in this one
        who = bring(hawa, "people", pseudonym="p1", place=team.places["hill"])
        nowhere = bring(hawa, "people", pseudonym="p2")
        for person in (who, nowhere):
            row = {"n": 1, "capacity": "consulted", "person": person}
            bring(hawa, "attendances", gathering=met, **row)
        spoke = bring(hawa, "voices", gathering=met, person=who, medium="notes")
        silent = bring(hawa, "voices", gathering=met, person=nowhere, medium="notes")
        for about in ({"voice": spoke}, {"person": who}, {"gathering": met}):
            bring(hawa, "consents", level=2, basis="consent", **about)
        row = {"gathering": met, "review": "redacted", **words}
        said = bring(hawa, "excerpts", **row, voice=spoke, consent=2)
        # nobody consented yet: it is theirs to write of
        bring(hawa, "excerpts", **row, voice=silent)

        assert reads(hawa, said)
        assert reads(team.person("bako"), said)

    def test_what_was_corrected_since_is_still_meant(self, team: Cast) -> None:
        kept = {"key": "s1", "source": "seed", "moderation": "in", "lang": "en"}
        old = cast.record("statements", "bridge-1", **kept, words="Watr first.")
        cast.record("statements", "bridge-1", **kept, words="Water.", supersedes=old)
        who = cast.record("people", "bridge-1", pseudonym="p1")

        bring(team.person("bako"), "votes", person=who, statement=old, vote=1)

        assert Vote.objects.get().statement_id == old

    def test_as_many_questions_are_asked_of_two_votes_as_of_many(
        self, team: Cast
    ) -> None:
        bako = team.person("bako")
        kept = {"source": "seed", "moderation": "in", "words": "Water.", "lang": "en"}
        said = cast.record("statements", "bridge-1", key="s1", **kept)
        people = [
            cast.record("people", "bridge-1", pseudonym=f"p{n}") for n in range(60)
        ]

        def asked(some: list[str]) -> int:
            votes = [{"person": one, "statement": said, "vote": 1} for one in some]
            with CaptureQueriesContext(connection) as found:
                bring(bako, "votes", *votes)
            return len(found)

        asked(people[:1])
        assert asked(people[:2]) == asked(people)


class TestConsent:
    """Only who collected words says how far they may go."""

    def test_of_what_another_partner_collected_nobody_grants_consent(
        self, team: Cast
    ) -> None:
        met = cast.gathering(team.places["hill"], "well-1")
        spoke = cast.voice(met)
        said = cast.excerpt(met, voice=spoke)
        bako = team.person("bako")
        level = {"level": 4, "basis": "consent"}

        assert refused(bako, "consents", **level, gathering=met)["reason"] == (
            "not-collected"
        )
        assert refused(bako, "consents", **level, voice=spoke)["reason"] == (
            "no-such-record"
        )
        assert not reads(bako, said)
        assert not Consent.objects.exists()

    def test_nor_of_someone_who_spoke_beyond_their_region(self, team: Cast) -> None:
        north = cast.gathering(team.places["hill"], "well-1")
        both = cast.record("people", "well-1", pseudonym="p1", sex="female")
        again = cast.record("people", "well-1", pseudonym="p1", supersedes=both)
        cast.voice(north, person=both)
        level = {"level": 4, "basis": "consent"}

        for person in (both, again):
            told = refused(team.person("hawa"), "consents", **level, person=person)
            assert told["reason"] == "not-collected"

    def test_nor_of_a_new_version_of_them_that_comes_along(self, team: Cast) -> None:
        north = cast.gathering(team.places["hill"], "well-1")
        both = cast.record("people", "well-1", pseudonym="p1")
        cast.voice(north, person=both)
        hawa = team.person("hawa")
        new = {"pseudonym": "p1", "supersedes": both}
        agreed = {"level": 4, "person": "b" * 32}

        with pytest.raises(DataError) as wrong:
            come(hawa, people=[{"id": "b" * 32, **new}], consents=[agreed])
        come(hawa, people=[{"id": "b" * 32, "pseudonym": "p2"}], consents=[agreed])

        assert wrong.value.params["reason"] == "not-collected"

    def test_nor_of_a_voice_that_comes_along_to_another_s_gathering(
        self, team: Cast
    ) -> None:
        theirs = cast.gathering(team.places["hill"], "well-1")
        ours = cast.gathering(team.places["hill"], "bridge-1")
        agreed, bako = {"level": 4, "voice": "b" * 32}, team.person("bako")

        def bring_to(met: str) -> None:
            heard = {"id": "b" * 32, "gathering": met, "medium": "notes"}
            come(bako, voices=[heard], consents=[agreed])

        bring_to(ours)
        with pytest.raises(DataError) as wrong:
            bring_to(theirs)

        assert wrong.value.params["reason"] == "not-collected"

    def test_words_at_another_s_gathering_go_no_further_than_it_did(
        self, team: Cast
    ) -> None:
        bako, row = team.person("bako"), {"words": "Dry.", "review": "redacted"}
        met = cast.gathering(team.places["hill"], "well-1", consent=3)
        unsaid = cast.gathering(team.places["hill"], "well-1")

        bring(bako, "excerpts", **row, gathering=met, consent=3)
        bring(bako, "excerpts", **row, gathering=unsaid)

        for where, level in ((met, 4), (unsaid, 1)):
            told = refused(bako, "excerpts", **row, gathering=where, consent=level)
            assert told["reason"] == "not-collected"
        told = refused(bako, "voices", medium="notes", gathering=met, consent=4)
        assert told["reason"] == "not-collected"

    def test_what_another_partner_collected_is_not_corrected_into_their_own(
        self, team: Cast
    ) -> None:
        met = cast.gathering(team.places["hill"], "well-1", consent=2)
        row = {"code": "G", "kind": "focus_group", "place": team.places["hill"]}

        told = refused(
            team.person("bako"), "gatherings", **row, consent=2, supersedes=met
        )

        assert told["reason"] == "no-such-record"

    def test_what_stands_no_more_is_not_corrected_again(self, team: Cast) -> None:
        met = cast.gathering(team.places["hill"], "bridge-1", consent=4)
        wide = cast.excerpt(met, "bridge-1", consent=4)
        cast.excerpt(met, "bridge-1", consent=1, supersedes=wide)
        row = {"gathering": met, "words": "Dry.", "review": "redacted", "consent": 4}

        told = refused(team.person("bako"), "excerpts", **row, supersedes=wide)

        assert told["reason"] == "no-such-record"


class TestCoder:
    """Nobody reads in another's name."""

    def test_a_coding_names_who_sends_it(self, team: Cast) -> None:
        met = cast.gathering(team.places["shore"], "well-1", consent=2)
        said = cast.excerpt(met, consent=2)
        code = cast.record("codes", "bridge-1", key="c", name="c", kind="obstacle")
        hawa, row = team.person("hawa"), {"excerpt": said, "code": code}

        told = refused(hawa, "codings", **row, coder="bako", reading="closed")
        bring(hawa, "codings", **row, coder="hawa", reading="closed")

        assert (told["reason"], told["pseudonym"]) == ("other-coder", "hawa")
        assert Coding.objects.get().coder == "hawa"


DAY = dt.date(2030, 1, 1)

KEPT: dict[str, dict[str, Any]] = {
    "gatherings": {"code": "G", "kind": "focus_group", "consent": 2},
    "voices": {"medium": "notes", "consent": 2},
    "excerpts": {
        "words": "The well is dry.",
        "review": "redacted",
        "consent": 2,
        "place_level": 1,
        "sensitivity": "sensitive",
    },
    "validations": {"outcome": "confirmed", "consent": 2},
    "consents": {
        "level": 2,
        "basis": "consent",
        "expires_on": DAY,
        "uses": "record quote",
    },
    "profiles": {"key": "p", "name": "P", "side": "forces", "restricted": True},
    "codes": {"key": "c", "name": "C", "kind": "need", "sensitivity": "sensitive"},
}
"""Cells of a record of each table, before it is corrected."""


class TestLoosening:
    """What is corrected by a record that comes in is said no more openly than before."""

    @pytest.mark.parametrize(
        ("table", "change"),
        [
            ("gatherings", {"consent": 3}),
            ("gatherings", {"consent": None}),
            ("voices", {"consent": 4}),
            ("excerpts", {"consent": 4, "words": "Other words."}),
            ("excerpts", {"place_level": 3}),
            ("excerpts", {"place_level": None}),
            ("excerpts", {"sensitivity": "ordinary"}),
            ("excerpts", {"sensitivity": None}),
            ("validations", {"consent": 4}),
            ("consents", {"level": 3}),
            ("consents", {"expires_on": dt.date(2030, 1, 2)}),
            ("consents", {"expires_on": None}),
            ("consents", {"uses": "record film quote"}),
            ("consents", {"basis": "public_interest"}),
            ("profiles", {"restricted": False}),
            ("codes", {"sensitivity": None}),
        ],
    )
    def test_a_correction_that_allows_more_is_refused(
        self, team: Cast, table: str, change: dict[str, Any]
    ) -> None:
        old, cells = self.kept(team, table)

        told = refused(
            team.person("bako"), table, **{**cells, **change}, supersedes=old
        )

        assert told["reason"] == "loosened"

    @pytest.mark.parametrize(
        ("table", "change"),
        [
            ("gatherings", {"consent": 0}),
            ("voices", {"consent": 1, "lang": "fr"}),
            ("excerpts", {"consent": 1, "place_level": 0}),
            ("excerpts", {"review": "refused"}),
            ("consents", {"level": 1, "uses": "quote", "form": "oral"}),
            ("consents", {"expires_on": dt.date(2029, 1, 1), "uses": None}),
            ("profiles", {"name": "Q"}),
            ("codes", {"name": "D"}),
        ],
    )
    def test_one_that_allows_less_or_as_much_comes_in(
        self, team: Cast, table: str, change: dict[str, Any]
    ) -> None:
        old, cells = self.kept(team, table)

        new = bring(team.person("bako"), table, **{**cells, **change}, supersedes=old)

        assert model_of(table).objects.get(pk=new).supersedes == old

    def test_a_refused_excerpt_does_not_come_back(self, team: Cast) -> None:
        met = cast.gathering(team.places["hill"], "bridge-1", consent=4)
        old = cast.excerpt(met, "bridge-1", consent=4, review="refused")
        row = {"gathering": met, "words": "The well is dry.", "consent": 4}

        told = refused(
            team.person("bako"), "excerpts", **row, review="redacted", supersedes=old
        )

        assert told["reason"] == "loosened"

    def test_a_profile_that_is_known_stays(self, team: Cast) -> None:
        side = {"side": "forces", "name": "F"}
        armed = cast.record("profiles", key="f", restricted=True, **side)
        other = cast.record("profiles", key="g", restricted=False, **side)
        met = cast.gathering(team.places["hill"], "bridge-1", consent=4)
        old = cast.excerpt(met, "bridge-1", profile=armed)
        row = {"gathering": met, "words": "Dry.", "review": "redacted"}

        for profile in (other, None):
            told = refused(
                team.person("bako"), "excerpts", **row, profile=profile, supersedes=old
            )
            assert told["reason"] == "loosened"

    def test_words_stay_those_of_their_gathering(self, team: Cast) -> None:
        met = cast.gathering(team.places["hill"], "bridge-1", consent=1)
        again = cast.gathering(
            team.places["hill"], "bridge-1", consent=1, supersedes=met
        )
        wide = cast.gathering(team.places["hill"], "bridge-1", consent=4)
        old = cast.excerpt(met, "bridge-1", consent=4)
        bako = team.person("bako")
        row = {"words": "The well is dry.", "review": "redacted", "consent": 4}
        row["supersedes"] = old

        told = refused(bako, "excerpts", **row, gathering=wide)
        bring(bako, "excerpts", **row, gathering=again)

        assert told["reason"] == "loosened"

    def kept(self, team: Cast, table: str) -> tuple[str, dict[str, Any]]:
        """Return a record of the bridge, and its cells."""
        cells = dict(KEPT[table])
        if table == "gatherings":
            cells["place"] = team.places["hill"]
        elif table in ("voices", "excerpts", "validations", "consents"):
            place = team.places["hill"]
            cells["gathering"] = cast.gathering(place, "bridge-1", consent=4)
        if table == "validations":
            words = {"key": "f", "kind": "need", "words": "Water.", "lang": "fr"}
            cells["finding"] = cast.record("findings", "bridge-1", **words)
        return cast.record(table, "bridge-1", **cells), cells
