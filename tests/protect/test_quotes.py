from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests import by_hand
from tests.by_hand import called

from vestibule.dossier.process import Disclosure
from vestibule.dossier.records import Dossier
from vestibule.protect import quotes
from vestibule.protect.cleared import Quote

EXCERPT: dict[str, Any] = {
    "id": "e",
    "gathering": "g1",
    "words": "La route nous fait peur.",
    "lang": "fr",
    "translation": "The road frightens us.",
    "translation_lang": "en",
    "consent": 4,
    "review": "cleared",
    "reviewed_by": "r1",
    "second_reviewed_by": "r2",
}


def place(key: str, level: int, parent: str | None) -> dict[str, Any]:
    kind = {0: "country", 1: "region", 2: "cercle"}[level]
    return {"id": key, "key": key, "name": key, "kind": kind, "level": level} | {
        "parent": parent
    }


def heard(
    *excerpts: dict[str, Any], disclosure: Disclosure | None = None, **tables: Any
) -> Dossier:
    """Three gatherings of herders in two cercles of the north, in two months."""
    met = {"kind": "focus_group", "consent": 4, "profile": "herder"}
    gatherings = [
        {"id": "g1", "place": "n1", "held_on": date(2030, 3, 14)},
        {"id": "g2", "place": "n1", "held_on": date(2030, 3, 2)},
        {"id": "g3", "place": "n2", "held_on": date(2030, 4, 9)},
    ]
    given: dict[str, Any] = {
        "places": [
            place("land", 0, None),
            place("north", 1, "land"),
            place("n1", 2, "north"),
            place("n2", 2, "north"),
        ],
        "profiles": [
            {"id": "herder", "key": "herder", "name": "Herder", "restricted": False},
            {"id": "judge", "key": "judge", "name": "Judge", "restricted": True},
        ],
        "gatherings": [{"code": one["id"], **met, **one} for one in gatherings],
        "attendances": [
            {"gathering": one["id"], "n": 8, "capacity": "consulted"}
            for one in gatherings
        ],
        "excerpts": list(excerpts),
        **tables,
    }
    process = by_hand.process(disclosure=disclosure or Disclosure())
    return by_hand.dossier(process, **given)


def test_a_quote_stands_beside_its_profile_and_region_and_no_day() -> None:
    # March alone has two gatherings in one cercle: the month would tell too much.
    cleared = quotes.clear_quotes(heard(EXCERPT))

    assert cleared == {
        called("e"): Quote(
            words="La route nous fait peur.",
            lang="fr",
            translation="The road frightens us.",
            translation_lang="en",
            speaker="herder",
            place="north",
            month=None,
        )
    }


def noted(*langs: str | None) -> list[dict[str, Any]]:
    """The three gatherings, each with the language that was noted."""
    where, days = ("n1", "n1", "n2"), ((3, 14), (3, 2), (4, 9))
    met = {"kind": "focus_group", "consent": 4, "profile": "herder"}
    return [
        {"id": f"g{i}", "code": f"g{i}", **met}
        | {"place": where[i - 1], "held_on": date(2030, *days[i - 1]), "lang": lang}
        for i, lang in enumerate(langs, start=1)
    ]


@pytest.mark.parametrize(
    ("langs", "speaker", "place"),
    [
        (("fr", "fr", "fr"), "herder", "north"),
        (("fr", "fr", None), "herder", "north"),  # nobody noted it: it may have been
        (("fr", "fr", "bm"), quotes.SOMEONE, None),  # two gatherings could have said it
    ],
)
def test_who_could_have_spoken_the_language_of_the_words_must_be_enough(
    langs: tuple[str | None, ...], speaker: str, place: str | None
) -> None:
    [cleared] = quotes.clear_quotes(heard(EXCERPT, gatherings=noted(*langs))).values()

    assert (cleared.speaker, cleared.place) == (speaker, place)


def test_a_language_heard_at_a_gathering_was_spoken_there_whatever_was_noted() -> None:
    other = {**EXCERPT, "id": "e2", "gathering": "g3", "review": "redacted"}
    dossier = heard(EXCERPT, other, gatherings=noted("fr", "fr", "bm"))

    [cleared] = quotes.clear_quotes(dossier).values()

    assert (cleared.speaker, cleared.place) == ("herder", "north")


def test_the_month_stands_beside_a_quote_that_enough_people_share() -> None:
    low = Disclosure(people=10, gatherings=2, places=1)

    quote = quotes.clear_quotes(heard(EXCERPT, disclosure=low))[called("e")]

    assert (quote.speaker, quote.place, quote.month) == ("herder", "north", "2030-03")


@pytest.mark.parametrize(
    "change",
    [
        {"consent": None},
        {"consent": 3},
        {"review": "redacted"},
        {"review": "unreviewed"},
        {"second_reviewed_by": None},
        {"second_reviewed_by": " R1"},
        {"reviewed_by": None},
    ],
)
def test_words_without_consent_or_two_reviewers_are_not_quoted(
    change: dict[str, Any],
) -> None:
    assert quotes.clear_quotes(heard({**EXCERPT, **change})) == {}


