"""Who sees which record: regions, partners, consent, corrections."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from tests.web import cast
from tests.web.cast import TODAY, Cast, excerpt, gathering, record, voice

from vestibule.dossier.tables import TABLES
from vestibule.web.records import access, paths, rights
from vestibule.web.records.access import Right
from vestibule.web.records.models import (
    Attendance,
    AuditEntry,
    Claim,
    Coding,
    Consent,
    Excerpt,
    Finding,
    Gathering,
    Person,
    Priority,
    Restitution,
    Support,
    Vote,
    Withdrawal,
    partners,
)
from vestibule.web.records.tables import MODELS

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Cast:
    return cast.gather()


def seen(model: type, team: Cast, name: str, **more: object) -> set[str]:
    rows = access.visible(model, team.person(name), today=TODAY, **more)
    return set(rows.values_list("pk", flat=True))


def statement() -> str:
    return record(
        "statements",
        key="s1",
        words="Water comes first.",
        lang="en",
        source="seed",
        moderation="in",
    )


def test_every_table_of_a_dossier_says_which_right_it_asks_for() -> None:
    assert set(rights.READS) == set(TABLES)


def test_every_role_of_the_site_has_rights_and_no_other_has() -> None:
    assert set(rights.RIGHTS) == set(partners.ROLES)


def test_a_facilitator_sees_the_gatherings_of_her_region_and_partner(
    team: Cast,
) -> None:
    hers = gathering(team.places["hill"])
    gathering(team.places["shore"])
    gathering(team.places["hill"], "bridge-1")
    gathering(None)

    assert seen(Gathering, team, "amina") == {hers}


def test_a_gathering_at_the_region_itself_lies_in_it(team: Cast) -> None:
    at_region = gathering(team.places["north"])
    gathering(team.places["land"])

    assert seen(Gathering, team, "amina") == {at_region}


def test_a_researcher_everywhere_sees_gatherings_of_all_partners(team: Cast) -> None:
    all_of_them = {
        gathering(team.places["hill"]),
        gathering(team.places["shore"], "bridge-1"),
        gathering(None, "unknown-1"),
    }

    assert seen(Gathering, team, "bako") == all_of_them


def test_a_researcher_of_one_region_sees_that_region_of_all_partners(
    team: Cast,
) -> None:
    gathering(team.places["hill"])
    hers = {
        gathering(team.places["shore"]),
        gathering(team.places["shore"], "bridge-1"),
    }

    assert seen(Gathering, team, "hawa") == hers


@pytest.mark.parametrize("name", ["chana", "fanta"])
def test_no_gathering_is_seen_without_the_right(team: Cast, name: str) -> None:
    gathering(team.places["hill"])

    assert seen(Gathering, team, name) == set()


@pytest.mark.parametrize(
    ("level", "who"),
    [
        (None, set()),
        (0, set()),
        (1, {"amina", "dado"}),
        (2, {"amina", "dado", "bako"}),
        (4, {"amina", "dado", "bako"}),
    ],
)
def test_consent_says_who_reads_an_excerpt(
    team: Cast, level: int | None, who: set[str]
) -> None:
    one = excerpt(gathering(team.places["hill"]), consent=level)

    assert {n for n in team.accounts if one in seen(Excerpt, team, n)} == who


def test_the_lowest_of_all_sources_counts(team: Cast) -> None:
    meeting = gathering(team.places["hill"], consent=4)
    speaker = record("people", pseudonym="p", place=team.places["hill"])
    said = voice(meeting, consent=3, person=speaker)
    one = excerpt(meeting, voice=said, consent=4)
    assert one in seen(Excerpt, team, "bako")

    record("consents", person=speaker, level=1)

    assert one not in seen(Excerpt, team, "bako")
    assert one in seen(Excerpt, team, "dado")


def test_a_consent_that_ran_out_counts_as_none(team: Cast) -> None:
    meeting = gathering(team.places["hill"])
    said = voice(meeting, consent=3)
    one = excerpt(meeting, voice=said)
    record("consents", voice=said, level=3, expires_on=TODAY)
    assert one in seen(Excerpt, team, "bako")

    record("consents", voice=said, level=3, expires_on=TODAY - dt.timedelta(days=1))

    assert one not in seen(Excerpt, team, "bako")


def test_a_consent_that_was_corrected_no_longer_speaks(team: Cast) -> None:
    meeting = gathering(team.places["hill"])
    one = excerpt(meeting, consent=4)
    low = record("consents", gathering=meeting, level=1)
    assert one not in seen(Excerpt, team, "bako")

    record("consents", gathering=meeting, level=2, supersedes=low)

    assert one in seen(Excerpt, team, "bako")


def test_only_the_version_that_stands_is_seen(team: Cast) -> None:
    meeting = gathering(team.places["hill"])
    old = excerpt(meeting, consent=2, words="Musa's well is dry.")
    new = excerpt(meeting, consent=2, supersedes=old)

    assert seen(Excerpt, team, "bako") == {new}


def test_a_record_that_settles_a_double_correction_stands_alone(team: Cast) -> None:
    meeting = gathering(team.places["hill"])
    old = excerpt(meeting, consent=2)
    first, second = (excerpt(meeting, consent=2, supersedes=old) for _ in range(2))
    assert seen(Excerpt, team, "bako") == {first, second}

    both = " ".join(sorted((first, second)))
    settled = excerpt(meeting, consent=2, supersedes=both)

    assert seen(Excerpt, team, "bako") == {settled}


def test_a_gathering_that_was_moved_takes_its_excerpts_along(team: Cast) -> None:
    old = gathering(team.places["hill"], consent=2)
    one = excerpt(old, consent=2)
    assert one not in seen(Excerpt, team, "hawa")

    gathering(team.places["shore"], supersedes=old, consent=2)

    assert one in seen(Excerpt, team, "hawa")
    assert one not in seen(Excerpt, team, "amina")


def test_a_place_that_was_moved_takes_its_gatherings_along(team: Cast) -> None:
    hers = gathering(team.places["hill"])
    cast.place(
        "land.north.hill", 3, team.places["south"], supersedes=team.places["hill"]
    )

    assert hers not in seen(Gathering, team, "amina")
    assert hers in seen(Gathering, team, "hawa")


def test_a_place_with_two_corrections_lies_in_no_region(team: Cast) -> None:
    hers = gathering(team.places["hill"])
    for _ in range(2):
        cast.place(
            "land.north.hill", 3, team.places["north"], supersedes=team.places["hill"]
        )

    assert hers not in seen(Gathering, team, "amina")


def test_places_that_contain_each_other_lie_in_no_region(team: Cast) -> None:
    one = cast.place("round", 3)
    other = cast.place("about", 2, one)
    cast.place("round", 3, other, supersedes=one)
    hers = gathering(one)

    assert hers not in seen(Gathering, team, "amina")


def test_a_coding_is_seen_by_who_may_read_its_excerpt(team: Cast) -> None:
    meeting = gathering(team.places["hill"])
    first = excerpt(meeting, consent=2)
    coding = record("codings", "bridge-1", excerpt=first, coder="bako")
    assert coding in seen(Coding, team, "bako")

    excerpt(meeting, consent=1, supersedes=first)

    assert coding not in seen(Coding, team, "bako")
    assert coding in seen(Coding, team, "amina")


def test_who_redacts_does_not_become_the_collector(team: Cast) -> None:
    meeting = gathering(team.places["hill"])
    first = excerpt(meeting, consent=2)
    redacted = excerpt(meeting, "bridge-1", consent=1, supersedes=first)

    assert redacted not in seen(Excerpt, team, "bako")
    assert redacted in seen(Excerpt, team, "amina")


def test_what_leads_to_a_record_that_is_not_here_is_not_seen(team: Cast) -> None:
    elsewhere = "f" * 32

    assert excerpt(elsewhere, consent=4) not in seen(Excerpt, team, "bako")


def test_a_claim_of_nobody_is_seen_by_those_without_limits(team: Cast) -> None:
    cause, effect = (record("factors", name=n) for n in ("drought", "flight"))
    bare = record("claims", cause=cause, effect=effect, direction="more")

    assert bare in seen(Claim, team, "bako")
    assert bare not in seen(Claim, team, "hawa")
    assert bare not in seen(Claim, team, "amina")


def test_a_vote_without_a_gathering_lies_where_its_person_lives(team: Cast) -> None:
    asked = statement()
    at_home = record("people", pseudonym="p", place=team.places["shore"])
    online = record("votes", person=at_home, statement=asked, vote=1)

    assert online in seen(Vote, team, "hawa")
    assert online not in seen(Vote, team, "amina")


def test_who_came_from_elsewhere_was_heard_where_the_gathering_was(team: Cast) -> None:
    meeting = gathering(team.places["hill"])
    away = record("people", pseudonym="p", place=team.places["shore"])
    there = record(
        "attendances", gathering=meeting, person=away, n=1, capacity="consulted"
    )

    assert there in seen(Attendance, team, "amina")
    assert there not in seen(Attendance, team, "hawa")


def test_people_are_seen_where_they_live_by_who_met_them(team: Cast) -> None:
    met = record("people", pseudonym="p", place=team.places["hill"])
    record("people", "bridge-1", pseudonym="q", place=team.places["hill"])

    assert seen(Person, team, "amina") == {met}


def test_a_refusal_is_seen_though_what_it_is_about_is_not_read(team: Cast) -> None:
    said = voice(gathering(team.places["hill"]))
    no = record("consents", voice=said, level=0)

    assert no in seen(Consent, team, "amina")


def test_findings_are_of_the_whole_process(team: Cast) -> None:
    one = record("findings", key="water", kind="need", words="w", lang="fr")

    assert {n for n in team.accounts if one in seen(Finding, team, n)} == (
        set(team.accounts) - {"chana"}
    )


def test_what_speaks_for_a_finding_is_seen_as_far_as_it_is_nobodys_words(
    team: Cast,
) -> None:
    finding = record("findings", key="water", kind="need", words="w", lang="fr")
    words = excerpt(gathering(team.places["hill"]), consent=4)
    asked = statement()
    quoted = record("supports", finding=finding, stance="for", excerpt=words)
    stated = record("supports", finding=finding, stance="for", statement=asked)

    assert seen(Support, team, "bako") == {quoted, stated}
    assert seen(Support, team, "fanta") == {stated}
    assert seen(Support, team, "esi") == {stated}
    assert seen(Support, team, "gara") == {stated}


def test_a_restitution_follows_its_obligation_to_the_gathering(team: Cast) -> None:
    owed = record("obligations", gathering=gathering(team.places["hill"]))
    told = record("restitutions", obligation=owed, medium="meeting")

    assert told in seen(Restitution, team, "amina")
    assert told not in seen(Restitution, team, "gara")


def test_a_priority_without_a_gathering_is_of_the_whole_process(team: Cast) -> None:
    question = record("questions", key="q", words="w", lang="fr", kind="ranking")
    finding = record("findings", key="water", kind="need", words="w", lang="fr")
    first = record(
        "priorities", question=question, finding=finding, rank=1, rule="borda"
    )

    assert first in seen(Priority, team, "hawa")


def test_only_who_protects_sees_what_was_withdrawn(team: Cast) -> None:
    record("withdrawals", table="excerpts", record="a" * 32)

    assert len(seen(Withdrawal, team, "dado")) == 1
    assert all(not seen(Withdrawal, team, n) for n in set(cast.ROLES) - {"dado"})


def test_a_right_narrows_what_is_seen_to_what_may_be_done(team: Cast) -> None:
    one = gathering(team.places["hill"])

    assert one in seen(Gathering, team, "bako")
    assert seen(Gathering, team, "bako", right=Right.ENTER_GATHERINGS) == set()
    assert seen(Gathering, team, "amina", right=Right.ENTER_GATHERINGS) == {one}


def test_two_roles_are_seen_with_each_in_its_own_region(team: Cast) -> None:
    cast.Role.objects.create(
        account=team.accounts["amina"],
        role="researcher",
        region="land.south",
        given_at=cast.AT,
        given_by="dado",
    )
    hers = gathering(team.places["hill"])
    theirs = gathering(team.places["shore"], "bridge-1")
    gathering(team.places["hill"], "bridge-1")

    assert seen(Gathering, team, "amina") == {hers, theirs}


def test_missing_and_another_s_are_not_told_apart(
    team: Cast,
) -> None:
    theirs = excerpt(gathering(team.places["shore"], "bridge-1"), consent=4)
    counted = []
    for wanted in (theirs, "e" * 32, "../etc/passwd", "\0", "É" * 400):
        amina = team.person("amina")  # of a request of her own
        with CaptureQueriesContext(connection) as asked, pytest.raises(Http404) as said:
            access.one(Excerpt, amina, wanted, today=TODAY)
        counted.append((len(asked), str(said.value)))

    assert len(set(counted)) == 1


def test_reading_an_excerpt_is_written_down(team: Cast) -> None:
    hers = excerpt(gathering(team.places["hill"]), consent=1)

    access.one(Excerpt, team.person("amina"), hers, today=TODAY)

    (entry,) = AuditEntry.objects.all()
    assert (entry.act, entry.table, entry.record) == ("read", "excerpts", hers)
    assert (entry.by, entry.partner) == ("amina", "well")


def test_opening_a_gathering_is_no_reading(team: Cast) -> None:
    hers = gathering(team.places["hill"])

    assert access.one(Gathering, team.person("amina"), hers).pk == hers
    assert not AuditEntry.objects.exists()


def test_a_list_of_excerpts_is_written_down_one_by_one(team: Cast) -> None:
    meeting = gathering(team.places["hill"])
    ids = {excerpt(meeting, consent=2) for _ in range(3)}
    rows = access.visible(Excerpt, team.person("bako"), today=TODAY)

    found = access.read(rows, team.person("bako"), at=cast.AT)

    assert {one.pk for one in found} == ids
    assert set(AuditEntry.objects.values_list("record", flat=True)) == ids


def test_nothing_that_is_said_by_someone_is_of_the_whole_process() -> None:
    free = set(MODELS) - paths.PLACED - set(paths.CHAINS)

    said = {"voices", "excerpts", "codings", "votes", "answers", "ballots", "claims"}
    assert not free & said
    assert not free & {"people", "gatherings", "attendances", "consents", "validations"}
