from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import by_hand
from tests.by_hand import called

from vestibule.dossier.records import Dossier
from vestibule.protect import consent

LEVELS = st.one_of(st.none(), st.integers(0, 4))


def one_excerpt(
    *,
    excerpt: int | None = None,
    voice: int | None = None,
    gathering: int | None = None,
    consents: list[dict[str, Any]] | None = None,
) -> Dossier:
    return by_hand.dossier(
        people=[{"id": "ada", "pseudonym": "a"}],
        gatherings=[
            {"id": "g", "code": "G", "kind": "focus_group", "consent": gathering}
        ],
        voices=[
            {"id": "v", "gathering": "g", "person": "ada", "medium": "notes"}
            | {"consent": voice}
        ],
        excerpts=[
            {"id": "e", "gathering": "g", "voice": "v", "words": "…"}
            | {"review": "cleared", "consent": excerpt}
        ],
        consents=consents or [],
    )


def quotable(dossier: Dossier, on: date | None = None) -> bool:
    return bool(consent.levels(dossier, "excerpts", on=on)["quotable"].item())


@pytest.mark.parametrize(
    ("excerpt", "voice", "gathering", "level", "may"),
    [
        (None, None, None, None, False),
        (4, None, None, 4, True),
        (None, 4, None, 4, True),
        (4, 4, 4, 4, True),
        (4, 3, 4, 3, False),
        (4, 4, 3, 3, False),
        (None, None, 4, 4, False),
        (3, None, 4, 3, False),
        (4, 0, 4, 0, False),
    ],
)
def test_the_lowest_source_counts_and_a_quote_needs_an_explicit_yes(
    excerpt: int | None,
    voice: int | None,
    gathering: int | None,
    level: int | None,
    may: bool,
) -> None:
    dossier = one_excerpt(excerpt=excerpt, voice=voice, gathering=gathering)

    assert consent.level_of(dossier, "excerpts", called("e")) == level
    assert quotable(dossier) is may


@pytest.mark.parametrize("subject", ["person", "gathering", "voice"])
def test_a_row_of_consents_about_any_source_lowers_the_excerpt(subject: str) -> None:
    about = {"person": "ada", "gathering": "g", "voice": "v"}[subject]

    dossier = one_excerpt(excerpt=4, consents=[{subject: about, "level": 2}])

    assert consent.level_of(dossier, "excerpts", called("e")) == 2
    assert not quotable(dossier)


def test_a_row_of_consents_about_the_voice_is_an_explicit_yes() -> None:
    assert quotable(one_excerpt(consents=[{"voice": "v", "level": 4}]))
    assert not quotable(one_excerpt(consents=[{"person": "ada", "level": 4}]))


def test_a_consent_that_has_run_out_is_refusal_until_it_is_renewed() -> None:
    row = {"voice": "v", "level": 4, "expires_on": date(2030, 5, 1)}
    dossier = one_excerpt(consents=[row])

    assert quotable(dossier, on=date(2030, 5, 1))
    assert not quotable(dossier, on=date(2030, 5, 2))
    assert not quotable(dossier)

    renewed = {"voice": "v", "level": 4, "id": "new", "supersedes": "old"}
    assert quotable(one_excerpt(consents=[{**row, "id": "old"}, renewed]))


def test_a_yes_whose_uses_leave_out_quotes_is_not_a_yes_to_quotes() -> None:
    def agreed(uses: str | None) -> Dossier:
        return one_excerpt(consents=[{"voice": "v", "level": 4, "uses": uses}])

    assert quotable(agreed("quote record"))
    assert quotable(agreed(None))
    assert not quotable(agreed("keep record"))


def test_a_consent_about_what_was_corrected_twice_is_about_all_that_stands() -> None:
    voices = [
        {"id": key, "gathering": "g", "medium": "notes", "consent": 4, **more}
        for key, more in (
            ("v", {}),
            ("north", {"supersedes": "v"}),
            ("south", {"supersedes": "v"}),
        )
    ]
    said = [("e-north", "north"), ("e-south", "south")]
    held = by_hand.dossier(
        gatherings=[{"id": "g", "code": "G", "kind": "focus_group"}],
        voices=voices,
        excerpts=[
            {"id": key, "gathering": "g", "voice": voice, "words": "…"}
            | {"review": "cleared"}
            for key, voice in said
        ],
        consents=[{"id": "c", "voice": "v", "level": 2}],
    )

    assert dict(consent.levels(held, "voices").select("id", "level").iter_rows()) == {
        called("north"): 2,
        called("south"): 2,
    }
    assert set(consent.levels(held, "excerpts")["level"]) == {2}


