"""What was asked of a result, and what came out, in plain words?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from vestibule.understand.audits.published import Published
from vestibule.understand.audits.settings import AuditSettings

RULES = {"ours": "our rule", "polis": "the rule of Polis"}
DRAWN = {"people": "people", "gatherings": "whole gatherings"}
KINDS = {"gathering": "gathering", "facilitator": "facilitator", "place": "place"}

RANDOM = (
    "If groups were drawn at random from {drawn} ({permutations} times, seed {seed}),"
    " {rule} would call {random:.1f} of {pairs} pairs of a group and a statement"
    " representative: {rate:.1%} ({low:.1%} to {high:.1%}); asked for is at most"
    " {asked:.0%}."
)
FOUND = " It calls {found} pairs representative of the groups that were found."

LEFT_OUT = (
    "Leaving out one {kind} at a time ({units}), with what lies behind the model kept as"
    " it was estimated (a reweighting, not a refit), undoes {carried} of {claims} claims"
    " in the comparison “{comparison}” and would add {held_back}; the lowest share of a"
    " claim falls by at most {drop}. Worked out were {worked_out} of {pairs} pairs of a"
    " {kind} and a statement, those likeliest to change first."
)
CARRIES = {
    "lost": "Without the {kind} “{name}”, the statement “{key}” would no longer be"
    " claimed in “{comparison}”: {sure:.0%} sure becomes {without:.0%}.",
    "thin": "Without the {kind} “{name}”, too few would have been heard on “{key}” in"
    " “{comparison}” for any claim.",
    "won": "Without the {kind} “{name}”, the statement “{key}” would be claimed in"
    " “{comparison}”: {sure:.0%} sure becomes {without:.0%}.",
}

UNDONE = (
    "{extra} further answers against “{key}” in the group “{extra_in}”, of which {heard}"
    " were heard, would undo that claim in “{comparison}”."
)
HELD = (
    "The claim on “{key}” in “{comparison}” is not undone by a million further answers."
)

COPIES = (
    "Rows of {length} answers or more that several people gave alike: {rows}; more often"
    " than explained by where those people stand and among whom they were heard:"
    " {flagged}; one answer to everything, which is not copying: {straight}. An honest"
    " conversation is pointed at with a probability of at most {alarm:.0%}."
)
COPY = (
    "{people} people gave the same {answers} answers, {where}; {expected:.2g} others"
    " were expected. It asks for a word with those who were there, and proves nothing."
)
WHERE = {
    "one_gathering": "all in one gathering",
    "gatherings": "in {gatherings} gatherings",
    "alone": "each alone",
    "both": "alone and in {gatherings} gatherings",
}

WAVES = (
    "Stretches of {window} minutes in which more people arrived than the hours around"
    " explain: {waves}; in which they also answered more alike than people drawn at"
    " random: {flagged}. An invitation passed on among people who think alike makes one"
    " too."
)
SITTINGS = (
    "Gatherings in which people answered one by one: {gatherings}; that their sheets"
    " were entered in one sitting says nothing against them. Gatherings in which more"
    " people answered than were counted as present: {over}."
)

ACTIVE = (
    "The number of answers goes with {what} by {rho:+.2f} ({low:+.2f} to {high:+.2f},"
    " rank correlation, {people} people){strong}."
)
STRONG = ": what is seen there is partly who answered much, not what they think"

AGAIN = (
    "Polis published {k} groups of {people} people; from the same votes, cold, {k_again}"
    " groups of {people_again} come out{ari}."
)
ARI = ", alike by {ari:.2f} (adjusted Rand index; 1 is the same, 0 chance)"
GROUP = {
    "same": "Published group {group} ({people} people) comes out again: {jaccard:.0%} of"
    " those in it or in its like are in both.",
    "changed": "Published group {group} ({people} people) comes out changed: {jaccard:.0%}"
    " of those in it or in its like are in both.",
    "dissolved": "Published group {group} ({people} people) cannot be derived again: only"
    " {jaccard:.0%} of those in it or in its like are in both. It hangs on how Polis came"
    " to it, which the export does not tell.",
}

RECEIPT = "Whoever has the dossier can derive all of this again: receipt {sha256}."


def random(nulls: pl.DataFrame, settings: AuditSettings) -> Iterator[str]:
    """Give a sentence for each rule and way of drawing groups."""
    for row in nulls.iter_rows(named=True):
        said = RANDOM.format(
            drawn=DRAWN[row["drawn"]],
            rule=RULES[row["rule"]],
            random=row["random"],
            pairs=row["pairs"],
            rate=row["rate"],
            low=row["rate_low"],
            high=row["rate_high"],
            permutations=settings.permutations,
            seed=settings.seed,
            asked=settings.rate,
        )
        known = row["found"] is not None
        yield said + (FOUND.format(found=row["found"]) if known else "")


def left_out(steadiness: pl.DataFrame, carriers: pl.DataFrame) -> Iterator[str]:
    """Give a sentence for each kind of unit, and for each that carries a claim."""
    for row in steadiness.filter(pl.col("claims") > 0).iter_rows(named=True):
        drop = row["largest_drop"]
        points = "nothing" if drop is None else f"{max(drop, 0) * 100:.1f} points"
        yield LEFT_OUT.format(**{**row, "kind": KINDS[row["kind"]]}, drop=points)
    for row in carriers.iter_rows(named=True):
        yield CARRIES[row["changes"]].format(
            kind=KINDS[row["kind"]],
            name=row["name"],
            key=row["key"],
            comparison=row["comparison"],
            sure=row["sure"],
            without=row["sure_without"] or 0.0,
        )


def undone(flips: pl.DataFrame) -> Iterator[str]:
    """Give a sentence for each claim."""
    for row in flips.iter_rows(named=True):
        yield (HELD if row["extra"] is None else UNDONE).format(**row)


def alike(copies: pl.DataFrame, settings: AuditSettings) -> Iterator[str]:
    """Give how many rows are alike, and a sentence for each to ask about."""
    yield COPIES.format(
        rows=copies.height,
        length=settings.length,
        flagged=int(copies["flagged"].sum()),
        straight=copies.filter(kind="one_answer").height,
        alarm=settings.alarm,
    )
    for row in copies.filter("flagged").iter_rows(named=True):
        where = WHERE[row["where"]].format(gatherings=row["gatherings"])
        yield COPY.format(**{**row, "where": where})


def arrived(waves: pl.DataFrame, settings: AuditSettings) -> Iterator[str]:
    """Give how often many came at once."""
    yield WAVES.format(
        waves=waves.height,
        window=settings.window,
        flagged=int(waves["flagged"].sum()),
    )


def sat(sittings: pl.DataFrame) -> Iterator[str]:
    """Give how many gatherings answered one by one, and with more than were there."""
    if sittings.height:
        over = int(sittings["over"].sum())
        yield SITTINGS.format(gatherings=sittings.height, over=over)


def active(activity: pl.DataFrame) -> Iterator[str]:
    """Give a sentence for each direction, and for the distance from the middle."""
    for row in activity.iter_rows(named=True):
        far = row["direction"] == "distance"
        what = (
            "the distance from the middle" if far else f"direction {row['direction']}"
        )
        strong = STRONG if row["strong"] else ""
        yield ACTIVE.format(**{**row, "what": what, "strong": strong})


def derived(again: Published) -> Iterator[str]:
    """Give how many published groups come out again, and a sentence for each."""
    yield AGAIN.format(
        k=again.k,
        people=again.people,
        k_again=again.k_again,
        people_again=again.people_again,
        ari="" if again.ari is None else ARI.format(ari=again.ari),
    )
    for row in again.groups.iter_rows(named=True):
        yield GROUP[row["verdict"]].format(**row)
