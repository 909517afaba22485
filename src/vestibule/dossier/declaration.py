"""What does ``process.toml`` declare, and may it?

The file, by section::

    key, fictitious, one_key, age_bands, outputs, refused_words, sensitive_words
    title.fr, title.en, question.fr, question.en
    licence.fr, licence.en   of what is published; absent: none was agreed on
    [country]              key, name.fr, name.en, demonyms
    [[partners]]           key, name, roles
    [[languages]]          key, name.fr, name.en, iso, rtl
    [[profiles]]           key, name.fr, name.en, side, restricted
    [[comparisons]]        key, name.fr, name.en, basis
    [[comparisons.groups]] key, name.fr, name.en, values
    crossings              comparisons set inside one another: "sides, sex"
    [disclosure]           people, gatherings, places, near_unanimity, public_level
    [decisions]            agreement, priority_rule, national_regions, region_share,
                           regional_places, national_share, regions_against, consensus
    [sampling]             kind, population.fr, population.en, edition, margins,
                           stratum, cap, lonely, online; absent: purposive
    [[barometers]]         key, name.fr, name.en, instrument, question, scale, positive,
                           missing, asked, place, dimension, sensitive
    [restitution]          days
    [[agreements]]         key, name.fr, name.en, signed_on, ended_on
    [[harm]]               key, question.fr, question.en; absent: the general ones
    [files]                places, place_names, frame, targets, codebook, statements
    [screening]            names, names_capital, joins, titles, introduces, kin,
                           offices, known, ranks, units, settlements, events, unique,
                           does, plain, common: words, beside those of the languages
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path, PurePosixPath
from typing import get_args

from vestibule.dossier import folding
from vestibule.dossier.declaring import (
    barometers,
    categories,
    crossings,
    promised,
    sampling,
)
from vestibule.dossier.declaring.lines import Lines
from vestibule.dossier.declaring.process_text import to_text
from vestibule.dossier.declaring.section import LANGUAGE_TAG, Section, Source
from vestibule.dossier.process import (
    Basis,
    Comparison,
    Decisions,
    Disclosure,
    Group,
    Language,
    Partner,
    Process,
    Profile,
    Words,
)
from vestibule.dossier.tables import TABLES
from vestibule.errors import FileError, ProcessError

__all__ = ["FILES", "parse", "read", "to_text"]

FILES = ("places", "place_names", "frame", "targets", "codebook", "statements")
"""The files beside ``process.toml``, each ``<name>.csv`` unless it says otherwise."""

SCREENING = (
    *("names", "names_capital", "joins", "titles", "introduces", "kin", "offices"),
    *("known", "ranks", "units", "settlements", "events", "unique", "does"),
    *("plain", "common"),
)
"""Lists by which `protect.screening` finds people in quotes; all may be empty."""

SIDES = TABLES["profiles"]["side"].terms
SEXES = TABLES["people"]["sex"].terms
BASES: tuple[str, ...] = get_args(Basis)
RESTRICTED_SIDES = ("forces", "authority")
PRIORITY_RULES = ("borda", "approval", "schulze", "stv", "pav", "shares")
TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


def read(path: Path) -> Process:
    """Return the process that a ``process.toml`` declares.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Process
        With the file's text, so that it can be written again byte for byte.

    Raises
    ------
    FileError
        If the file is missing or no UTF-8 text.
    ProcessError, RefusedCategory
        As `parse`.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _unread(path) from error
    except UnicodeDecodeError as error:
        message = f"{path.name}: is no UTF-8 text. Save it again as UTF-8."
        raise FileError(message, reason="process-not-utf-8", file=path.name) from error
    return parse(text, file=path.name)


def _unread(path: Path) -> FileError:
    if path.parent.is_dir() and not path.exists():
        return FileError(
            f"{path.parent} is not a dossier: there is no {path.name} in it. "
            "Check the path.",
            reason="not-a-dossier",
            file=str(path.parent),
        )
    return FileError(
        f"{path.name}: cannot be read. Check that it is there.",
        reason="process-unreadable",
        file=path.name,
    )


