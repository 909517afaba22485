"""What the pages of excerpts read; every reading of words is written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from vestibule.web.listen.columns import term
from vestibule.web.listen.queries import language
from vestibule.web.listen.whole import CODED, REVIEWED
from vestibule.web.plan.known import Ground
from vestibule.web.protect import withdrawing
from vestibule.web.records import access, versions
from vestibule.web.records.access import Person, Right
from vestibule.web.records.models import Excerpt, Gathering
from vestibule.words import Catalogue

PAGE = 20
"""Excerpts on a page: each of them is one reading in the journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which excerpts: of a state of review, in a language; which page of them."""

    review: str = ""
    lang: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """Read an address; what it does not know counts as not said."""
        review, page = query.get("relecture", ""), query.get("page", "1")
        return cls(
            review=review if review in REVIEWED else "",
            lang=query.get("langue", ""),
            page=int(page) if page.isdecimal() and 0 < int(page) < 10_000 else 1,
        )

    @property
    def address(self) -> dict[str, str]:
        """What of it stands in an address, the page aside."""
        said = {"relecture": self.review, "langue": self.lang}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An excerpt as its reader sees it."""

    pk: str
    words: str
    lang: str
    rtl: bool
    called: str
    """Its language, in that of the page."""
    translation: str
    translation_lang: str
    gathering: str | None
    """Id of the version of its gathering that stands."""
    gathering_code: str
    code: str
    place: str
    profile: str
    consent: str
    review: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of excerpts, how many there are, and the states of review among them."""

    rows: list[Shown]
    n: int
    page: int
    pages: int
    reviews: list[tuple[str, str, int]]


def listed(
    person: Person, asked: Asked, words: Catalogue, *, at: dt.datetime
) -> Listed:
    """Return a page of excerpts that someone may read, and write down that they did."""
    every = access.visible(Excerpt, person, today=at.date())
    if asked.lang:
        every = every.filter(lang=asked.lang)
    counted = every.order_by().values_list("review").annotate(n=Count("pk"))
    reviews = dict(counted)
    rows = every.filter(review=asked.review) if asked.review else every
    n = reviews.get(asked.review, 0) if asked.review else sum(reviews.values())
    pages = max(1, -(-n // PAGE))
    page = min(asked.page, pages)
    some = rows.order_by("gathering_id", "position", "pk")[
        (page - 1) * PAGE : page * PAGE
    ]
    found = access.read(some, person, at=at)
    return Listed(
        rows=_all_shown(found, words),
        n=n,
        page=page,
        pages=pages,
        reviews=[
            (key, term("excerpts", "review", key, words.lang), reviews[key])
            for key in REVIEWED
            if key in reviews
        ],
    )


def shown(of: Excerpt, words: Catalogue) -> Shown:
    """Return one excerpt that was read through its door."""
    return _all_shown([of], words)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What someone may go on to with an excerpt: read it as coders do, review it, take it back."""

    code: bool
    review: bool
    withdraw: bool


def may(person: Person, of: Excerpt) -> May:
    """Return what someone may do with an excerpt that they see."""
    return May(
        code=of.review in CODED and _reaches(person, of, Right.CODE),
        review=of.review != "refused" and _reaches(person, of, Right.REVIEW),
        withdraw=withdrawing.may("excerpts", of.pk, person),
    )


def _reaches(person: Person, of: Excerpt, right: Right) -> bool:
    rows = access.visible(Excerpt, person, right=right).filter(pk=of.pk)
    return bool(rows.exists())


def _all_shown(found: list[Any], words: Catalogue) -> list[Shown]:
    ground = Ground.read(words)
    roots = versions.roots(Gathering)
    stands = {
        one.gathering_id: next(iter(roots.get(one.gathering_id, {one.gathering_id})))
        for one in found
    }
    at = Gathering.objects.in_bulk([*set(stands.values())])
    return [_shown(one, at[stands[one.gathering_id]], ground) for one in found]


def _shown(one: Any, at: Gathering, ground: Ground) -> Shown:
    lang = ground.words.lang
    spoken = {each.key: each for each in ground.dossier.process.languages}
    return Shown(
        pk=one.pk,
        words=one.words,
        lang=_tag(one.lang),
        rtl=one.lang in spoken and spoken[one.lang].rtl,
        called=language(one.lang, ground),
        translation=one.translation or "",
        translation_lang=_tag(one.translation_lang),
        gathering=at.pk,
        gathering_code=at.code or "",
        code=f"{at.code}/{one.position}" if one.position else at.code,
        place=ground.place(at.place_id),
        profile=ground.profile(one.profile_id or at.profile_id),
        consent=term("excerpts", "consent", one.consent, lang),
        review=term("excerpts", "review", one.review, lang),
        state=REVIEWED[one.review],
    )


def _tag(lang: str | None) -> str:
    return lang or "und"
