"""Trust and promises of a dossier typed by hand: what is told, and what leaves no trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.inform.test_preparation import finding_tables, small, told

from vestibule.dossier.process import Agreement, Barometer
from vestibule.dossier.records import Dossier
from vestibule.inform.followed import Followed, Promise
from vestibule.inform.preparation import promises
from vestibule.protect.cleared import Count, Hidden

MET = tuple(f"g-{region}-{n}" for n in range(3) for region in ("north", "south"))
FORM = [{"id": "form", "key": "form", "name": "F", "kind": "survey", "version": "1"}]


def barometer(key: str = "trust", **more: Any) -> Barometer:
    return Barometer(
        **{
            "key": key, "names": {"en": key}, "instrument": "form", "question": "q",
            "scale": ("no", "yes"), "positive": ("yes",), **more,
        }
    )  # fmt: skip


def answers(
    wave: int, yes: int, n: int, met: Sequence[str] = MET
) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{wave}-{at}-{met[0]}", "instrument": "form", "question": "q", "wave": wave,
            "gathering": met[at % len(met)], "value": "yes" if at < yes else "no",
        }
        for at in range(n)
    ]  # fmt: skip


def asked(
    rows: Sequence[dict[str, Any]], *barometers: Barometer, **more: Any
) -> Dossier:
    made = small(instruments=FORM, answers=rows, **more)
    declared = barometers or (barometer(),)
    return replace(made, process=replace(made.process, barometers=declared))


def cells(dossier: Dossier) -> dict[str, list[Any]]:
    return {
        one.names["en"]: [wave.said for wave in one.waves]
        for one in told(dossier).trust
    }


def test_each_wave_is_a_share_of_those_who_answered_and_a_gap_stays_one() -> None:
    (one,) = told(asked([*answers(1, 27, 30), *answers(3, 3, 30)])).trust

    assert [wave.said for wave in one.waves] == [
        Count(value=27, of=30),
        None,
        Count(value=3, of=30),
    ]
    assert one.verdict == "falling"
    first = one.waves[0].between
    assert first is not None
    assert first.low < first.middle == 90 < first.high


def test_a_wave_of_nine_people_is_hidden_and_no_verdict_leans_on_it() -> None:
    (one,) = told(asked([*answers(1, 27, 30), *answers(2, 1, 9)])).trust

    assert isinstance(one.waves[1].said, Hidden)
    assert one.waves[1].between is None
    assert one.verdict == "cannot-say"


@settings(max_examples=6, deadline=None)
@given(yes=st.integers(0, 9))
def test_what_a_hidden_wave_said_leaves_no_trace(yes: int) -> None:
    def trust(n: int) -> object:
        rows = [*answers(1, 25, 30), *answers(2, n, 9), *answers(3, 18, 30)]
        return told(asked(rows)).trust

    assert trust(yes) == trust(4)


def test_a_wave_of_those_who_refuse_is_hidden_and_not_a_gap() -> None:
    refusing = {
        "id": "g-no", "place": "north-1", "held_on": date(2030, 1, 5), "consent": 1, "code": "N",
    }  # fmt: skip
    met = [
        {
            "id": f"g-{r}-{i}", "place": f"{r}-{1 + i % 2}", "held_on": date(2030, 1 + i, 12),
            "consent": 4, "lang": "fr", "profile": "farmer", "composition": "homogeneous",
        }
        for r in ("north", "south")
        for i in range(3)
    ]  # fmt: skip
    made = asked(
        [*answers(1, 20, 30), *answers(2, 20, 30, ("g-no",)), *answers(3, 20, 30)],
        gatherings=[*met, refusing],
    )
    assert isinstance(cells(made)["trust"][1], Hidden)


def test_the_sign_of_one_community_stays_with_it() -> None:
    signs = (barometer(), barometer("sign", place="north"))

    assert set(cells(asked(answers(1, 20, 30), *signs))) == {"trust"}


@pytest.mark.parametrize("yes", [5, 25])
def test_a_few_who_trust_or_do_not_are_hidden_where_that_is_sensitive(yes: int) -> None:
    rows = answers(1, yes, 30)

    assert isinstance(cells(asked(rows, barometer(sensitive=True)))["trust"][0], Hidden)
    assert cells(asked(rows))["trust"][0] == Count(value=yes, of=30)


def test_what_one_barometer_leaves_of_another_is_judged_too() -> None:
    whole, part = barometer("all"), barometer("some", asked=("farmer",))
    others = [
        {
            "id": f"o-{at}", "instrument": "form", "question": "q", "wave": 1,
            "gathering": MET[at], "person": f"p-{at}", "value": "yes",
        }
        for at in range(4)
    ]  # fmt: skip
    people = [{"id": f"p-{at}", "pseudonym": f"p{at}", "profile": "guard"} for at in range(4)]  # fmt: skip
    profiles = [
        {"id": "farmer", "key": "farmer", "name": "cultivateurs"},
        {"id": "guard", "key": "guard", "name": "gardes", "side": "forces"},
    ]
    found = cells(
        asked([*answers(1, 20, 30), *others], whole, part, people=people, profiles=profiles)
    )  # fmt: skip

    shown = [key for key, held in found.items() if isinstance(held[0], Count)]
    assert len(shown) < 2
    assert shown


def test_where_nobody_was_asked_again_nothing_is_told() -> None:
    assert told(small()).trust == ()
    assert told(asked([])).trust == ()


# Promises

ASKED = {
    "id": "ask", "finding": "f", "words": "Open the books.", "lang": "en", "addressee": "Town",
    "addressee_side": "authority", "made_on": date(2030, 2, 1), "answer_by": date(2030, 4, 1),
}  # fmt: skip
ANSWER = {"id": "yes", "recommendation": "ask", "answer": "accepted", "given_on": date(2030, 3, 1), "words": "We shall."}  # fmt: skip
OWED = {
    "id": "owed", "response": "yes", "words": "A book on the table.", "lang": "en", "owner": "Town",
    "owner_side": "authority", "made_on": date(2030, 3, 1), "due_on": date(2030, 6, 1),
}  # fmt: skip


def seen(side: str, state: str, gathering: str | None = None) -> dict[str, Any]:
    return {
        "id": f"{side}-{state}-{gathering}", "commitment": "owed", "side": side, "state": state,
        "gathering": gathering, "seen_on": date(2030, 7, 1), "adjudicated": False,
    }  # fmt: skip


def followed(*verifications: dict[str, Any], **more: Any) -> Followed:
    tables = {
        "findings": [{"id": "top", "key": "top"}, {"id": "f", "key": "f", "parent": "top"}],
        "recommendations": [ASKED], "responses": [ANSWER], "commitments": [OWED],
        "verifications": verifications, **more,
    }  # fmt: skip
    found = told(small(**tables)).followed
    assert found is not None
    return found


def owed(*verifications: dict[str, Any], **more: Any) -> Promise:
    (one,) = followed(*verifications, **more).promises
    return one


def test_what_is_asked_is_told_with_its_answer_and_the_finding_above() -> None:
    (one,) = followed().asks

    assert (one.words["en"], one.addressee, one.side) == (
        "Open the books.", {"en": "Town"}, "authority",
    )  # fmt: skip
    assert (one.state, one.month, one.finding) == ("accepted", "2030-03", "top")
    assert one.reply == {"und": "We shall."}
    assert one.standing == "unseen"


def test_a_promise_is_told_in_every_language_in_which_it_was_checked() -> None:
    text = {"commitment": OWED["id"], "field": "words", "lang": "fr"}

    checked = owed(texts=[{**text, "words": "Promis.", "state": "checked"}])
    draft = owed(texts=[{**text, "words": "Promis.", "state": "draft"}])

    assert checked.words["fr"] == "Promis."
    assert "fr" not in draft.words


def test_silence_after_the_day_is_an_answer_and_no_promise() -> None:
    found = followed(responses=[], commitments=[])

    assert [(one.state, one.month) for one in found.asks] == [("silent", "2030-04")]
    assert found.promises == ()


def test_what_enough_communities_say_stands_beside_the_official_side() -> None:
    said = (seen("community", "partly", one) for one in MET[:4])
    one = owed(seen("official", "done"), *said)

    assert (one.official, one.community, one.observer) == ("done", "partly", None)
    assert (one.standing, one.is_overdue) == ("contested", True)
    assert (one.made, one.due) == ("2030-03", "2030-06")
    assert one.asked["en"] == "Open the books."


def test_what_two_gatherings_say_is_as_if_it_had_not_been_said() -> None:
    said = (seen("community", "partly", one) for one in MET[:2])

    assert owed(seen("official", "done"), *said) == owed(seen("official", "done"))
    assert owed(seen("official", "done")).standing == "claimed"


def test_of_forces_regions_count_as_places() -> None:
    north = [one for one in MET if "north" in one]
    said = [seen("community", "done", one) for one in north]

    assert owed(*said).community == "done"  # three gatherings in two villages
    forces = [{**OWED, "owner_side": "forces"}]
    assert owed(*said, commitments=forces).community is None  # of one region


def test_what_is_no_promise_is_not_told_as_one() -> None:
    assert followed(commitments=[{**OWED, "response": None}]).promises == ()


def test_a_promise_of_an_agreement_tells_its_name() -> None:
    made = small(commitments=[{**OWED, "response": None, "agreement": "peace"}])
    peace = Agreement(key="peace", names={"en": "Peace"}, ended_on=date(2030, 5, 1))
    found = told(
        replace(made, process=replace(made.process, agreements=(peace,)))
    ).followed

    assert found is not None
    (one,) = found.promises
    assert (one.source, one.asked, one.is_ended) == ("agreement", {"en": "Peace"}, True)


def test_where_nothing_was_asked_or_promised_nothing_is_told() -> None:
    assert told(small()).followed is None


@pytest.mark.parametrize(
    ("state", "kept", "column"),
    [
        ("done", True, "kept"), ("done", False, "claimed"), ("begun", False, "under_way"),
        ("partly", False, "under_way"), ("not_begun", False, "not_begun"),
        ("undone", False, "undone"), ("contested", False, "contested"),
        ("unverified", False, "unseen"), ("cannot_say", False, "unseen"),
    ],
)  # fmt: skip
def test_every_promise_stands_in_one_column(
    state: str, kept: bool, column: str
) -> None:
    assert promises.standing({"state": state, "kept": kept}) == column


# Words of a finding


def test_words_stand_by_a_finding_by_the_reading_that_holds() -> None:
    tables = finding_tables()
    tables["codings"] += [
        # one coder put it, the adjudicator found something else, and the other way round
        {"id": "k-6", "excerpt": "e-0", "code": "other", "coder": "j", "role": "adjudicator"},
        {"id": "k-7", "excerpt": "e-5", "code": "fear", "coder": "j", "role": "adjudicator"},
        {"id": "k-8", "excerpt": "e-4", "code": "fear", "coder": "j", "role": "adjudicator"},
    ]  # fmt: skip
    (finding,) = told(small(**tables)).findings

    said = {one.words for voice in finding.voices for one in voice.values()}
    assert "parole 0" not in said
    assert finding.against == ()
    assert finding.named == Count(value=5, of=6)
