"""Whose words may be quoted, and what may stand beside them?

Words pass if consent to quote is explicit (see `consent`), two different reviewers
cleared them, no flag of `screening` on them stands open, and nothing beside them
narrows the speaker down too far. What stands
beside them is the profile, the region and the month. Those who share all of these, at
gatherings where the language of the words may have been spoken, must be as many as
stand behind any public number; otherwise the month is left out, then the place, then
the profile, until they are. A gathering of which nobody noted the language may have
been held in any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from vestibule.dossier import translations
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.process import Disclosure
from vestibule.dossier.records import Dossier
from vestibule.protect import consent, sensitivity, thresholds
from vestibule.protect.cleared import Quote
from vestibule.protect.screening import Screen, Verdicts
from vestibule.protect.thresholds import Uncleared

SOMEONE = "someone"
"""The speaker of a quote whose profile may not stand beside it."""

LADDER = (
    ("profile", "place", "month"),
    ("profile", "place"),
    ("profile", "month"),
    ("profile",),
    ("place", "month"),
    ("place",),
    ("month",),
)
"""What may stand beside a quote, the first of these that is not too telling."""


def clear_quotes(
    dossier: Dossier, *, on: date | None = None, lang: str | None = None
) -> dict[str, Quote]:
    """Return the excerpts that may be published, as quotes.

    Parameters
    ----------
    dossier : Dossier
        The whole dossier; what is withheld from numbers is withheld here too.
    on : date or None
        The day it is; None: a consent that can run out has run out.
    lang : str or None
        The language wanted for translations; None: the one beside the excerpt.

    Returns
    -------
    dict of str to Quote
        Id of the excerpt to its quote, by id. An excerpt that may not be quoted is
        not there, and nothing says why: a reason would be a statement about it.
    """
    return {**dossier.once(_clear_quotes, on, lang)}


def _clear_quotes(
    dossier: Dossier, on: date | None, lang: str | None
) -> dict[str, Quote]:
    given = consent.published(dossier, on=on)
    quotable = consent.levels(dossier, "excerpts", on=on).filter("quotable")
    rows = _reviewed(given.current("excerpts")).join(quotable, on="id", how="semi")
    levels = sensitivity.levels(dossier, "excerpts")
    voiced = given.current("voices").select(voice="id", voice_profile="profile")
    met = given.current("gatherings").select(
        "held_on", gathering="id", met_in="place", met_profile="profile"
    )
    whole = (
        rows.join(levels, on="id", how="left")
        .join(voiced, on="voice", how="left")
        .join(met, on="gathering", how="left")
        .with_columns(pl.coalesce("profile", "voice_profile", "met_profile"))
        .sort("id")
    )
    translated = _translations(given, "excerpt", "words", lang)
    return _quotes(dossier, given, "excerpt", whole, translated, lang)


def clear_objections(
    dossier: Dossier, *, on: date | None = None, lang: str | None = None
) -> dict[str, Quote]:
    """Return the objections to findings that may be published, as quotes.

    Parameters
    ----------
    dossier : Dossier
        The whole dossier.
    on : date or None
        The day it is; None: a consent that can run out has run out.
    lang : str or None
        The language wanted for translations.

    Returns
    -------
    dict of str to Quote
        Id of the validation to its objection, by id: with consent 4 of its own and
        none lower, cleared by two reviewers. A sensitive finding's objections stand
        beside no place finer than the finding may.
    """
    return {**dossier.once(_clear_objections, on, lang)}


def _clear_objections(
    dossier: Dossier, on: date | None, lang: str | None
) -> dict[str, Quote]:
    given = consent.published(dossier, on=on)
    agreed = consent.levels(dossier, "gatherings", on=on).filter(
        pl.col("level") >= consent.QUOTED
    )
    levels = sensitivity.levels(dossier, "findings").rename({"id": "finding"})
    met = given.current("gatherings").select(
        "held_on", gathering="id", met_in="place", met_profile="profile"
    )
    rows = (
        _reviewed(given.current("validations"))
        .filter(pl.col("objection").is_not_null() & (pl.col("consent") == 4))
        .join(agreed.select(gathering="id"), on="gathering", how="semi")
        .join(levels, on="finding", how="left")
        .join(met, on="gathering", how="left")
        .with_columns(pl.coalesce("profile", "met_profile"), words="objection")
        .with_columns(pl.lit(None).alias("translation"))
        .with_columns(pl.lit(None).alias("translation_lang"))
        .sort("id")
    )
    translated = _translations(given, "validation", "objection", lang)
    return _quotes(dossier, given, "validation", rows, translated, lang)


def _quotes(
    dossier: Dossier,
    given: Dossier,
    reference: str,
    rows: pl.DataFrame,
    translated: Mapping[str, str],
    lang: str | None,
) -> dict[str, Quote]:
    """Return the quotes of reviewed rows on which no flag stands open."""
    present = _Present.of(given)
    screen, said = Screen.of(dossier), Verdicts.of(dossier, reference)
    found = {}
    for row in rows.iter_rows(named=True):
        one = _quote(row, present, translated.get(row["id"]), lang)
        level = row["level"] if isinstance(row["level"], int) else 0
        flags = [*screen.flags(one.words, one.lang, level=level)]
        if one.translation:
            flags += screen.flags(one.translation, one.translation_lang, level=level)
        if not said.unsettled(row["id"], flags):
            found[row["id"]] = one
    return found


def spread(
    dossier: Dossier, quotes: Mapping[str, Quote], among: Iterable[str]
) -> tuple[str, ...]:
    """Return excerpts in the order in which they should be chosen.

    The rule, to be printed beside the quotes: next comes the excerpt whose
    gathering, then place, then profile, then language has spoken least so far;
    equals by their number in the register. No one picks by taste.

    Parameters
    ----------
    dossier : Dossier
        The records.
    quotes : mapping of str to Quote
        As `clear_quotes` returns them.
    among : iterable of str
        Ids of excerpts; those that are not cleared are passed over.

    Returns
    -------
    tuple of str
        Ids, each once.
    """
    met = dict(dossier.current("excerpts").select("id", "gathering").iter_rows())
    left = sorted({one for one in among if one in quotes})
    spoken: Counter[tuple[str, str | None]] = Counter()
    order: list[str] = []

    def traits(one: str) -> list[tuple[str, str | None]]:
        quote = quotes[one]
        return [
            ("gathering", met.get(one)),
            ("place", quote.place),
            ("profile", quote.speaker),
            ("lang", quote.lang),
        ]

    while left:
        chosen = min(left, key=lambda one: ([spoken[t] for t in traits(one)], one))
        left.remove(chosen)
        order.append(chosen)
        spoken.update(traits(chosen))
    return tuple(order)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Present:
    """Who was where, when: those among whom a speaker must be able to hide."""

    attendances: pl.DataFrame
    keys: Mapping[str, str]
    gazetteer: Gazetteer
    disclosure: Disclosure
    spoken: Mapping[str, frozenset[str]]
    """Language to the gatherings where it was noted, or heard in an excerpt."""
    asked: dict[tuple[object, ...], bool] = field(default_factory=dict)

    @classmethod
    def of(cls, dossier: Dossier) -> _Present:
        met = dossier.current("gatherings").select(
            "held_on",
            gathering="id",
            met_in="place",
            met_profile="profile",
            homogeneous=pl.col("composition").eq_missing("mixed").not_(),
        )
        rows = (
            dossier.current("attendances")
            .join(met, on="gathering", how="inner")
            .with_columns(
                pl.coalesce("profile", pl.when("homogeneous").then("met_profile")),
                month=pl.col("held_on").dt.strftime("%Y-%m"),
            )
        )
        keys = dossier.current("profiles").select("id", "key")
        return cls(
            attendances=rows,
            keys=dict(keys.iter_rows()),
            gazetteer=Gazetteer.of(dossier),
            disclosure=dossier.process.disclosure,
            spoken=_spoken(dossier),
        )

    def near(self, place: str | None, level: int) -> str | None:
        """Return the place itself or its ancestor, no finer than `level`."""
        if place is None:
            return None
        for finest in range(min(level, sensitivity.REGION), 0, -1):
            found = self.gazetteer.at_level(place, finest)
            if found is not None:
                return found
        return None

    def is_enough(
        self, beside: Mapping[str, str | None], level: int, lang: str | None
    ) -> bool:
        """Return whether those who share all of `beside` and `lang` are enough."""
        question = (level, lang, *beside.items())
        if question not in self.asked:
            missing = None in beside.values()
            self.asked[question] = not missing and self._is_enough(beside, level, lang)
        return self.asked[question]

    def _is_enough(
        self, beside: Mapping[str, str | None], level: int, lang: str | None
    ) -> bool:
        rows = self.attendances
        if lang is not None:
            others = self._elsewhere(lang)
            rows = rows.filter(~pl.col("gathering").is_in(list(others)))
        if "place" in beside:
            places = rows["met_in"].unique().drop_nulls().to_list()
            here = [p for p in places if self.near(p, level) == beside["place"]]
            rows = rows.filter(pl.col("met_in").is_in(here))
        for name in ("profile", "month"):
            if name in beside:
                rows = rows.filter(pl.col(name) == beside[name])
        group = Uncleared(
            value=int(rows["n"].sum()),
            people=int(rows["n"].sum()),
            gatherings=rows["gathering"].n_unique(),
            places=rows["met_in"].drop_nulls().n_unique(),
        )
        return group.people > 0 and thresholds.why_not(group, self.disclosure) is None

    def _elsewhere(self, lang: str) -> frozenset[str]:
        """Return the gatherings where other languages were noted, and not this one."""
        noted = frozenset[str]().union(*self.spoken.values())
        return noted - self.spoken.get(lang, frozenset())


def _spoken(dossier: Dossier) -> Mapping[str, frozenset[str]]:
    """Return each language with the gatherings where it was noted or heard."""
    noted = dossier.current("gatherings").select("lang", gathering="id")
    heard = dossier.current("excerpts").select("lang", "gathering")
    told = pl.concat([noted, heard]).drop_nulls().group_by("lang").agg("gathering")
    return {lang: frozenset(where) for lang, where in told.iter_rows()}


def _reviewed(rows: pl.DataFrame) -> pl.DataFrame:
    first, second = (
        pl.col(name).str.strip_chars().str.to_lowercase()
        for name in ("reviewed_by", "second_reviewed_by")
    )
    return rows.filter((pl.col("review") == "cleared") & (first != second))


def _translations(
    dossier: Dossier, reference: str, field: str, lang: str | None
) -> dict[str, str]:
    if lang is None:
        return {}
    checked = translations.checked(dossier).drop_nulls(reference)
    rows = checked.filter(field=field, lang=lang)
    return dict(rows.select(reference, "words").iter_rows())


def _quote(
    row: Mapping[str, object],
    present: _Present,
    translated: str | None,
    lang: str | None,
) -> Quote:
    beside = _beside(row, present)
    own = _text(row["translation"]) if lang in {None, row["translation_lang"]} else None
    translation = own or translated
    place = beside.get("place")
    return Quote(
        words=str(row["words"]),
        lang=_text(row["lang"]),
        translation=translation,
        translation_lang=(lang or _text(row["translation_lang"]))
        if translation
        else None,
        speaker=present.keys.get(beside.get("profile") or "", SOMEONE),
        place=present.gazetteer.places[place]["key"] if place else None,
        month=beside.get("month"),
    )


def _beside(row: Mapping[str, object], present: _Present) -> dict[str, str | None]:
    held_on = row["held_on"]
    level = row["level"] if isinstance(row["level"], int) else 0
    traits = {
        "profile": _text(row["profile"]),
        "place": present.near(_text(row["met_in"]), level),
        "month": f"{held_on:%Y-%m}" if isinstance(held_on, date) else None,
    }
    for step in LADDER:
        beside = {name: traits[name] for name in step}
        if present.is_enough(beside, level, _text(row["lang"])):
            return beside
    return {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
