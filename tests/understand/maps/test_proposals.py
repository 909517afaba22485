"""What may be one, where one could act: proposals, with reasons, until people decide."""

from __future__ import annotations

from tests import by_hand
from tests.understand.maps.tellings import dossier, ids, merge

from vestibule.understand import maps
from vestibule.understand.maps import proposals


def named(names: dict[str, str]) -> list[by_hand.Row]:
    return [{"id": id_, "name": name} for id_, name in names.items()]


NAMES = {"a": "La peur au marché", "A": "peur au marche", "b": "Moins de travail"}


def test_names_alike_are_proposed_towards_the_one_more_people_told() -> None:
    given = dossier({"t1": "a+b", "t2": "a+b", "t3": "A+b"}, factors=named(NAMES))
    rows = maps.merges(maps.system_map(given), given)

    assert rows.select("factor", "into").rows() == [ids("A", "a")]
    row = rows.row(0, named=True)
    assert (row["shared"], row["contrary"]) == (1, 0)
    assert (row["reason"], row["state"]) == ("names", "proposed")
    assert 0.5 <= row["alike"] <= 1


def test_names_told_as_opposites_say_so() -> None:
    given = dossier({"t1": "a+b", "t3": "A-b"}, factors=named(NAMES))
    rows = maps.merges(maps.system_map(given), given)

    assert rows["reason"].to_list() == ["names-contrary"]


def test_what_people_decided_undid_or_proposed_is_not_proposed_again() -> None:
    for state in ("decided", "undone", "proposed"):
        given = dossier(
            {"t1": "a+b A+b"}, factors=named(NAMES), merges=[merge("a", "A", state)]
        )
        assert maps.merges(maps.system_map(given), given).is_empty()


def test_one_name_alone_is_like_no_other() -> None:
    given = dossier({}, factors=named({"a": "…"}))

    assert maps.merges(maps.system_map(given), given).is_empty()
    assert proposals.grams("…") == {"  ": 1}


def test_any_script_has_pieces_of_letters() -> None:
    assert proposals.grams("ߒߞߏ") == {" ߒߞ": 1, "ߒߞߏ": 1, "ߞߏ ": 1}


def test_a_place_to_act_leads_to_findings_and_lies_on_circles() -> None:
    told = {"t1": "r+x x+f x+g f+x", "t2": "r+x x+f x+g f+x", "t3": "y+x"}
    given = dossier(
        told,
        factors=[
            *({"id": one, "name": one} for one in "rxy"),
            *({"id": one, "name": one, "finding": f"F{one}"} for one in "fg"),
        ],
        findings=[{"id": "Ff", "key": "f"}, {"id": "Fg", "key": "g"}],
    )
    system = maps.system_map(given)
    rows = maps.leverage(system, given)

    # x reaches f and g by links two sources told; y's link was told by one
    assert rows["factor"].to_list() == list(ids("x", "r", "f"))
    assert rows["acts_on"].to_list() == [2, 2, 1]
    assert rows["loops"].to_list() == [1, 0, 1]
    assert set(rows["state"]) == {"proposed"}


def test_what_people_ranked_is_decided_and_objections_are_counted() -> None:
    told = {"t1": "x+f f+x", "t2": "x+f f+x"}
    given = dossier(
        told,
        factors=[{"id": "x", "name": "x"}, {"id": "f", "name": "f", "finding": "F"}],
        findings=[{"id": "F", "key": "f"}],
        questions=[{"id": "q", "key": "q", "words": "?", "kind": "ranking"}],
        priorities=[
            {"question": "q", "finding": "F", "rank": 1, "rule": "borda",
             "objections": "no"}
        ],
        validations=[
            {"finding": "F", "gathering": "g-t1", "outcome": "rejected"},
            {"finding": "F", "gathering": "g-t2", "outcome": "confirmed"},
        ],
    )  # fmt: skip
    rows = maps.leverage(maps.system_map(given), given)
    states = dict(
        zip(
            rows["factor"],
            zip(rows["state"], rows["objections"], strict=True),
            strict=True,
        )
    )

    f, x = ids("f", "x")
    assert states == {f: ("decided", 2), x: ("proposed", 0)}


def test_without_findings_outcomes_are_what_is_acted_on() -> None:
    given = dossier({"t1": "a+b", "t2": "a+b"})
    rows = maps.leverage(maps.system_map(given), given)

    assert rows.select("factor", "acts_on").rows() == [(ids("a")[0], 1)]
