"""Words: in two languages, cleared by two, and some of them never to be published."""

from __future__ import annotations

import polars as pl
import pytest

from vestibule.protect import consent, quotes, screening
from vestibule.rehearsal import Rehearsal
from vestibule.rehearsal.country import country
from vestibule.rehearsal.shape import DEFAULT

TOLD = country(DEFAULT.start).told


def test_every_excerpt_that_was_written_is_there_in_french_and_english(
    usual: Rehearsal,
) -> None:
    texts = usual.dossier.table("texts").filter(pl.col("excerpt").is_not_null())

    for record in usual.truth.quotable:
        langs = texts.filter(pl.col("excerpt") == record)["lang"]
        assert sorted(langs) == ["en", "fr"]


@pytest.mark.parametrize(
    ("column", "table"),
    [
        ("statement", "statements"),
        ("finding", "findings"),
        ("code", "codes"),
        ("profile", "profiles"),
        ("factor", "factors"),
        ("recommendation", "recommendations"),
        ("question", "questions"),
    ],
)
def test_everything_published_has_a_name_in_both_languages(
    usual: Rehearsal, column: str, table: str
) -> None:
    texts = usual.dossier.table("texts").drop_nulls(column)
    langs = texts.group_by(column).agg(pl.col("lang").unique().sort())

    assert set(langs[column]) == set(usual.dossier.table(table)["id"])
    assert all(pair == ["en", "fr"] for pair in langs["lang"].to_list())


def test_some_words_were_said_in_an_invented_language(usual: Rehearsal) -> None:
    excerpts = usual.dossier.table("excerpts")
    quotable = excerpts.filter(pl.col("id").is_in(list(usual.truth.quotable)))

    invented = quotable.filter(pl.col("lang") != "fr")
    assert set(invented["lang"]) == {"mis-x-sorvi", "mis-x-oldene", "mis-x-kesme"}
    assert len(invented) >= 20
    assert (invented["translation_lang"] == "fr").all()


def test_no_two_excerpts_have_the_same_words(usual: Rehearsal) -> None:
    excerpts = usual.dossier.table("excerpts")

    assert excerpts["words"].n_unique() == len(excerpts)


def test_what_may_be_quoted_is_what_protect_would_clear(usual: Rehearsal) -> None:
    levels = consent.levels(usual.dossier, "excerpts").filter("quotable")
    cleared = usual.dossier.table("excerpts").filter(
        pl.col("id").is_in(levels["id"].to_list())
        & (pl.col("review") == "cleared")
        & (pl.col("reviewed_by") != pl.col("second_reviewed_by"))
    )

    assert set(cleared["id"]) == set(usual.truth.quotable)
    assert set(quotes.clear_quotes(usual.dossier)) <= set(usual.truth.quotable)


def test_every_way_to_be_unfit_for_publication_occurs(usual: Rehearsal) -> None:
    excerpts = usual.dossier.table("excerpts").filter(
        pl.col("id").is_in(list(usual.truth.sealed))
    )

    assert set(excerpts["review"]) == {"unreviewed", "redacted", "cleared", "refused"}
    assert excerpts["consent"].null_count() > 0
    assert (excerpts["consent"] == 3).any()
    one_reviewer = (excerpts["review"] == "cleared") & excerpts[
        "second_reviewed_by"
    ].is_null()
    assert one_reviewer.any()


def test_words_taken_back_are_gone(usual: Rehearsal) -> None:
    told = next(
        entry
        for entry in TOLD["excerpts"]["excerpts"]
        if entry.get("fate") == "withdrawn"
    )

    assert usual.truth.withdrawn not in usual.dossier.table("excerpts")["id"]
    assert told["fr"] not in usual.dossier.table("excerpts")["words"]
    assert told["en"] not in usual.dossier.table("texts")["words"]
    assert usual.truth.withdrawn in usual.dossier.table("removals")["id"]


def test_one_obstacle_has_no_dissenting_excerpt_and_the_others_have(
    usual: Rehearsal,
) -> None:
    findings = usual.dossier.table("findings")
    against = (
        usual.dossier.table("supports")
        .filter(pl.col("stance") == "against")
        .join(findings.select(pl.col("id").alias("finding"), "key"), on="finding")
    )

    assert usual.truth.no_dissent == ("neighbours",)
    assert set(against["key"]) == {"bridge", "young", "word"}


def test_a_theme_is_denied_only_where_it_was_also_named(usual: Rehearsal) -> None:
    excerpts = usual.dossier.table("excerpts").select(
        pl.col("id").alias("excerpt"), "gathering"
    )
    read = usual.dossier.table("codings").join(excerpts, on="excerpt")
    named = read.filter(pl.col("stance") == "for").select("gathering", "code").unique()
    denied = read.filter(pl.col("stance") == "against")

    alone = denied.join(named, on=["gathering", "code"], how="anti")
    # A coder may miss the words that named it: rarely.
    assert len(alone) <= 1


def test_every_excerpt_says_where_it_stood_and_was_read_by_two(
    usual: Rehearsal,
) -> None:
    codings = usual.dossier.table("codings").filter(pl.col("role").is_null())

    assert codings["coder"].n_unique() == 2
    both = codings.group_by("excerpt", "code").agg(pl.col("coder").n_unique())
    agreed = (both["coder"] == 2).mean()
    assert agreed is not None
    assert 0.8 < agreed < 0.98  # type: ignore[operator]


def test_no_sentence_counts_people_as_a_share_of_a_nation(usual: Rehearsal) -> None:
    words = usual.dossier.table("texts")["words"]

    assert not words.str.contains("%").any()
    assert not words.str.contains(r"\d+ sur 100").any()


def test_the_planted_fact_is_flagged_by_its_kind(usual: Rehearsal) -> None:
    waiting = {one.record: one for one in screening.waiting(usual.dossier)}

    found = {
        record: {flag.kind for flag, _ in waiting[record].open}
        for record in usual.truth.identifying
    }

    assert found
    planted = usual.truth.identifying.items()
    assert {record for record, kind in planted if kind not in found[record]} == set()


def test_what_both_reviewers_cleared_they_also_screened(usual: Rehearsal) -> None:
    assert not any(one.reviewers == 2 for one in screening.waiting(usual.dossier))
    assert len(quotes.clear_quotes(usual.dossier)) == len(usual.truth.quotable)
