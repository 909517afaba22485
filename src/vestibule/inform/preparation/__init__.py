"""How does a dossier become what a portrait may say? Cleared, in one call.

All numbers of one portrait are cleared together: a total in one figure and its
parts in another are one sum to a reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import vestibule
from vestibule.act import follow_up as following
from vestibule.act.follow_up import FollowUp
from vestibule.agree import priorities as order_of
from vestibule.agree.priorities import PriorityResult
from vestibule.agree.validation import standing as standing_of
from vestibule.agree.validation import wording
from vestibule.agree.validation.standing import FindingStanding
from vestibule.dossier import cuts, hashing, lineage
from vestibule.dossier.records import Dossier
from vestibule.inform.material import FindingTold, Material, Trace
from vestibule.inform.preparation import (
    barometers,
    coarsened,
    findings,
    grid,
    grounds,
    heard,
    links,
    mapped,
    priority,
    promises,
    road,
)
from vestibule.inform.preparation.sources import Cells, Sources
from vestibule.plan import coverage as coverage_of
from vestibule.plan.covered import Coverage
from vestibule.protect import clearing, consent
from vestibule.understand import agreement as agreement_of
from vestibule.understand import ground as ground_of
from vestibule.understand import themes as themes_of
from vestibule.understand import trust as trust_of
from vestibule.understand.agreement import AgreementResult
from vestibule.understand.ground import GroundSettings
from vestibule.understand.themes import ThemeCounts
from vestibule.understand.trust import TrustResult

__all__ = ["Draft", "drafted", "prepare", "prepared"]


def prepare(
    dossier: Dossier,
    *,
    coverage: Coverage,
    themes: ThemeCounts,
    agreement: AgreementResult,
    standings: FindingStanding,
    priorities: PriorityResult | None,
    trust: TrustResult,
    followed: FollowUp,
    today: date,
    seed: int,
) -> Material:
    """Return what a portrait may say.

    Parameters
    ----------
    dossier : Dossier
        The whole dossier, at the cut wanted.
    coverage : Coverage
        Of the whole dossier: only the whole knows where nobody was heard.
    themes, agreement, standings, priorities, trust, followed : results
        Of ``consent.published(lineage.settled(dossier), on=today)``: nothing else
        may stand behind a published number. `prepared` computes them so.
    today : date
        The day it is; consent that has run out by then is refusal.
    seed : int
        That the results were drawn with; it is printed.

    Returns
    -------
    Material
        Cleared counts, hidden cells and quotes only.
    """
    sources = Sources.of(
        dossier,
        coverage=coverage,
        themes=themes,
        agreement=agreement,
        today=today,
    )
    draft = Draft(
        dossier=dossier,
        sources=sources,
        standings=standings,
        priorities=priorities,
        trust=trust,
        followed=followed,
        seed=seed,
    )
    return draft.material(
        clearing.clear(draft.tables().values(), sources.whole.process.disclosure)
    )


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Everything that a portrait will say, before any of it is cleared.

    Parameters
    ----------
    dossier : Dossier
        The whole dossier, at the cut wanted.
    sources : Sources
        What it is prepared from.
    standings : FindingStanding
        Validations of what is given.
    priorities : PriorityResult or None
        The people's order, if they set one.
    trust, followed : TrustResult, FollowUp
        Of what is given.
    seed : int
        Of what draws at random.
    """

    dossier: Dossier
    sources: Sources
    standings: FindingStanding
    priorities: PriorityResult | None
    trust: TrustResult
    followed: FollowUp
    seed: int

    def tables(self) -> dict[str, clearing.Table]:
        """Return all numbers of the portrait, by part; they are cleared in one call."""
        return {
            part: _joined(tables)
            for part, tables in {
                "heard": heard.tables(self.sources),
                "findings": findings.tables(self.sources, self.standings),
                "causes": links.tables(self.sources),
                "statements": grounds.tables(self.sources),
                "priorities": priority.tables(self.sources, self.priorities),
                "trust": barometers.tables(self.sources, self.trust),
                "promises": promises.tables(self.sources, self.followed),
            }.items()
        }

    def material(self, cells: Cells) -> Material:
        """Return what a portrait may say, once its numbers are cleared.

        Parameters
        ----------
        cells : mapping of Key to Count or Hidden
            Of all `tables`, from one call of `protect`; others among them are not
            looked at.

        Returns
        -------
        Material
            Cleared counts, hidden cells and quotes only.
        """
        is_gathered = road.is_gathered(self.sources)
        order = priority.priority(self.sources, cells, self.priorities)
        # After clearing, and of shown numbers alone: what is hidden leaves no trace in it.
        believed = ground_of.common_ground(
            self.sources.given,
            only=grounds.shown(self.sources, cells),
            settings=GroundSettings(seed=self.seed),
        )
        compared = grounds.grounds(self.sources, cells, believed)
        found = _findings(self.sources, cells, self.standings, self.priorities)
        is_ordered = self.standings.validated and order is not None
        told = Material(
            process=self.sources.whole.process,
            trace=_trace(self.dossier, self.sources, self.seed),
            unheard=not is_gathered and self.sources.whole.table("votes").is_empty(),
            heard=heard.heard(self.sources, cells) if is_gathered else None,
            places=heard.places(self.sources, cells) if is_gathered else (),
            grid=grid.grid(self.sources, cells) if is_gathered else None,
            findings=found,
            priorities=order,
            validated=self.standings.validated,
            grounds=compared,
            silences=grounds.silences(self.sources, believed, compared),
            splits=grounds.splits(self.sources, cells),
            conversation=grounds.conversation(self.sources, cells),
            owed=heard.owed(self.sources, cells),
            trust=barometers.told(self.sources, cells, self.trust),
            followed=promises.told(self.sources, cells, self.followed),
            system_map=mapped.told(self.sources, cells, found, ranked=is_ordered),
            road=road.road(self.sources, cells) if is_gathered else (),
            undecided=grounds.undecided(self.sources),
        )
        return coarsened.coarsened(told)


