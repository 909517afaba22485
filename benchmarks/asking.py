"""How many answers until most claims are decided, by who chooses what is asked?

`python -m benchmarks.asking [--replicates 20]` lets three rules choose the statements
that invented people are asked: `vestibule.understand.showings`, a plain lottery, and
the priority of Polis. Who comes is the same for all three.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import special

from benchmarks import opening, report
from vestibule.understand import polis
from vestibule.understand.ground import evidence, nodes, posterior
from vestibule.understand.ground.evidence import Counted, Evidence, Floats, Ints
from vestibule.understand.ground.nodes import Node
from vestibule.understand.showings import chances, information
from vestibule.understand.showings.claims import Claims

BAR, ERROR, DECIDED = 0.6, 0.1, 0.8
STATEMENTS, LISTED, TOGETHER = 30, 8, 12
ARRIVE = (0.6, 0.3, 0.1)
PEOPLE, GATHERINGS = 10, 3
EVERY = 5
"""Gatherings (or dozens of people) between two analyses."""

RULES = ("routed", "lottery", "Polis priority")

READING = (
    "Each line is told at its own end: a lottery that goes on longer also hears more."
    " Routing decides with fewer answers because it stops asking what is decided; its"
    " decisions are wrong a little more often than those of a lottery, far below the"
    " nominal 10 %. Intervals inside groups hold as before. What breaks are plain"
    " shares over groups taken together, since the groups heard least are asked most;"
    " weighing by the recorded probability removes that bias in theory, but where statements were put rarely"
    " the weights are large: the column *weighed* shows how noisy that is. Tell shares"
    " inside groups, and weigh groups by how many they are."
)
"""What the table says, and what it does not."""

USUAL = Node(
    mean=nodes.MEAN[0],
    spread=float(np.exp(nodes.SPREAD[0])),
    apart=float(np.exp(nodes.APART[0])),
    likeness=nodes.LIKENESS[0],
    shifts=np.zeros(0),
    heavy=False,
)
"""What is thought before anything is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How people are heard.

    Parameters
    ----------
    rho : float
        How alike people of one gathering answer; 0: everyone answers alone.
    activity : float
        How far, in log-odds, one deviation of activity moves an answer; the active
        answer more of what is put to them. Of people alone only.
    rounds : int
        Gatherings, or dozens of people, after which a run ends.
    """

    rho: float = 0.08
    activity: float = 0.0
    rounds: int = 500


WORLDS = {
    "gatherings of 12, likeness 0.08": World(),
    "people alone": World(rho=0.0, rounds=1000),
    "people alone, answers missing with activity": World(
        rho=0.0, activity=0.4, rounds=1000
    ),
}


@dataclass(slots=True, kw_only=True)
class Heard:
    """What one run has heard; arrays (statements, segments) unless said."""

    truth: Floats
    rows: list[tuple[int, int, int, int]] = field(default_factory=list)
    votes: list[tuple[int, int, int]] = field(default_factory=list)
    weighed: Floats = field(default_factory=lambda: np.zeros((STATEMENTS, 2)))
    undecided: NDArray[np.bool_] = field(
        default_factory=lambda: np.ones(STATEMENTS, dtype=bool)
    )
    people: int = 0
    given: Evidence | None = None
    found: tuple[Node, ...] = (USUAL,)
    refit: int = 60

    def counted(self) -> Counted:
        """Return everything heard as counts."""
        whole = np.array(self.rows, dtype=np.int64).reshape(-1, 4)
        kinds, times = np.unique(whole, axis=0, return_counts=True)
        return Counted(
            statements=tuple(map(str, range(STATEMENTS))),
            segments=tuple(map(str, range(len(ARRIVE)))),
            methods=("individual",),
            statement=kinds[:, 0],
            segment=kinds[:, 1],
            method=np.zeros(len(kinds), dtype=np.int64),
            yes=kinds[:, 2],
            n=kinds[:, 3],
            times=times.astype(np.float64),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How one run ended.

    Parameters
    ----------
    answers : int
        Given until `DECIDED` of the claims were decided, or until the run ended.
    done : bool
        Whether they were.
    wrong, decided : int
        Claims decided wrongly, and all that were.
    covered : float
        Share of 95 % intervals of groups heard enough that hold the truth.
    raw, weighed, grouped : float
        Mean distance of shares of everyone from the truth: plain; each answer weighed
        by 1 over its recorded probability; told inside groups, and groups weighed by
        how many of those who came they are.
    """

    answers: int
    done: bool
    wrong: int
    decided: int
    covered: float
    raw: float
    weighed: float
    grouped: float