def parse(text: str, *, file: str = "process.toml") -> Process:
    """Return the process that a text declares.

    Parameters
    ----------
    text : str
        TOML, as the module's first lines say.
    file : str
        What messages call it.

    Returns
    -------
    Process
        ``process.text`` is `text`.

    Raises
    ------
    ProcessError
        If the text is no TOML, or says something unknown or impossible; the
        message and ``params["line"]`` name the line.
    RefusedCategory
        If a profile or comparison names ethnicity, religion, caste, party or
        membership of an armed group.
    """
    content = _toml(text, file)
    top = Section(Source(file, Lines.of(text)), (), content)
    refused_words = top.texts("refused_words")
    top.source = Source(file, top.source.lines, refused_words)
    country, demonyms, country_names = _country(top)
    languages = top.sections("languages", _language)
    profiles = top.sections("profiles", _profile)
    age_bands = top.texts("age_bands")
    known = {
        "side": SIDES,
        "sex": SEXES,
        "displaced": ("true", "false"),
        "age_band": age_bands,
        "profile": tuple(profile.key for profile in profiles),
        "lang": tuple(language.key for language in languages),
    }
    comparisons = top.sections(
        "comparisons", lambda part: _comparison(part, known, languages)
    )
    process = Process(
        key=top.key(),
        titles=top.required(top.words("title"), "title"),
        question=top.required(top.words("question"), "question"),
        fictitious=top.flag("fictitious") or False,
        country=country,
        country_names=country_names,
        demonyms=demonyms,
        partners=top.sections("partners", _partner),
        languages=languages,
        age_bands=age_bands,
        profiles=profiles,
        comparisons=comparisons,
        crossings=crossings.declared(top, [one.key for one in comparisons]),
        disclosure=_disclosure(top.section("disclosure")),
        decisions=_decisions(top.section("decisions")),
        sampling=sampling.declared(top.section("sampling")),
        barometers=top.sections(
            "barometers",
            lambda part: barometers.declared(part, {*SIDES, *known["profile"]}),
        ),
        restitution_days=_restitution_days(top.section("restitution")),
        files=_files(top.section("files")),
        outputs=_outputs(top),
        licence=top.words("licence") or {},
        one_key=top.flag("one_key") or False,
        refused_words=refused_words,
        sensitive_words=top.texts("sensitive_words"),
        agreements=top.sections("agreements", promised.agreement),
        harm=top.sections("harm", promised.question),
        screening=_screening(top.section("screening")),
        text=text,
    )
    top.close()
    return process


