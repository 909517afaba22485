"""A dossier, opened: the questions one asks of it, in the words of the field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import polars as pl

from vestibule import rehearsal
from vestibule.agree import budgets
from vestibule.api import analysis, naming, portraits, tracing
from vestibule.api.coding import Coding
from vestibule.api.gaps import Sentences
from vestibule.api.shown import Shown
from vestibule.api.tracing import Traced
from vestibule.dossier import packages, schema
from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.inform.portrait import Portrait


class Work:
    """An opened dossier.

    Parameters
    ----------
    dossier : Dossier
        The records.
    seed : int
        Of what is drawn again.
    lang : str
        Language of sentences and names.

    Examples
    --------
    >>> from vestibule import api
    >>> work = api.rehearsed(seed=1, shape="small")
    >>> print(work.heard())
    Who was heard, by place: 10 rows
    >>> work.priorities().frame["rank"].to_list()
    [1, 2, 3, 4]
    """

    def __init__(
        self, dossier: Dossier, *, seed: int = analysis.SEED, lang: str = "en"
    ) -> None:
        self.dossier = dossier
        self.seed = seed
        self.lang = lang

    @property
    def process(self) -> Process:
        """What the process declares."""
        return self.dossier.process

    @cached_property
    def analysis(self) -> analysis.Analysis:
        """Every analysis, each worked out when it is first asked for."""
        return analysis.analyse(self.dossier, seed=self.seed)

    def as_of(self, when: dt.date | Mapping[str, int]) -> Work:
        """Return the dossier of that day, as known now, or at that cut."""
        at = analysis.analyse(self.dossier, as_of=when, seed=self.seed)
        return Work(at.dossier, seed=self.seed, lang=self.lang)

    def heard(self, by: str = "place") -> Shown:
        """Return who was heard.

        Parameters
        ----------
        by : str
            ``place``, or what coverage counts by: ``sex``, ``age_band``,
            ``profile``, or two of them joined by `` x ``.

        Returns
        -------
        Shown
            Who was heard.

        Raises
        ------
        DataError
            If coverage does not count by that.
        """
        found = self.analysis.heard
        if by == "place":
            return Shown(
                title="Who was heard, by place",
                frame=found.places.drop("place"),
                says="Attendances as counted; attendances are not people. Where "
                "`standing` is nobody, no one was heard: no opinion, not a zero.",
            )
        key = tuple(part.strip() for part in by.split(" x "))
        if key not in found.crossings:
            known = ", ".join(" x ".join(one) for one in found.crossings)
            raise DataError(f"Coverage is not counted by “{by}”. Use one of: {known}.")
        crossing = found.crossings[key]
        return Shown(
            title=f"Who was heard, by {by}",
            frame=naming.named(crossing.cells, self.analysis.settled, self.lang),
            says="Attendances as counted, for the team."
            + (
                f" Never public: {crossing.why_not_public}."
                if crossing.why_not_public
                else ""
            ),
        )

    def missing(self) -> Shown:
        """Return who was not heard, as sentences."""
        say = Sentences(self.analysis.settled, self.lang)
        gaps = self.analysis.heard.gaps
        return Shown(
            title="Who has not been heard",
            frame=pl.DataFrame(
                {"kind": [g.kind for g in gaps], "sentence": [say(g) for g in gaps]},
                schema={"kind": pl.String, "sentence": pl.String},
            ),
            says="Against the targets that the process set for itself.",
        )

    def themes(self) -> Shown:
        """Return the themes by the gatherings that named them."""
        found = self.analysis.themes
        return Shown(
            title="Themes, by gatherings that named them",
            frame=self._told(found.counts.drop("parent"), "codes", "name"),
            says=f"The unit is the gathering, not the mention. Intervals and rank "
            f"ranges at {found.level:.0%}, seed {found.seed}. What is named often is "
            "not what people find most important.",
        )

    def coding(self) -> Coding:
        """Return codebook, readings and coders, saturation and suggestions."""
        return self.analysis.coding

    def agreement(self) -> Shown:
        """Return what can be said of each statement in each declared comparison."""
        found = self.analysis.ground
        return Shown(
            title="Common ground and differences",
            frame=self._told(found.statements, "statements", "words"),
            says=found.explain(),
        )

    def next_gatherings(self) -> Shown:
        """Return which groups to hear next; for the team, never public."""
        return Shown(
            title="Where to go next",
            frame=self.analysis.next_gatherings,
            says="Groups of the declared comparisons, the most useful first: how many "
            "further gatherings, how many statements wait for them. No one may be sent "
            "anywhere before the place was judged safe.",
        )

    def findings(self) -> Shown:
        """Return how each finding stands after its validations."""
        found = self.analysis.standing
        return Shown(
            title="Findings and their validation",
            frame=self._told(found.findings, "findings", "words"),
            says="Counted in gatherings. A finding never taken back to the people is "
            "a working draft.",
        )

    def priorities(self) -> Shown:
        """Return the order that people's ballots give to findings."""
        found = self.analysis.priorities
        return Shown(
            title="The people's order",
            frame=self._told(found.order, "findings", "words"),
            says=f"Rule: {found.rule}; {found.ballots} ballots in {found.gatherings} "
            f"gatherings; rank ranges at {found.level:.0%}, seed {found.seed}.",
        )

    def evidence(self) -> Shown:
        """Return what is cited for each finding and against it."""
        found = self.analysis.validation
        return Shown(
            title="What findings rest on",
            frame=self._told(found.evidence, "findings", "words"),
            says="Records, and the gatherings and places they come from, each once. "
            "Kinds are not added up; how often something was said is no measure of how "
            "important it is.",
        )

    def priority_rules(self) -> Shown:
        """Return the order of findings under every rule the ballots can answer."""
        found = self.analysis.priority_rules
        changed = found.changes.filter(pl.col("changed"))
        return Shown(
            title="The same ballots under every rule",
            frame=self._told(found.orders, "findings", "words"),
            says=f"Decided by {found.decided}; {found.ballots} ballots in "
            f"{found.gatherings} gatherings. {changed.height} of "
            f"{found.changes.height} checks (a region or gathering less, equal weights) "
            "change an order.",
        )

    def budget(self, amount: float) -> Shown:
        """Return what an amount pays for, by the ballots on actions.

        Parameters
        ----------
        amount : float
            In the unit of the costs of actions, above 0.

        Returns
        -------
        Shown
            By equal shares; without rows where nothing can be said, and why.
        """
        found = self.analysis.budget(amount)
        title = "What the amount pays for"
        if isinstance(found, budgets.NoBudget):
            why = budgets.LIMITS[found.reason]
            return Shown(title=title, frame=pl.DataFrame(), says=why)
        words = dict(
            self.analysis.settled.table("actions").select("id", "words").iter_rows()
        )
        frame = naming.with_words(found.actions, "action", words)
        how = " ".join(budgets.METHOD).format(step=f"{found.step:g}")
        return Shown(title=title, frame=frame.drop("tied"), says=how)

    def opinions(self) -> Shown:
        """Return what Polis would say of each group; for researchers, never public.

        Returns
        -------
        Shown
            What Polis would say of each group; for researchers, never public.

        Raises
        ------
        DataError
            If nobody voted.
        """
        found, talk = self.analysis.opinions, self.analysis.conversation
        if found is None or talk is None:
            raise DataError("There are no votes in this dossier.", reason="no-votes")
        ids = pl.col("statement").replace_strict(dict(enumerate(talk.statements)))
        rows = found.representative.with_columns(ids)
        return Shown(
            title=f"{found.k} groups as Polis computes them",
            frame=self._told(rows, "statements", "words"),
            says="Groups of the compatible layer depend on the order of participants "
            "and stay in the analysis. Limits: " + ", ".join(found.limits) + ".",
        )

    def follow_up(self, *, today: dt.date) -> Shown:
        """Return what was asked of whom, what was promised, what each side sees."""
        found = self.analysis.follow_up(today)
        return Shown(
            title=f"What was asked and promised, on {today}",
            frame=found.addressees,
            says="Recommendations are no promises; silence is an answer. What official,"
            " community and observer see stands side by side, never averaged.",
        )

    def trace(self, name: str, *, today: dt.date) -> Traced:
        """Return what a record follows from, and what followed from it.

        Parameters
        ----------
        name : str
            An id, a key, the code of a gathering: see `tracing.trace`.
        today : date
            The day it is.

        Returns
        -------
        Traced
            With a name for each place where the chain is broken.
        """
        return tracing.trace(self.dossier, name, today=today)

    def portrait(self, *, today: dt.date, lang: str | None = None) -> Portrait:
        """Return what may be published, as a page that shows itself.

        Parameters
        ----------
        today : date
            The day it is; consent that has run out by then is refusal.
        lang : str or None
            ``fr`` or ``en``; None: the language of this work.

        Returns
        -------
        Portrait
            Its page, its script, its data, all cleared.
        """
        return portraits.draw(
            self.dossier,
            lang=lang or self.lang,
            today=today,
            seed=self.seed,
        )

    def _told(self, frame: pl.DataFrame, table: str, column: str) -> pl.DataFrame:
        """Return a frame whose first column says what its records say."""
        words = naming.spoken(self.analysis.settled, table, column, self.lang)
        return naming.with_words(frame, schema.singular(table), words)


def rehearsed(*, seed: int = 1, shape: str = "default", lang: str = "en") -> Work:
    """Return an invented country to try things on; everything in it is fictitious.

    Parameters
    ----------
    seed : int
        Same seed, same country's voices.
    shape : {'default', 'small', 'autoportrait'}
        How much of everything.
    lang : str
        Language of sentences and names.

    Returns
    -------
    Work
        Ready to be asked.
    """
    made = rehearsal.rehearse(seed=seed, shape=rehearsal.SHAPES[shape])
    return Work(made.dossier, lang=lang)


def load(path: Path | str, *, lang: str = "en") -> Work:
    """Open a dossier on disk.

    Parameters
    ----------
    path : Path or str
        Its folder.
    lang : str
        Language of sentences and names.

    Returns
    -------
    Work
        Ready to be asked.
    """
    return Work(packages.read(Path(path)), lang=lang)
