"""Which published groups come out again?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from vestibule.dossier.records import Dossier
from vestibule.listen import polis as exports
from vestibule.understand import audits, polis
from vestibule.understand.audits import published


def listed(groups: list[int | None]) -> pl.DataFrame:
    names = [f"p{number}" for number in range(len(groups))]
    return pl.DataFrame(
        {"pseudonym": names, "group": groups}, schema_overrides={"group": pl.Int64}
    )


def names(n: int) -> pl.Series:
    return pl.Series([f"p{number}" for number in range(n)])


def test_likeness_worked_by_hand() -> None:
    was = listed([0, 0, 0, 0, 1, 1, 1, None])
    now = np.array([1, 1, 1, 0, 0, 0, -1, -1], dtype=np.int32)

    found = published.published(was, names(8), now)

    assert found is not None
    rows = found.groups.to_dicts()
    # Group 0 is most like derived group 1: 3 of 4. Group 1 like 0: 2 of 4.
    assert [(r["again"], r["shared"], r["jaccard"], r["verdict"]) for r in rows] == [
        (1, 3, 0.75, "same"),
        (0, 2, 0.5, "changed"),
    ]
    assert (found.k, found.k_again) == (2, 2)
    assert (found.people, found.people_again, found.both, found.unknown) == (7, 6, 6, 0)
    # Pairs within: both 3 + 1 = 4, first 6 + 1, second 3 + 3, of 15: chance 2.8.
    assert found.ari == pytest.approx((4 - 42 / 15) / (6.5 - 42 / 15))


def test_groups_that_are_gone_are_called_dissolved() -> None:
    found = published.published(
        listed([0, 0, 0, 0]), names(4), np.array([0, 1, 2, 3], dtype=np.int32)
    )

    assert found is not None
    assert found.groups["verdict"].to_list() == ["dissolved"]


def test_nobody_derived_and_people_unknown() -> None:
    found = published.published(
        listed([0, 1]), names(1), np.array([-1], dtype=np.int32)
    )

    assert found is not None
    assert found.groups["again"].to_list() == [None, None]
    assert found.groups["jaccard"].to_list() == [0, 0]
    assert (found.ari, found.unknown, found.k_again) == (None, 1, 0)


def test_a_list_that_places_nobody_says_nothing() -> None:
    assert published.published(listed([None]), names(1), np.zeros(1, np.int32)) is None
    assert (
        published.published(listed([]), names(0), np.zeros(0, dtype=np.int32)) is None
    )


def test_the_index_at_its_ends() -> None:
    one = np.array([0, 0, 1, 1])

    assert published.adjusted_rand(one, 1 - one) == 1
    assert published.adjusted_rand(np.zeros(4, int), np.zeros(4, int)) is None
    assert published.adjusted_rand(one[:1], one[:1]) is None
    assert published.adjusted_rand(one[:0], one[:0]) is None
    assert published.adjusted_rand(np.arange(4), np.arange(4)) is None


@pytest.mark.parametrize(
    ("name", "ari", "verdicts"),
    [
        ("vtaiwan.uberx", 0.92, ["same", "same"]),
        ("brexit-consensus", 0.55, ["same", "changed"]),
        ("football-concussions", 0.10, ["dissolved", "dissolved"]),
    ],
)
def test_real_conversations_as_the_notes_measured_them(
    real_data: Path, name: str, ari: float, verdicts: list[str]
) -> None:
    folder = real_data / "opinions" / name
    read = exports.read(folder, process_key="real")
    process = exports.process_from_summary(folder, key="real")
    dossier = Dossier(process=process, tables=read.tables)
    talk = polis.of_dossier(dossier)
    opinions = polis.analyse(
        talk.votes, moderated_out=talk.moderated_out, meta=talk.meta
    )

    result = audits.audit(
        dossier,
        derived=audits.Derived(talk=talk, opinions=opinions),
        listed=exports.published_groups(folder),
        settings=audits.AuditSettings(permutations=1, draws=1),
    )

    found = result.published
    assert found is not None
    assert found.ari == pytest.approx(ari, abs=0.03)
    assert found.groups["verdict"].to_list() == verdicts
    told = result.explain()
    assert ("cannot be derived again" in told) == ("dissolved" in verdicts)
    assert not {"p0", "p1"} & set(str(result.to_dict()).split("'"))
