"""What was taken back leaves no trace in what is said of themes."""

from __future__ import annotations

import datetime as dt

from tests.by_hand import called
from tests.understand.saturation.test_saturation import EIGHT, dialogue

from vestibule.dossier import lineage, withdrawals
from vestibule.understand import coding, resemblance, saturation, themes


def test_results_are_those_of_a_dossier_that_never_had_the_words() -> None:
    whole = dialogue(EIGHT)
    after = lineage.settled(
        withdrawals.withdraw(
            whole,
            table="excerpts",
            record=called("g5.1"),
            origin="office",
            at=dt.datetime(2024, 3, 1, tzinfo=dt.UTC),
            by="office",
            reason="asked",
        )
    )
    gone = called("g5.1")
    never = whole.with_tables(
        excerpts=whole.table("excerpts").remove(id=gone),
        codings=whole.table("codings").remove(excerpt=gone),
    )

    assert "d" in EIGHT[5]
    assert after.table("codings").height == whole.table("codings").height - 2
    now, then = saturation.saturation(after), saturation.saturation(never)
    assert now.rows.equals(then.rows)
    assert now.curve.equals(then.curve)
    assert themes.themes(after).counts.equals(themes.themes(never).counts)
    assert coding.reliability(after).codes.equals(coding.reliability(never).codes)
    assert coding.together(after).in_gatherings.equals(
        coding.together(never).in_gatherings
    )
    assert resemblance.excerpts(after).equals(resemblance.excerpts(never))