def run(rule: str, world: World, seed: int) -> Run:
    """Return how one run ends; the same seed, the same people."""
    rng = np.random.default_rng((seed, 7))
    shape = (STATEMENTS, len(ARRIVE))
    odds = 0.6 + rng.normal(0, 1, (STATEMENTS, 1)) + rng.normal(0, 0.8, shape)
    segments = rng.choice(len(ARRIVE), size=(world.rounds, TOGETHER), p=ARRIVE)
    load = world.activity * rng.normal(0, 1, STATEMENTS)
    heard = Heard(truth=_truth(odds, load))
    chance = np.random.default_rng((seed, 8, RULES.index(rule)))
    wanted: list[Floats] = []
    for number in range(world.rounds):
        if number % EVERY == 0:
            wanted = [_wanted(rule, heard, world, one) for one in range(len(ARRIVE))]
        if world.rho:
            _gathering(heard, world, int(segments[number, 0]), wanted, rule, chance)
        else:
            for segment in segments[number]:
                _person(heard, odds, load, int(segment), wanted, rule, chance)
        if number % EVERY == EVERY - 1:
            ended = _judged(heard, world)
            if ended.done:
                break
    return ended


def _truth(odds: Floats, load: Floats) -> Floats:
    """Return shares who agree, over people of all activities."""
    steps = np.linspace(-4, 4, 81)
    weight = np.exp(-(steps**2) / 2)
    moved = odds[..., np.newaxis] + load[:, np.newaxis, np.newaxis] * steps
    return np.asarray(special.expit(moved) @ (weight / weight.sum()))


def _wanted(rule: str, heard: Heard, world: World, segment: int) -> Floats:
    """Return what a rule wants of one segment: probabilities, or Polis' weights."""
    if rule == "lottery":
        return np.full(STATEMENTS, LISTED / STATEMENTS)
    if rule == "Polis priority":
        return _priority(heard)
    claims = _claims(heard, world)
    size = TOGETHER if world.rho else 1
    worth = claims.worth(str(segment), size=size, method="individual")
    chosen = chances.best if world.rho else chances.proportional
    return chances.explored(chosen(worth, LISTED), LISTED, 0.1)


def _priority(heard: Heard) -> Floats:
    if not heard.votes:
        return np.ones(STATEMENTS)
    person, statement, vote = np.array(heard.votes, dtype=np.int32).T
    votes = polis.Votes(
        person=person,
        statement=statement,
        vote=vote.astype(np.int8),
        n_people=heard.people,
        n_statements=STATEMENTS,
    )
    frame = polis.analyse(votes).statements.sort("statement")
    # Of what nobody saw nothing is known: (1 - 1/2) (0 + 1) (1/2), lifted ninefold.
    unseen = (0.25 * 9) ** 2
    return frame["priority"].fill_nan(unseen).fill_null(unseen).to_numpy()


def _claims(heard: Heard, world: World) -> Claims:
    over = evidence.bins(BAR)
    given = heard.given or Evidence(heard.counted(), over)
    node = heard.found[0]
    n, met = _enough(given.counted)
    return Claims(
        key="invented",
        groups=given.counted.segments,
        over=over,
        believed=information.believed(given, node),
        undecided=heard.undecided,
        people=np.maximum(PEOPLE - n, 0),
        gatherings=np.maximum(GATHERINGS - met, 0),
        why=np.full(n.shape, ""),
        rho=float(special.expit(node.likeness)),
        shifts={},
    )


def _enough(counted: Counted) -> tuple[Floats, Floats]:
    return counted.total(counted.n), counted.total(np.ones(counted.n.size))


def _drawn(wanted: Floats, rule: str, chance: np.random.Generator) -> Ints:
    if rule == "Polis priority":
        part = wanted / wanted.sum()
        return chance.choice(STATEMENTS, size=LISTED, replace=False, p=part)
    return chances.drawn(wanted, chance.random(STATEMENTS), float(chance.random()))


def _gathering(
    heard: Heard,
    world: World,
    segment: int,
    wanted: list[Floats],
    rule: str,
    chance: np.random.Generator,
) -> None:
    rows = _drawn(wanted[segment], rule, chance)
    scale = (1 - world.rho) / world.rho
    p = heard.truth[rows, segment]
    yes = chance.binomial(TOGETHER, chance.beta(p * scale, (1 - p) * scale))
    for row, agree in zip(rows, yes, strict=True):
        heard.rows.append((int(row), segment, int(agree), TOGETHER))
        told = chance.permutation(np.where(np.arange(TOGETHER) < agree, 1, -1))
        heard.votes += [
            (heard.people + one, int(row), int(vote)) for one, vote in enumerate(told)
        ]
    part = wanted[segment][rows]
    np.add.at(heard.weighed, (rows, 0), yes / part)
    np.add.at(heard.weighed, (rows, 1), TOGETHER / part)
    heard.people += TOGETHER


