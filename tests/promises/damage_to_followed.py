"""What is done to trust, and to what is said of promises, one function each."""

from __future__ import annotations

from dataclasses import replace

from tests.promises.changing import Rng, changed, picked, sometimes, without

from vestibule.dossier.records import Dossier


def barometers_that_overlap(whole: Dossier, rng: Rng) -> Dossier:
    """Return the same with barometers of everyone beside those of one side."""
    some = [one for one in whole.process.barometers if one.place is None]
    more = tuple(
        replace(
            one,
            key=f"{one.key}-all",
            names={lang: f"{name} +" for lang, name in one.names.items()},
            asked=() if rng.random() < 0.7 else one.asked,
            positive=one.positive if rng.random() < 0.7 else one.positive[-1:],
        )
        for one in some
    )
    barometers = (*whole.process.barometers, *more)
    return replace(whole, process=replace(whole.process, barometers=barometers))


def waves_of_few(whole: Dossier, rng: Rng) -> Dossier:
    kept = float(rng.uniform(0.02, 0.2))
    wave = picked(rng, whole.table("answers")["wave"].drop_nulls().unique().sort().to_list())  # fmt: skip
    rows = whole.table("answers").filter(wave=wave or 0)["id"].to_list()
    return without(whole, "answers", [one for one in rows if rng.random() > kept])


def few_answers_left(whole: Dossier, rng: Rng) -> Dossier:
    kept = float(rng.uniform(0.03, 0.3))
    rows = whole.table("answers")["id"].to_list()
    return without(whole, "answers", [one for one in rows if rng.random() > kept])


def nearly_all_answer_alike(whole: Dossier, rng: Rng) -> Dossier:
    value = picked(rng, ("beaucoup", "pas-du-tout"))
    hit = sometimes(rng, 0.96)
    return changed(whole, "answers", value=lambda r: value if hit() else r["value"])


def a_wave_of_those_who_refuse(whole: Dossier, rng: Rng) -> Dossier:
    """Return the same with one wave answered in gatherings that allow nothing."""
    wave = picked(rng, whole.table("answers")["wave"].drop_nulls().unique().sort().to_list())  # fmt: skip
    met = whole.table("gatherings")["id"].sort().head(4).to_list()
    gone = changed(whole, "gatherings", consent=lambda r: 1 if r["id"] in met else r["consent"])  # fmt: skip
    return changed(
        gone,
        "answers",
        gathering=lambda r: picked(rng, met) if r["wave"] == wave else r["gathering"],
    )


def words_on_promises_of_few(whole: Dossier, rng: Rng) -> Dossier:
    rows = whole.table("verifications").drop_nulls("gathering")["id"].to_list()
    return without(whole, "verifications", [one for one in rows if rng.random() < 0.5])


def communities_that_differ(whole: Dossier, rng: Rng) -> Dossier:
    states = ("not_begun", "begun", "partly", "done", "undone", "cannot_say")
    return changed(
        whole,
        "verifications",
        state=lambda r: (
            picked(rng, states)
            if r["side"] == "community" and rng.random() < 0.5
            else r["state"]
        ),
    )


def sides_not_noted(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.4)
    return changed(
        whole, "commitments", owner_side=lambda r: None if hit() else r["owner_side"]
    )


ALL = (
    barometers_that_overlap, waves_of_few, few_answers_left, nearly_all_answer_alike,
    a_wave_of_those_who_refuse, words_on_promises_of_few, communities_that_differ,
    sides_not_noted,
)  # fmt: skip
"""Each with some probability, in this order."""
