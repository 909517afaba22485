"""What sets each family apart, and what it shares with all, one card each."""

from __future__ import annotations

from collections.abc import Sequence

from vestibule.inform.figures import cells, plane
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.landscape import family_name
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, aloud, tag
from vestibule.inform.opinions import Family, Opinions, Shared, Told
from vestibule.protect.cleared import Hidden

MOST_SAID = 3
"""Statements of each kind on a card."""

ALIKE = 0.9
"""A group that comes back this alike is called nearly the same."""


def draw(setting: Setting, number: int, opinions: Opinions) -> Figure:
    """Return the cards of the families, and of those who are in none.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure.
    opinions : Opinions
        Cleared, with families.

    Returns
    -------
    Figure
        Its headline says for whom it is, and what must happen before anyone else
        may see it.
    """
    words = setting.words
    headline = words("figures.families.headline", n=len(opinions.families))
    says = words("figures.families.until")
    return Figure(
        kind="families",
        number=number,
        lang=words.lang,
        headline=headline,
        says=says,
        how_to_read=words("figures.families.how"),
        body=tag(
            "ul",
            *(_card(setting, opinions, family) for family in opinions.families),
            _outside(setting, opinions),
            class_="families",
        ),
        base=words(
            "figures.families.base",
            people=cells.number(opinions.people, words),
            draws=opinions.replicates,
        ),
        source=words("figures.landscape.source"),
        caveat=words("figures.families.limit"),
        spoken=aloud(headline, says),
        header=tuple(
            words(f"figures.families.{key}")
            for key in ("family", "sentence", "own", "others")
        ),
        rows=tuple(
            row for family in opinions.families for row in _data(setting, family)
        ),
        fictitious=setting.fictitious,
    )


def _card(setting: Setting, opinions: Opinions, family: Family) -> Html:
    words = setting.words
    return tag(
        "li",
        tag(
            "h4",
            plane.swatch(family.number),
            " ",
            family_name(setting, family.number),
        ),
        tag("p", _size(setting, opinions, family)),
        tag("h5", words("figures.families.differs")),
        _listed(
            [_differing(setting, told) for told in family.differs[:MOST_SAID]],
            words("figures.families.no_difference"),
        ),
        tag("h5", words("figures.families.shares")),
        _listed(
            [_sharing(setting, told) for told in family.shares[:MOST_SAID]],
            words("figures.families.nothing_shared"),
        ),
        tag("h5", words("figures.families.holds")),
        tag("p", stability(setting, opinions, family)),
    )


def _size(setting: Setting, opinions: Opinions, family: Family) -> str:
    words, n = setting.words, cells.value(family.people)
    everyone = cells.value(opinions.people)
    if n is None or everyone is None:
        return words("style.hidden")
    return words("figures.families.size", n=n, share=n / everyone)


def stability(setting: Setting, opinions: Opinions, family: Family) -> str:
    """Return in words how surely a family came back."""
    words = setting.words
    support = next(one.support for one in opinions.divisions if one.k == opinions.k)
    key = "alike" if family.jaccard >= ALIKE else "near"
    return " ".join(
        (
            words(f"figures.families.back.{key}", share=family.jaccard),
            words("figures.families.together", share=family.together),
            words("figures.families.support", share=support),
        )
    )


def _listed(rows: Sequence[Html], none: str) -> Html:
    return tag("ul", *rows) if rows else tag("p", none, class_="small")


def _differing(setting: Setting, told: Told) -> Html:
    words = setting.words
    parts = {
        "own": cells.per_hundred(told.own, words),
        "others": cells.per_hundred(told.others, words),
    }
    said = words("figures.families.agree", **parts)
    return tag("li", setting.quoted(told.words), tag("small", said))


def _sharing(setting: Setting, told: Shared) -> Html:
    return tag("li", setting.quoted(told.words), tag("small", _in_words(setting, told)))


def _in_words(setting: Setting, told: Shared) -> str:
    words = setting.words
    if isinstance(cells.required(told.own), Hidden):
        return words("style.hidden")
    key = "agreed" if told.agreed else "refused"
    return words(f"figures.families.{key}", scale=words.scale(cells.share(told.own)))


def _outside(setting: Setting, opinions: Opinions) -> Html:
    words = setting.words
    n = cells.value(opinions.not_placed)
    lines = [
        words("style.hidden") if n is None else words("figures.families.outside_n", n=n)
    ]
    if n != 0:
        lines.append(words("figures.families.outside_text"))
    return tag(
        "li",
        tag("h4", words("figures.families.outside")),
        *(tag("p", line) for line in lines),
        class_="outside",
    )


def _data(setting: Setting, family: Family) -> tuple[tuple[Entry, ...], ...]:
    name = family_name(setting, family.number)
    differing = tuple(
        (name, setting.name(told.words), told.own, told.others)
        for told in family.differs
    )
    sharing = tuple(
        (name, setting.name(told.words), _in_words(setting, told), "")
        for told in family.shares
    )
    return (*differing, *sharing)