def _toml(text: str, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = TOML_PLACE.search(said)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        what = TOML_PLACE.sub("", said)
        remedy = "Compare with the lines above and below: a quote, bracket or = is off"
        raise ProcessError(
            f"{file}, line {line}: {what}. {remedy}.",
            file=file,
            line=line,
            what=what,
            remedy=remedy,
        ) from error


def _country(top: Section) -> tuple[str | None, tuple[str, ...], Words]:
    part = top.section("country")
    if not part.content:
        return None, (), {}
    found = part.key(), part.texts("demonyms"), part.words("name") or {}
    part.close()
    return found


def _partner(part: Section) -> Partner:
    return Partner(
        key=part.key(),
        name=part.required(part.text("name"), "name"),
        roles=part.texts("roles"),
    )


def _language(part: Section) -> Language:
    return Language(
        key=part.key(),
        names=part.required(part.words("name"), "name"),
        iso=part.text("iso"),
        rtl=part.flag("rtl") or False,
    )


def _profile(part: Section) -> Profile:
    key, names = _named(part)
    side = part.one_of("side", SIDES, "community")
    said = part.flag("restricted")
    must = side in RESTRICTED_SIDES or any(
        categories.speaks_of_survivors(text) for text in (key, *names.values())
    )
    if must and said is False:
        raise part.error(
            "restricted",
            f"“{key}” must be restricted",
            "Forces, authorities and survivors are never shown finer than region: "
            "write restricted = true or leave it out",
        )
    return Profile(key=key, names=names, side=side, restricted=must or bool(said))


def _comparison(
    part: Section, known: dict[str, tuple[str, ...]], languages: tuple[Language, ...]
) -> Comparison:
    basis = part.one_of("basis", BASES, None)
    spoken = _spoken(languages) if basis == "lang" else frozenset[str]()
    key, names = _named(part)
    groups = part.sections(
        "groups", lambda inner: _group(inner, known.get(basis), spoken)
    )
    if len(groups) < 2:
        raise part.error(
            "groups",
            f"The comparison “{key}” has fewer than two groups",
            "Write at least two [[comparisons.groups]] below it",
        )
    part.unique("groups", [value for group in groups for value in group.values])
    return Comparison(key=key, names=names, basis=basis, groups=groups)  # type: ignore[arg-type]


def _group(
    part: Section, known: tuple[str, ...] | None, spoken: frozenset[str]
) -> Group:
    key, names = _named(part, but=spoken)
    values = part.texts("values")
    part.required(values or None, "values")
    for value in values:
        if known is not None and value not in known:
            part.source.refuse((*part.path, "values"), value, but=spoken)
            raise part.error(
                "values",
                f"“{value}” is not declared",
                f"It can be: {', '.join(known) or 'nothing, for none is declared'}",
            )
    return Group(key=key, names=names, values=values)


def _named(part: Section, *, but: frozenset[str] = frozenset()) -> tuple[str, Words]:
    """Return the key and the names of a section, once they may stand."""
    key = part.key()
    names = part.required(part.words("name"), "name")
    part.source.refuse((*part.path, "key"), key, but=but)
    for tag, name in names.items():
        part.source.refuse((*part.path, "name", tag), name, but=but)
    return key, names


def _spoken(languages: tuple[Language, ...]) -> frozenset[str]:
    """Return the folded names of languages: they may name a group of speakers."""
    names = [name for language in languages for name in language.names.values()]
    keys = [language.key for language in languages]
    return frozenset(word for name in (*names, *keys) for word in folding.words(name))


def _disclosure(part: Section) -> Disclosure:
    found = Disclosure(
        people=part.whole("people", 10, low=5, high=1000),
        gatherings=part.whole("gatherings", 3, low=2, high=100),
        places=part.whole("places", 2, low=1, high=100),
        near_unanimity=part.share("near_unanimity", 0.95, low=0.5, high=0.95),
        public_level=part.whole("public_level", 1, low=0, high=6),
    )
    part.close()
    return found


def _decisions(part: Section) -> Decisions:
    found = Decisions(
        agreement=part.share("agreement", 0.6, low=0.5, high=1.0),
        priority_rule=part.one_of("priority_rule", PRIORITY_RULES, "borda"),
        national_regions=part.whole("national_regions", 2, low=1, high=1000),
        region_share=part.share("region_share", 0.5, low=0.5, high=0.99),
        regional_places=part.whole("regional_places", 2, low=1, high=100),
        national_share=part.share("national_share", 0.0, low=0.0, high=1.0),
        regions_against=None
        if "regions_against" not in part.content
        else part.whole("regions_against", 0, low=0, high=1000),
        consensus=part.share("consensus", 0.8, low=0.5, high=1.0),
    )
    part.close()
    return found


def _restitution_days(part: Section) -> int:
    days = part.whole("days", 90, low=1, high=3650)
    part.close()
    return days


def _screening(part: Section) -> dict[str, tuple[str, ...]]:
    found = {name: part.texts(name) for name in SCREENING}
    part.close()
    return {name: words for name, words in found.items() if words}


def _files(part: Section) -> dict[str, str]:
    found = {name: part.text(name) for name in FILES}
    part.close()
    for name, file in found.items():
        if file is not None and not _lies_below(file):
            raise part.error(
                name,
                f"“{file}” lies elsewhere",
                "Put it beside process.toml or in a folder there",
            )
    return {name: file for name, file in found.items() if file is not None}


def _lies_below(file: str) -> bool:
    path = PurePosixPath(file)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in file


def _outputs(top: Section) -> tuple[str, ...]:
    tags = top.texts("outputs", ("fr", "en"))
    for tag in tags:
        if not LANGUAGE_TAG.fullmatch(tag):
            raise top.error("outputs", f"“{tag}” is no language tag", "Use fr or en")
    return top.required(tags or None, "outputs")
