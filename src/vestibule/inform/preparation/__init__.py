"""How does a dossier become what a portrait may say? Cleared, in one call.

All numbers of one portrait are cleared together: a total in one figure and its
parts in another are one sum to a reader.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    causes,
    coarsened,
    findings,
    grid,
    grounds,
    heard,
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

__all__ = ["prepare", "prepared"]


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
    cells = clearing.clear(
        _tables(sources, standings, priorities, trust, followed),
        sources.whole.process.disclosure,
    )
    is_gathered = road.is_gathered(sources)
    order = priority.priority(sources, cells, priorities)
    # After clearing, and of shown numbers alone: what is hidden leaves no trace in it.
    believed = ground_of.common_ground(
        sources.given,
        only=grounds.shown(sources, cells),
        settings=GroundSettings(seed=seed),
    )
    compared = grounds.grounds(sources, cells, believed)
    told = Material(
        process=sources.whole.process,
        trace=_trace(dossier, sources, seed),
        unheard=not is_gathered and sources.whole.table("votes").is_empty(),
        heard=heard.heard(sources, cells) if is_gathered else None,
        places=heard.places(sources, cells) if is_gathered else (),
        grid=grid.grid(sources, cells) if is_gathered else None,
        findings=_findings(sources, cells, standings, priorities),
        priorities=order,
        validated=standings.validated,
        grounds=compared,
        silences=grounds.silences(sources, believed, compared),
        splits=grounds.splits(sources, cells),
        conversation=grounds.conversation(sources, cells),
        owed=heard.owed(sources, cells),
        trust=barometers.told(sources, cells, trust),
        followed=promises.told(sources, cells, followed),
        road=road.road(sources, cells) if is_gathered else (),
        undecided=grounds.undecided(sources),
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
    whole = lineage.settled(dossier)
    given = consent.published(whole, on=today)
    return prepare(
        dossier,
        coverage=coverage_of.coverage(whole),
        themes=themes_of.themes(given, seed=seed),
        agreement=agreement_of.agreement(given),
        # Only the whole dossier knows which words were validated.
        standings=standing_of.standing(given, wordings=wording.wordings(dossier)),
        priorities=order_of.priorities(given, seed=seed),
        trust=trust_of.trust(given),
        followed=following.follow_up(given, today),
        today=today,
        seed=seed,
    )


def _tables(
    sources: Sources,
    standings: FindingStanding,
    priorities: PriorityResult | None,
    trust: TrustResult,
    followed: FollowUp,
) -> Iterator[clearing.Table]:
    yield from heard.tables(sources)
    yield from findings.tables(sources, standings)
    yield from causes.tables(sources)
    yield from grounds.tables(sources)
    yield from priority.tables(sources, priorities)
    yield from barometers.tables(sources, trust)
    yield from promises.tables(sources, followed)


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