def test_a_rare_profile_loses_its_place_and_then_its_name() -> None:
    lone = {**EXCERPT, "profile": "judge"}
    judges = {"gathering": "g3", "n": 2, "capacity": "consulted", "profile": "judge"}

    dossier = heard(lone)
    few = dossier.with_tables(attendances=by_hand.frame("attendances", [judges]))

    quote = quotes.clear_quotes(dossier)[called("e")]
    assert (quote.speaker, quote.place, quote.month) == ("someone", "north", None)
    nobody = quotes.clear_quotes(few)[called("e")]
    assert (nobody.speaker, nobody.place, nobody.month) == ("someone", None, None)


def test_a_profile_heard_in_few_places_of_a_region_is_shown_without_the_region() -> (
    None
):
    elsewhere = [
        {"id": f"far{n}", "code": f"far{n}", "kind": "focus_group", "consent": 3}
        | {"profile": "judge", "place": "s1"}
        for n in range(3)
    ]
    dossier = heard({**EXCERPT, "profile": "judge"})
    places = [
        place("land", 0, None),
        place("north", 1, "land"),
        place("n1", 2, "north"),
    ]
    places += [place("n2", 2, "north"), place("south", 1, "land")]
    places += [place("s1", 2, "south")]
    met = by_hand.frame("gatherings", elsewhere)
    heard_there = [
        {"gathering": one["id"], "n": 9, "capacity": "consulted"} for one in elsewhere
    ]
    judge = {"gathering": "g1", "n": 1, "capacity": "consulted", "profile": "judge"}
    given = dossier.with_tables(
        places=by_hand.frame("places", places),
        gatherings=dossier.table("gatherings").vstack(met),
        attendances=by_hand.frame("attendances", [*heard_there, judge]),
    )

    quote = quotes.clear_quotes(given)[called("e")]

    assert (quote.speaker, quote.place, quote.month) == ("judge", None, None)


def test_a_place_level_of_zero_leaves_the_place_out() -> None:
    quote = quotes.clear_quotes(heard({**EXCERPT, "place_level": 0}))[called("e")]

    assert (quote.speaker, quote.place) == ("herder", None)


def test_a_gathering_held_nowhere_gives_a_quote_from_nowhere() -> None:
    dossier = heard(EXCERPT)
    nowhere = [{"id": "g1", "code": "g1", "kind": "online", "consent": 4}]
    given = dossier.with_tables(gatherings=by_hand.frame("gatherings", nowhere))

    quote = quotes.clear_quotes(given)[called("e")]

    assert (quote.speaker, quote.place, quote.month) == ("someone", None, None)


def test_a_checked_translation_in_the_language_asked_for_is_taken() -> None:
    texts = [
        {"excerpt": "e", "field": "words", "lang": "ar", "words": "…", "state": state}
        for state in ("draft", "checked")
    ]
    texts[0]["words"] = "draft"
    dossier = heard(EXCERPT, texts=texts)

    quote = quotes.clear_quotes(dossier, lang="ar")[called("e")]

    assert (quote.translation, quote.translation_lang) == ("…", "ar")
    own = quotes.clear_quotes(dossier, lang="en")[called("e")]
    assert own.translation == "The road frightens us."
    none = quotes.clear_quotes(dossier, lang="bm")[called("e")]
    assert (none.translation, none.translation_lang) == (None, None)


OBJECTION: dict[str, Any] = {
    "id": "o",
    "finding": "f",
    "gathering": "g1",
    "outcome": "rejected",
    "objection": "Ce n'est pas chez nous.",
    "lang": "fr",
    "consent": 4,
    "review": "cleared",
    "reviewed_by": "r1",
    "second_reviewed_by": "r2",
}
FINDING = {"id": "f", "key": "f", "kind": "need", "words": "F", "lang": "fr"}


def test_an_objection_is_quoted_as_an_excerpt_is() -> None:
    dossier = heard(findings=[FINDING], validations=[OBJECTION])

    cleared = quotes.clear_objections(dossier)

    assert cleared[called("o")] == Quote(
        words="Ce n'est pas chez nous.", lang="fr", speaker="herder", place="north"
    )


@pytest.mark.parametrize(
    "change",
    [{"consent": None}, {"second_reviewed_by": "r1"}, {"objection": None}],
)
def test_an_objection_without_consent_words_or_reviewers_is_not_quoted(
    change: dict[str, Any],
) -> None:
    dossier = heard(findings=[FINDING], validations=[{**OBJECTION, **change}])

    assert quotes.clear_objections(dossier) == {}


def test_quotes_are_chosen_so_that_no_gathering_speaks_twice_before_all_have() -> None:
    rows = [
        {**EXCERPT, "id": f"{met}-{n}", "gathering": met}
        for met, n in [("g1", 1), ("g1", 2), ("g1", 3), ("g2", 1), ("g3", 1)]
    ]
    dossier = heard(*rows)
    cleared = quotes.clear_quotes(dossier)

    order = quotes.spread(dossier, cleared, [*cleared, called("nothing")])

    assert len(order) == 5
    first = {called(f"{met}-{n}"): met for met in ("g1", "g2", "g3") for n in (1, 2, 3)}
    assert {first[one] for one in order[:3]} == {"g1", "g2", "g3"}
    assert order == quotes.spread(dossier, cleared, list(cleared)[::-1])