def test_of_two_versions_that_stand_the_lower_holds_for_what_was_said_there() -> None:
    held = by_hand.dossier(
        gatherings=[
            {"id": "g", "code": "G", "kind": "focus_group"},
            {"id": "yes", "code": "G", "kind": "focus_group", "consent": 4}
            | {"supersedes": "g"},
            {"id": "no", "code": "G", "kind": "focus_group", "consent": 1}
            | {"supersedes": "g"},
        ],
        voices=[{"id": "v", "gathering": "yes", "medium": "notes", "consent": 4}],
    )

    assert consent.level_of(held, "voices", called("v")) == 1


def test_an_old_version_has_the_level_of_the_one_that_stands() -> None:
    gathering = {"code": "G", "kind": "interview"}
    dossier = by_hand.dossier(
        gatherings=[
            {"id": "g", **gathering, "consent": 4},
            {"id": "g2", **gathering, "consent": 1, "supersedes": "g"},
        ]
    )

    assert consent.level_of(dossier, "gatherings", called("g")) == 1
    assert consent.level_of(dossier, "gatherings", called("nobody")) is None


def heard() -> Dossier:
    met = {"kind": "focus_group"}
    return by_hand.dossier(
        people=[{"id": name, "pseudonym": name} for name in ("ada", "bo", "cy")],
        gatherings=[
            {"id": "open", "code": "1", **met, "consent": 3},
            {"id": "closed", "code": "2", **met, "consent": 2},
            {"id": "silent", "code": "3", **met},
        ],
        attendances=[
            {"id": name, "gathering": name.split("-")[1], "n": 1}
            | {"capacity": "consulted", "person": person}
            for name, person in (
                ("ada-open", "ada"),
                ("bo-open", "bo"),
                ("n-open", None),
                ("n-closed", None),
                ("n-silent", None),
            )
        ],
        consents=[{"person": "bo", "level": 0}, {"person": "cy", "level": 3}],
        statements=[
            {"id": "s", "key": "s", "words": "S", "source": "seed", "moderation": "in"}
            | {"gathering": "closed"}
        ],
        votes=[
            {"id": f"{person}-{where}", "person": person, "gathering": where}
            | {"statement": "s", "vote": 1}
            for person, where in (
                ("ada", "open"),
                ("ada", None),
                ("cy", None),
                ("cy", "closed"),
            )
        ],
        excerpts=[
            {"id": "e1", "gathering": "open", "words": "…", "review": "unreviewed"},
            {"id": "e2", "gathering": "open", "words": "…", "review": "cleared"}
            | {"consent": 1},
            {"id": "e3", "gathering": "closed", "words": "…", "review": "cleared"}
            | {"consent": 4},
        ],
        codes=[{"id": "c", "key": "c", "name": "C", "kind": "obstacle"}],
        codings=[
            {"id": f"k{n}", "excerpt": f"e{n}", "code": "c", "coder": "x"}
            for n in (1, 2, 3)
        ],
    )


def names(dossier: Dossier, table: str, *known: str) -> set[str]:
    back = {called(name): name for name in known}
    return {back[one] for one in dossier.current(table)["id"]}


def test_what_is_published_leaves_out_all_that_did_not_agree_to_it() -> None:
    kept = consent.published(heard())

    assert names(kept, "gatherings", "open") == {"open"}
    assert names(kept, "attendances", "ada-open", "n-open") == {"ada-open", "n-open"}
    assert names(kept, "votes", "ada-open", "cy-None") == {"ada-open", "cy-None"}
    assert names(kept, "excerpts", "e1") == {"e1"}
    assert names(kept, "codings", "k1") == {"k1"}
    assert names(kept, "statements", "s") == {"s"}


@given(excerpt=LEVELS, voice=LEVELS, gathering=LEVELS, person=LEVELS)
def test_no_source_that_is_added_ever_raises_a_level(
    excerpt: int | None, voice: int | None, gathering: int | None, person: int | None
) -> None:
    said = [] if person is None else [{"person": "ada", "level": person}]
    before = one_excerpt(excerpt=excerpt, voice=voice, gathering=gathering)
    after = one_excerpt(
        excerpt=excerpt, voice=voice, gathering=gathering, consents=said
    )

    levels = [consent.level_of(one, "excerpts", called("e")) for one in (before, after)]

    stated = [one for one in (excerpt, voice, gathering) if one is not None]
    assert levels[0] == min(stated, default=None)
    assert levels[1] == min(
        [*stated, *([] if person is None else [person])], default=None
    )
    assert not quotable(after) or (min(stated) == 4 and 4 in (excerpt, voice))