def _person(
    heard: Heard,
    odds: Floats,
    load: Floats,
    segment: int,
    wanted: list[Floats],
    rule: str,
    chance: np.random.Generator,
) -> None:
    rows = _drawn(wanted[segment], rule, chance)
    active = chance.normal()
    if load.any():  # the active answer most of what is put to them, others less
        rows = rows[chance.random(rows.size) < special.expit(0.8 + 0.8 * active)]
    yes = chance.random(rows.size) < special.expit(
        odds[rows, segment] + active * load[rows]
    )
    for row, agree in zip(rows, yes, strict=True):
        heard.rows.append((int(row), segment, int(agree), 1))
        heard.votes.append((heard.people, int(row), 1 if agree else -1))
    part = wanted[segment][rows]
    np.add.at(heard.weighed, (rows, 0), yes / part)
    np.add.at(heard.weighed, (rows, 1), 1 / part)
    heard.people += 1


def _judged(heard: Heard, world: World) -> Run:
    """Analyse what was heard, and say where the run stands."""
    given = heard.given = Evidence(heard.counted(), evidence.bins(BAR))
    if len(heard.rows) >= heard.refit:
        heard.found, heard.refit = nodes.nodes(given)[:3], 4 * len(heard.rows)
    told = posterior.posterior(given, heard.found)
    n, met = _enough(given.counted)
    enough = (n >= PEOPLE) & ((met >= GATHERINGS) | (world.rho == 0))
    claimed = enough.all(axis=1) & (told.sure >= 1 - ERROR)
    below = (told.segment_sure <= ERROR) & enough
    refused = below.any(axis=1) | (enough.all(axis=1) & (told.sure <= ERROR))
    heard.undecided = ~(claimed | refused)
    true = (heard.truth > BAR).all(axis=1)
    low, high = told.segment_interval(0.95)
    inside = ((low <= heard.truth) & (heard.truth <= high))[enough]
    everyone = heard.truth @ np.array(ARRIVE)
    counted = given.counted
    agree = counted.total(counted.yes).sum(axis=1)
    raw = agree / np.maximum(n.sum(axis=1), 1)
    weighed = heard.weighed[:, 0] / np.maximum(heard.weighed[:, 1], 1e-9)
    grouped = told.segment_mean @ np.array(ARRIVE)
    return Run(
        answers=int(n.sum()),
        done=bool(1 - heard.undecided.mean() >= DECIDED),
        wrong=int((claimed & ~true).sum() + (refused & true).sum()),
        decided=int((~heard.undecided).sum()),
        covered=float(inside.mean()) if inside.size else 1.0,
        raw=float(np.abs(raw - everyone).mean()),
        weighed=float(np.abs(weighed - everyone).mean()),
        grouped=float(np.abs(grouped - everyone).mean()),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=20)
    asked = parser.parse_args(arguments)
    rows = []
    for name, world in WORLDS.items():
        for rule in RULES:
            rows.append([name, rule, *_row(rule, world, asked.replicates)])
            print(rows[-1], flush=True)
    text = told(rows, asked.replicates)
    print(text)
    report.write_section("asking", text)


def told(rows: Sequence[Sequence[str]], replicates: int) -> str:
    """Return the section: what was measured, the table, how to read it."""
    head = [
        "world",
        "rule",
        "answers, median (middle half)",
        "reached",
        "decided wrongly",
        "intervals of 95 % hold",
        "share of everyone off by: plain",
        "weighed",
        "in groups",
    ]
    return "\n\n".join(
        [
            "## What to ask next (`benchmarks/asking.py`)",
            f"Answers needed to decide {DECIDED:.0%} of the claims “more than {BAR:.0%}"
            f" agree in every group”: {STATEMENTS} statements, groups of"
            f" {', '.join(f'{part:.0%}' for part in ARRIVE)} of those who come,"
            f" {LISTED} statements put to each, {replicates} replicates; the same"
            " people come whatever the rule. A run ends after 500 gatherings or 12,000"
            " people; it is judged after every 480 answers that were asked for."
            " *Weighed*: each answer by 1 over the probability recorded with its"
            " showing; Polis records none. *In groups*: told inside each group, and"
            " groups weighed by how many of those who came they are.",
            report.table(head, rows),
            READING,
            opening.told(),
        ]
    )


def _row(rule: str, world: World, replicates: int) -> list[str]:
    runs = [run(rule, world, seed) for seed in range(replicates)]
    low, middle, high = np.quantile([one.answers for one in runs], [0.25, 0.5, 0.75])
    wrong = sum(one.wrong for one in runs) / max(sum(one.decided for one in runs), 1)
    recorded = rule != "Polis priority"
    return [
        f"{middle:,.0f} ({low:,.0f} - {high:,.0f})",
        f"{np.mean([one.done for one in runs]):.0%}",
        f"{wrong:.1%}",
        f"{np.mean([one.covered for one in runs]):.1%}",
        f"{100 * np.mean([one.raw for one in runs]):.1f} points",
        f"{100 * np.mean([one.weighed for one in runs]):.1f} points"
        if recorded
        else "",
        f"{100 * np.mean([one.grouped for one in runs]):.1f} points",
    ]


if __name__ == "__main__":
    main()