def prepared(dossier: Dossier, *, today: date, seed: int = 0) -> Material:
    """Return what a portrait may say, computing every result it needs.

    Parameters
    ----------
    dossier : Dossier
        The whole dossier, at the cut wanted.
    today : date
        The day it is.
    seed : int
        Of what draws at random.

    Returns
    -------
    Material
        As `prepare` returns it.
    """
    draft = drafted(dossier, today=today, seed=seed)
    disclosure = draft.sources.whole.process.disclosure
    return draft.material(clearing.clear(draft.tables().values(), disclosure))


def drafted(dossier: Dossier, *, today: date, seed: int = 0) -> Draft:
    """Return everything that a portrait will say, computing every result it needs.

    Parameters
    ----------
    dossier, today, seed
        As for `prepared`.

    Returns
    -------
    Draft
        Before clearing: nobody outside the team may see it.
    """
    whole = lineage.settled(dossier)
    given = consent.published(whole, on=today)
    sources = Sources.of(
        dossier,
        coverage=coverage_of.coverage(whole),
        themes=themes_of.themes(given, seed=seed),
        agreement=agreement_of.agreement(given),
        today=today,
    )
    return Draft(
        dossier=dossier,
        sources=sources,
        # Only the whole dossier knows which words were validated.
        standings=standing_of.standing(given, wordings=wording.wordings(dossier)),
        priorities=order_of.priorities(given, seed=seed),
        trust=trust_of.trust(given),
        followed=following.follow_up(given, today),
        seed=seed,
    )


def _joined(tables: Iterable[clearing.Table]) -> clearing.Table:
    """Return several tables as one."""
    cells, sums = clearing.united(tables)
    return clearing.Table(cells=cells, sums=sums)


def _findings(
    sources: Sources,
    cells: Cells,
    standings: FindingStanding,
    priorities: PriorityResult | None,
) -> tuple[FindingTold, ...]:
    said = findings.words(sources)
    return findings.told(
        sources, cells, standings=standings, priorities=priorities, said=said
    )


def _trace(dossier: Dossier, sources: Sources, seed: int) -> Trace:
    return Trace(
        content_hash=hashing.content_hash(dossier),
        records=cuts.n_records(dossier),
        origins=len(cuts.cut(dossier)),
        month=f"{sources.today:%Y-%m}",
        seed=seed,
        version=vestibule.__version__,
        withdrawn=dossier.current("withdrawals").height,
    )
