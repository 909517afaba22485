"""The second file: everything behind a portrait, for the team, never published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace

import polars as pl

from vestibule.agree.priorities import PriorityResult
from vestibule.agree.validation.standing import FindingStanding
from vestibule.dossier import lineage
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.records import Dossier
from vestibule.inform import page, weighing
from vestibule.inform.figures import families, landscape, marks
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, tag
from vestibule.inform.opinions import Opinions
from vestibule.plan.covered import Coverage
from vestibule.understand.agreement import AgreementResult
from vestibule.understand.ground import GroundResult
from vestibule.understand.polis.result import PolisResult
from vestibule.understand.themes import ThemeCounts
from vestibule.understand.weights import NoShares, Shares
from vestibule.words import Catalogue

UNTOLD = frozenset({"by", "at", "origin", "seq", "supersedes", "facilitator", "sealed"})
"""Columns that not even the annex needs."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def annex(
    dossier: Dossier,
    *,
    coverage: Coverage,
    themes: ThemeCounts,
    agreement: AgreementResult,
    ground: GroundResult,
    next_gatherings: pl.DataFrame,
    standings: FindingStanding,
    priorities: PriorityResult | None,
    polis: PolisResult | None = None,
    opinions: Opinions | str | None = None,
    weights: Shares | NoShares | None = None,
    lang: str,
) -> str:
    """Return the annex of a portrait, as one page without a limit of weight.

    Parameters
    ----------
    dossier : Dossier
        The whole dossier: what may not be published too.
    coverage, themes, agreement, ground, standings, priorities : results
        Of the whole dossier or of a part; printed as they are, without clearing.
    next_gatherings : pl.DataFrame
        From `plan.next_gatherings`: where the team might go.
    polis : PolisResult or None
        The compatible layer; its groups are printed here and nowhere else, second.
    opinions : Opinions, str or None
        Landscape and families, cleared; or the code of the limit why there are none.
    weights : Shares, NoShares or None
        Shares of a population that was sampled, or why there are none.
    lang : str
        Language of the headings.

    Returns
    -------
    str
        HTML that says on its first line and in its title that it never leaves the
        team. It holds redacted words, not raw ones: a dossier has no others.
    """
    words = Catalogue(lang)
    title = words.chosen(dossier.process.titles)[0] or dossier.process.key
    whole = lineage.settled(dossier)
    names = _names(whole, lang)
    setting = Setting(
        words=words, fictitious=False, month="", languages=dossier.process.languages
    )
    chapters = [
        *_ground(words, names, ground, next_gatherings),
        *_weights(words, names, whole, weights),
        *_tables(words, names, coverage, themes, agreement, standings, priorities),
        *_opinions(
            replace(setting, fictitious=dossier.process.fictitious), whole, opinions
        ),
        *_groups(words, polis),
        *_evidence(words, names, whole, setting),
    ]
    flag = tag(
        "p",
        marks.svg(marks.path("M6 .8 11.5 11H.5z", fill=marks.TERRACOTTA)),
        tag("b", words("portrait.annex.flag")),
        class_="draft-flag",
    )
    invented = (
        tag("p", words("figures.fictitious"), class_="fict")
        if dossier.process.fictitious
        else None
    )
    head = (
        tag("h1", words("portrait.annex.title", title=title)),
        flag,
        tag("p", words("portrait.annex.means")),
        invented,
    )
    return page.document(
        lang=words.lang,
        title=f"{words('portrait.annex.flag')} · {title}",
        description=words("portrait.annex.flag"),
        body=tag("main", *head, *chapters, class_="in annex"),
        more=("annex.css",),
    )


def _names(whole: Dossier, lang: str) -> dict[str, str]:
    """Return what to print for the ids of places, profiles, codes, findings, statements."""
    gazetteer = Gazetteer.of(whole)
    found = {id_: gazetteer.name(id_, lang) for id_ in gazetteer.places}
    for table, column in (
        ("profiles", "name"),
        ("codes", "name"),
        ("findings", "words"),
        ("statements", "words"),
        ("gatherings", "code"),
        ("factors", "name"),
    ):
        found |= dict(whole.table(table).select("id", column).iter_rows())
    return found


def _tables(
    words: Catalogue,
    names: Mapping[str, str],
    coverage: Coverage,
    themes: ThemeCounts,
    agreement: AgreementResult,
    standings: FindingStanding,
    priorities: PriorityResult | None,
) -> Iterator[Html]:
    yield tag("h2", words("portrait.annex.tables"))
    frames = {
        "coverage.places": coverage.places,
        "coverage.targets": coverage.targets,
        "coverage.kinds": coverage.kinds,
        **{
            f"coverage.{' × '.join(by)}": one.cells
            for by, one in coverage.crossings.items()
        },
        "themes.counts": themes.counts,
        "themes.by_region": themes.by_region,
        "themes.coders": themes.coders,
        "agreement.counts": agreement.counts,
        "agreement.methods": agreement.methods,
        "agreement.overall": agreement.overall,
        "findings": standings.findings,
        "findings.by_region": standings.by_region,
        "findings.by_profile": standings.by_profile,
    }
    if priorities is not None:
        frames |= {
            "priorities.order": priorities.order,
            "priorities.by_region": priorities.by_region,
            "priorities.by_rule": priorities.by_rule,
            "priorities.dropped": priorities.dropped,
        }
    for name, frame in frames.items():
        yield from _table(words, names, name, frame)


