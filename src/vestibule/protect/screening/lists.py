"""Which words make a reviewer look twice? They are data, by language and by process.

``fr.toml`` and ``en.toml`` beside this file hold what any speaker of the language
uses, ``world.toml`` names of people and titles of rulers that are in use in many
countries; what belongs to one country (names, particles that join names, titles,
local offices) stands under ``[screening]`` in its `process.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

from vestibule.dossier.process import Process
from vestibule.protect.screening.tokens import Phrases

LANGUAGES = ("fr", "en")
"""Languages whose words are known; a quote in another is always put to a person."""


@dataclass(frozen=True, kw_only=True)
class Lists:
    """The words of one language and of one process.

    Parameters
    ----------
    titles, introduces, joins : Phrases
        What stands before a name; what says that one follows; what joins two.
    names, names_capital : Phrases
        Names of people in use; those that are ordinary words too, and count only
        where they are written with a capital.
    kin, offices, known, ranks, units : Phrases
        Kinship; offices; those of which a place has one; ranks; bodies of troops.
    settlements : Phrases
        After these stands the name of a place.
    alone, alone_before, alone_but : Phrases
        One of a kind; what stands before; after what it is harmless.
    first, persons : Phrases
        First and last; of whom that tells something.
    unique, events : Phrases
        What is told of few; what happened.
    months, weekdays, feasts, eves, nearest : Phrases
        Of dates; what makes a feast one day.
    numbers, number_joins, years : Phrases
        Numbers in words; what joins them; years.
    age_before, age_of, age_not, age_after, aged, age_barely : Phrases
        What makes a number of years an age, and what does not; what makes a bare
        number one.
    marks : Phrases
        Papers, plates, telephones.
    self, its, of : Phrases
        I am; the one; of.
    heads, heads_last, former : Phrases
        Who leads or keeps something; those that stand after it: the town clerk;
        what says that it is over.
    of_the, homely : Phrases
        What ties a word to one thing; things of which every place has one.
    kin_wide, events_wide : Phrases
        Kin and happenings too common to tell much by what they belong to.
    happened : Phrases
        What befalls one thing, once.
    most, only_one, one_who, who : Phrases
        More than all others; a single; one who; who.
    numbered, born, serves : Phrases
        Doors, tents, files; before the year of a birth; before one's own troops.
    ordinals : Phrases
        First, second, third, in words.
    odd_starts, odd_parts, odd_ends, odd_but : Phrases
        Of words that the language does not spell so, and its exceptions.
    rare, rare_but : Phrases
        Conditions by which one person is known; what they describe besides people.
    articles, ordinary : Phrases
        Before one person or thing; what so many are that it singles out nobody.
    turned, married : Phrases
        What joins two callings; what tells someone by a marriage.
    befalls, damage : Phrases
        What stands between a thing and what befell it; what did.
    arms, troops : Phrases
        Arms of a body of troops; bodies that are of troops only.
    vehicles : Phrases
        Before a plate.
    holy, holy_but, bare, bare_but, settled_but : Phrases
        Before the name of a place: of whom it is named; without *of*; and what is
        no name after each.
    address : Phrases
        Titles that are never used without a name.
    day_before, day_after : Phrases
        What makes a bare number the day of a month.
    be : Phrases
        Between someone and an age.
    place_but : Phrases
        Words that are also names of places: places only with a capital.
    does, openers : Phrases
        What a name that opens a sentence does; what opens one and is no name.
    plain, common : Phrases
        Capitals that point at nobody; words that are no name after kin or a title.
    """

    titles: Phrases
    introduces: Phrases
    joins: Phrases
    names: Phrases
    names_capital: Phrases
    kin: Phrases
    offices: Phrases
    known: Phrases
    ranks: Phrases
    units: Phrases
    settlements: Phrases
    alone: Phrases
    alone_before: Phrases
    alone_but: Phrases
    first: Phrases
    persons: Phrases
    unique: Phrases
    events: Phrases
    months: Phrases
    weekdays: Phrases
    feasts: Phrases
    nearest: Phrases
    numbers: Phrases
    number_joins: Phrases
    years: Phrases
    age_before: Phrases
    age_of: Phrases
    age_not: Phrases
    age_after: Phrases
    aged: Phrases
    age_barely: Phrases
    eves: Phrases
    marks: Phrases
    self: Phrases
    its: Phrases
    of: Phrases
    heads: Phrases
    heads_last: Phrases
    former: Phrases
    of_the: Phrases
    homely: Phrases
    kin_wide: Phrases
    events_wide: Phrases
    happened: Phrases
    most: Phrases
    only_one: Phrases
    one_who: Phrases
    who: Phrases
    numbered: Phrases
    born: Phrases
    serves: Phrases
    ordinals: Phrases
    odd_starts: Phrases
    odd_parts: Phrases
    odd_ends: Phrases
    odd_but: Phrases
    rare: Phrases
    rare_but: Phrases
    articles: Phrases
    ordinary: Phrases
    turned: Phrases
    married: Phrases
    befalls: Phrases
    damage: Phrases
    arms: Phrases
    troops: Phrases
    vehicles: Phrases
    holy: Phrases
    holy_but: Phrases
    bare: Phrases
    bare_but: Phrases
    settled_but: Phrases
    address: Phrases
    day_before: Phrases
    day_after: Phrases
    be: Phrases
    place_but: Phrases
    does: Phrases
    openers: Phrases
    plain: Phrases
    common: Phrases


def of(process: Process, lang: str | None) -> Lists:
    """Return the words to look for in a text of one language.

    Parameters
    ----------
    process : Process
        What it adds under ``[screening]``; its own names (country, languages,
        partners, demonyms) are capitals that point at nobody.
    lang : str or None
        Language of the text; None, or one that is not known: all of them at once.

    Returns
    -------
    Lists
        General words and those of the process.
    """
    known = (lang,) if lang in LANGUAGES else LANGUAGES
    given = dict(process.screening)
    given["plain"] = (*given.get("plain", ()), *_own(process))
    rows = tuple(sorted((name, tuple(words)) for name, words in given.items()))
    return _made(known, rows)


@cache
def _made(
    langs: tuple[str, ...], given: tuple[tuple[str, tuple[str, ...]], ...]
) -> Lists:
    added = dict(given)
    return Lists(
        **{
            one.name: Phrases(
                (
                    *(word for lang in langs for word in _packaged(lang, one.name)),
                    *_packaged("world", one.name),
                    *added.get(one.name, ()),
                )
            )
            for one in fields(Lists)
        }
    )


def _packaged(lang: str, name: str) -> Iterable[str]:
    return _file(lang).get(name, ())


@cache
def _file(lang: str) -> Mapping[str, Iterable[str]]:
    file = resources.files(__package__).joinpath(f"{lang}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _own(process: Process) -> tuple[str, ...]:
    """Return the names that the process declares of itself, word by word."""
    names = [
        *process.country_names.values(),
        *process.demonyms,
        *(name for one in process.languages for name in one.names.values()),
        *(partner.name for partner in process.partners),
    ]
    return tuple(word for name in names for word in (name, *name.split()))
