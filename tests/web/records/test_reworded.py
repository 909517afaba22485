"""Words that were said or answered are not replaced by a record that comes in."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web import cast
from tests.web.cast import AT, Cast
from tests.web.records.bringers import also, questions
from tests.web.records.test_bringing import bring, refused
from tests.web.records.writers import TEXT

from vestibule.errors import DataError
from vestibule.web.records import declarations
from vestibule.web.records.models import Excerpt, Statement, Voice


@pytest.fixture
def team(db: None) -> Cast:
    declarations.declare(TEXT, at=AT, by="one")
    return cast.gather()


class TestOfAnother:
    """What another partner collected is not corrected by what comes in."""

    @pytest.mark.parametrize(
        "change",
        [{"words": "We love the minister."}, {"consent": 0}, {"review": "refused"}],
    )
    def test_an_excerpt_is_answered_as_one_that_never_was(
        self, team: Cast, change: dict[str, Any]
    ) -> None:
        met = cast.gathering(team.places["hill"], "well-1", consent=4)
        said = cast.excerpt(met, "well-1", consent=4)
        row = {"gathering": met, "words": "The well is dry.", "consent": 4}
        row |= {"review": "redacted", **change}
        bako = also(team, "bako", "facilitator")

        theirs = refused(bako, "excerpts", **row, supersedes=said)
        missing = refused(bako, "excerpts", **row, supersedes="a" * 32)

        assert theirs == missing
        assert theirs["reason"] == "no-such-record"

    def test_nor_what_its_gathering_answered(self, team: Cast) -> None:
        met = cast.gathering(team.places["hill"], "well-1", consent=4)
        words = {"key": "f", "kind": "need", "words": "Water.", "lang": "fr"}
        row = {"gathering": met, "finding": cast.record("findings", "well-1", **words)}
        said = cast.record("validations", "well-1", **row, outcome="rejected")
        bako = also(team, "bako", "editor")

        told = refused(bako, "validations", **row, outcome="confirmed", supersedes=said)

        assert told["reason"] == "no-such-record"


class TestOneByOne:
    """One record stands for one."""

    def test_two_excerpts_do_not_become_one(self, team: Cast) -> None:
        met = cast.gathering(team.places["hill"], "bridge-1", consent=4)
        two = " ".join(sorted(cast.excerpt(met, "bridge-1") for _ in range(2)))
        row = {"gathering": met, "words": "The well is dry.", "review": "redacted"}

        told = refused(team.person("bako"), "excerpts", **row, supersedes=two)

        assert told["reason"] == "words-joined"
        assert Excerpt.objects.count() == 2

    def test_nor_two_voices(self, team: Cast) -> None:
        met = cast.gathering(team.places["hill"], "bridge-1", consent=4)
        two = " ".join(sorted(cast.voice(met, "bridge-1") for _ in range(2)))
        row = {"gathering": met, "medium": "notes"}

        told = refused(team.person("bako"), "voices", **row, supersedes=two)

        assert told["reason"] == "words-joined"
        assert Voice.objects.count() == 2

    def test_nor_two_statements(self, team: Cast) -> None:
        two = " ".join(sorted(stated(key=key) for key in ("s1", "s2")))

        told = refused(team.person("bako"), "statements", **STATED, supersedes=two)

        assert told["reason"] == "words-joined"


class TestSaid:
    """Other words are written by who writes excerpts; less is said by who brings in."""

    def test_other_words_ask_the_right_of_the_page(self, team: Cast) -> None:
        met = cast.gathering(team.places["hill"], "bridge-1", consent=2)
        said = cast.excerpt(met, "bridge-1", consent=2)
        row = {"gathering": met, "consent": 2, "review": "redacted", "supersedes": said}
        other = {**row, "words": "The pump is dry."}

        told = refused(team.person("bako"), "excerpts", **other)
        south = also(team, "bako", "facilitator", "land.south")
        beyond = refused(south, "excerpts", **other)
        bring(also(team, "bako", "facilitator", "land.north"), "excerpts", **other)

        assert told["reason"] == beyond["reason"] == "not-entrusted"

    def test_the_same_words_go_less_far_by_whoever_brings_in(self, team: Cast) -> None:
        met = cast.gathering(team.places["hill"], "bridge-1", consent=2)
        said = cast.excerpt(met, "bridge-1", consent=2)
        row = {"gathering": met, "words": "The well is dry.", "review": "redacted"}

        new = bring(team.person("bako"), "excerpts", **row, consent=1, supersedes=said)

        assert Excerpt.objects.get(pk=new).consent == 1

    def test_nor_are_they_by_two_steps_at_once(self, team: Cast) -> None:
        met = cast.gathering(team.places["hill"], "bridge-1", consent=2)
        said = cast.excerpt(met, "bridge-1", consent=2)
        row = {"gathering": met, "consent": 2, "review": "redacted"}
        same = {**row, "id": "b" * 32, "words": "The well is dry.", "supersedes": said}
        other = {**row, "id": "c" * 32, "words": "Pump.", "supersedes": "b" * 32}

        assert why_not(team, "excerpts", same, other) == "not-entrusted"

    def test_as_many_questions_are_asked_of_two_as_of_many(self, team: Cast) -> None:
        met = cast.gathering(team.places["hill"], "bridge-1", consent=2)
        bako = also(team, "bako", "facilitator")
        told = {"gathering": met, "words": "Dry.", "review": "redacted", "consent": 1}

        def asked(many: int) -> int:
            olds = [cast.excerpt(met, "bridge-1", consent=2) for _ in range(many)]
            rows = [{**told, "supersedes": old} for old in olds]
            return questions(lambda: bring(bako, "excerpts", *rows))

        asked(1)
        assert asked(2) == asked(40)


STATED = {"key": "s1", "words": "L'eau.", "lang": "fr", "source": "seed"}
STATED |= {"moderation": "in", "sensitivity": "ordinary"}


def stated(**cells: Any) -> str:
    return cast.record("statements", "bridge-1", **{**STATED, **cells})


class TestStated:
    """What people answered, they answered to the words that stood there."""

    @pytest.mark.parametrize(
        "change",
        [
            {"words": "They must leave."},
            {"lang": "en"},
            {"moderation": "waiting"},
            {"words": "They must leave.", "moderation": "out"},
        ],
    )
    def test_a_statement_that_was_decided_on_keeps_its_words(
        self, team: Cast, change: dict[str, Any]
    ) -> None:
        said = stated()
        row = {**STATED, **change, "supersedes": said}

        for who in ("bako", "hawa"):
            told = refused(team.person(who), "statements", **row)
            assert told["reason"] == "statement-stands"

    def test_what_is_put_to_nobody_stays_so(self, team: Cast) -> None:
        said = stated(moderation="out")

        told = refused(team.person("bako"), "statements", **STATED, supersedes=said)

        assert told["reason"] == "statement-stands"

    def test_it_may_be_put_to_nobody_or_be_sensitive(self, team: Cast) -> None:
        bako, said = team.person("bako"), stated()

        less = {"moderation": "out", "sensitivity": "sensitive"}
        new = bring(bako, "statements", **{**STATED, **less}, supersedes=said)

        assert Statement.objects.get(pk=new).moderation == "out"

    def test_one_that_nobody_read_or_answered_is_reworded(self, team: Cast) -> None:
        waits = {"sensitivity": "undecided", "moderation": "waiting"}
        said = stated(**waits)
        other = {**STATED, "sensitivity": "undecided", "words": "L'eau d'abord."}

        new = bring(team.person("bako"), "statements", **other, supersedes=said)

        assert Statement.objects.get(pk=new).words == "L'eau d'abord."

    def test_nor_by_two_steps_at_once(self, team: Cast) -> None:
        row = {**STATED, "sensitivity": "undecided"}
        said = stated(sensitivity="undecided")
        answered(team, "votes", said)
        same = {**row, "id": "b" * 32, "supersedes": said}
        other = {**row, "id": "c" * 32, "words": "Ji.", "supersedes": "b" * 32}

        assert why_not(team, "statements", same, other) == "statement-stands"

    def test_as_many_questions_are_asked_of_two_as_of_many(self, team: Cast) -> None:
        bako, told = team.person("bako"), {**STATED, "sensitivity": "undecided"}

        def asked(many: int) -> int:
            olds = [
                stated(key=f"{many}-{n}", sensitivity="undecided") for n in range(many)
            ]
            rows = [{**told, "words": "Ji.", "supersedes": old} for old in olds]
            return questions(lambda: bring(bako, "statements", *rows))

        asked(1)
        assert asked(2) == asked(40)


@pytest.mark.parametrize("table", ["votes", "tallies", "showings"])
def test_a_statement_that_was_answered_keeps_its_words_in_every_version(
    team: Cast, table: str
) -> None:
    first = stated(sensitivity="undecided")
    said = stated(sensitivity="undecided", supersedes=first)
    answered(team, table, first)
    other = {**STATED, "sensitivity": "undecided", "words": "L'eau d'abord."}

    told = refused(team.person("bako"), "statements", **other, supersedes=said)

    assert told["reason"] == "statement-stands"


def why_not(team: Cast, table: str, *rows: dict[str, Any]) -> str:
    """Return why several rows that a researcher sends at once are refused."""
    with pytest.raises(DataError) as wrong:
        bring(team.person("bako"), table, *rows)
    return str(wrong.value.params["reason"])


def answered(team: Cast, table: str, statement: str) -> None:
    met = cast.gathering(team.places["hill"], "bridge-1")
    counted = {"method": "hands", "agree": 5, "disagree": 1, "passed": 0, "count": 1}
    cells: dict[str, Any] = {
        "votes": {
            "vote": 1,
            "person": cast.record("people", "bridge-1", pseudonym="p"),
        },
        "tallies": {"gathering": met, **counted},
        "showings": {"gathering": met},
    }[table]
    cast.record(table, "bridge-1", statement=statement, **cells)