def _ground(
    words: Catalogue,
    names: Mapping[str, str],
    ground: GroundResult,
    next_gatherings: pl.DataFrame,
) -> Iterator[Html]:
    yield tag("h2", words("portrait.ground.kicker"))
    frames = {
        "ground.statements": ground.statements,
        "ground.segments": ground.segments,
        "ground.apart": ground.apart,
        "ground.pairs": ground.pairs,
        "ground.models": ground.models,
        "ground.needs": ground.needs,
        "next_gatherings": next_gatherings,
    }
    for name, frame in frames.items():
        yield from _table(words, names, name, frame)


def _weights(
    words: Catalogue,
    names: Mapping[str, str],
    whole: Dossier,
    weights: Shares | NoShares | None,
) -> Iterator[Html]:
    """Give the refusal, or what the weights rest on and each share."""
    if weights is None:
        return
    yield tag("h2", words("weights.annex"))
    if isinstance(weights, NoShares):
        called = {
            row["key"]: names[row["id"]] for row in whole.table("places").to_dicts()
        }
        yield tag("p", weighing.refusal(words, weights, called), class_="note")
        return
    said = whole.process.sampling
    first = weighing.title(words, weights, said.population if said else {})
    yield tag("p", first, class_="note")
    for limit in weighing.limits(words, weights):
        yield tag("p", limit, class_="small")
    yield from _table(words, names, "weights.shares", weights.shares.drop("key"))
    yield from _table(words, names, "weights.margins", weights.result.margins)


def _opinions(
    setting: Setting, whole: Dossier, opinions: Opinions | str | None
) -> Iterator[Html]:
    if opinions is None:
        return
    words = setting.words
    yield tag("h2", words("portrait.annex.opinions"))
    if isinstance(opinions, str):
        yield tag("p", landscape.limit(setting, opinions), class_="note")
        return
    yield tag("p", words("portrait.annex.opinions_caution"), class_="note")
    yield landscape.draw(setting, 1, opinions).html()
    if opinions.families:
        yield families.draw(setting, 2, opinions).html()
    yield tag("p", words("portrait.annex.divisions"), class_="small")
    tried = pl.DataFrame([asdict(one) for one in opinions.divisions])
    yield from _table(words, {}, "groups.divisions", tried)
    yield tag(
        "p",
        words("portrait.annex.parameters", floor=opinions.floor),
        class_="small",
    )
    said = dict(whole.table("statements").select("key", "words").iter_rows())
    yield from _table(words, said, "positions.statements", opinions.parameters)


def _groups(words: Catalogue, polis: PolisResult | None) -> Iterator[Html]:
    if polis is None:
        return
    yield tag("h2", words("portrait.annex.groups"))
    yield tag("p", words("portrait.annex.groups_text"))
    yield tag(
        "ul",
        *(
            tag("li", words("portrait.annex.group", letter=letter, n=n))
            for letter, n in zip(LETTERS, polis.group_sizes, strict=False)
        ),
        class_="plain",
    )
    for name in ("representative", "consensus", "group_statements"):
        yield from _table(words, {}, f"polis.{name}", getattr(polis, name))


def _evidence(
    words: Catalogue, names: Mapping[str, str], whole: Dossier, setting: Setting
) -> Iterator[Html]:
    yield tag("h2", words("portrait.annex.evidence"))
    coded = whole.table("codings").select("excerpt", "code", "stance", "coder")
    for name, frame in (
        ("excerpts", whole.table("excerpts")),
        ("codings", coded),
        (
            "claims",
            whole.table("claims").select(
                "cause", "direction", "effect", "excerpt", "gathering"
            ),
        ),
        ("supports", whole.table("supports")),
        ("validations", whole.table("validations")),
    ):
        yield from _table(words, names, name, frame, setting)


def _table(
    words: Catalogue,
    names: Mapping[str, str],
    title: str,
    frame: pl.DataFrame,
    setting: Setting | None = None,
) -> Iterator[Html]:
    if frame.is_empty():
        return
    columns = [name for name in frame.columns if name not in UNTOLD]
    head = tag("tr", *(tag("th", name, scope="col") for name in columns))
    body = (
        tag("tr", *(_cell(words, names, name, row, setting) for name in columns))
        for row in frame.iter_rows(named=True)
    )
    table = tag("table", tag("thead", head), tag("tbody", *body))
    summary = tag("summary", f"{title} ({words.number(frame.height)})")
    yield tag(
        "details",
        summary,
        tag("div", table, class_="scroll", tabindex=0, role="region", aria_label=title),
    )


def _cell(
    words: Catalogue,
    names: Mapping[str, str],
    column: str,
    row: Mapping[str, object],
    setting: Setting | None,
) -> Html:
    value = row[column]
    if value is None:
        return tag("td", "–")
    if isinstance(value, float):
        return tag("td", words.number(value, 3), class_="end")
    if isinstance(value, int) and not isinstance(value, bool):
        return tag("td", words.number(value), class_="end")
    text = names.get(str(value), str(value))
    if setting is not None and column in {
        "words",
        "translation",
        "objection",
        "amendment",
    }:
        said_in = row.get("translation_lang" if column == "translation" else "lang")
        return tag(
            "td", setting.spoken(text, str(said_in) if said_in else None, "span")
        )
    return tag("td", text)
