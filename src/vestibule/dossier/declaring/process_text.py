"""How is a process written as ``process.toml``?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date

from vestibule.dossier.declaring.lines import Lines
from vestibule.dossier.process import (
    Barometer,
    Comparison,
    Process,
    Sampling,
    Words,
)

REACH = (
    "region_share",
    "regional_places",
    "national_share",
    "regions_against",
    "consensus",
)
"""Decisions that are written only where they differ from the usual."""

Value = str | bool | int | float | date | tuple[str, ...] | None


def to_text(process: Process) -> str:
    """Return a process as TOML: equal processes give equal text.

    Parameters
    ----------
    process : Process
        ``process.text`` is not looked at.

    Returns
    -------
    str
        What `declaration.parse` reads as the same process.
    """
    return "\n".join(_lines(process)) + "\n"


def _lines(process: Process) -> Iterator[str]:
    yield from _pairs(
        {
            "key": process.key,
            "fictitious": process.fictitious,
            "one_key": process.one_key,
            "age_bands": process.age_bands,
            "outputs": process.outputs,
            "refused_words": process.refused_words,
            "sensitive_words": process.sensitive_words,
            "crossings": tuple(", ".join(keys) for keys in process.crossings),
        }
    )
    yield from _words("title", process.titles)
    yield from _words("question", process.question)
    yield from _words("licence", process.licence)
    yield from _country(process)
    for partner in process.partners:
        yield from ("", "[[partners]]")
        yield from _pairs(
            {"key": partner.key, "name": partner.name, "roles": partner.roles}
        )
    for language in process.languages:
        yield from ("", "[[languages]]")
        yield from _named(language.key, language.names)
        yield from _pairs({"iso": language.iso, "rtl": language.rtl})
    for profile in process.profiles:
        yield from ("", "[[profiles]]")
        yield from _named(profile.key, profile.names)
        yield from _pairs({"side": profile.side, "restricted": profile.restricted})
    for comparison in process.comparisons:
        yield from _comparison(comparison)
    yield from _settings(process)
    for agreement in process.agreements:
        yield from ("", "[[agreements]]")
        yield from _named(agreement.key, agreement.names)
        days = {"signed_on": agreement.signed_on, "ended_on": agreement.ended_on}
        yield from _pairs(days)
    for question in process.harm:
        yield from ("", "[[harm]]")
        yield from _pairs({"key": question.key})
        yield from _words("question", question.words)


def _country(process: Process) -> Iterator[str]:
    if process.country is not None:
        yield from ("", "[country]")
        yield from _named(process.country, process.country_names)
        yield from _pairs({"demonyms": process.demonyms})


def _comparison(comparison: Comparison) -> Iterator[str]:
    yield from ("", "[[comparisons]]")
    yield from _named(comparison.key, comparison.names)
    yield from _pairs({"basis": comparison.basis})
    for group in comparison.groups:
        yield from ("", "[[comparisons.groups]]")
        yield from _named(group.key, group.names)
        yield from _pairs({"values": group.values})


def _settings(process: Process) -> Iterator[str]:
    disclosure, decisions = process.disclosure, process.decisions
    yield from ("", "[disclosure]")
    yield from _pairs(
        {
            "people": disclosure.people,
            "gatherings": disclosure.gatherings,
            "places": disclosure.places,
            "near_unanimity": disclosure.near_unanimity,
            "public_level": disclosure.public_level,
        }
    )
    yield from ("", "[decisions]")
    yield from _pairs(
        {
            "agreement": decisions.agreement,
            "priority_rule": decisions.priority_rule,
            "national_regions": decisions.national_regions,
        }
    )
    usual, given = asdict(type(decisions)()), asdict(decisions)
    for name in REACH:
        if given[name] != usual[name]:
            yield from _pairs({name: given[name]})
    if process.sampling is not None:
        yield from _sampling(process.sampling)
    for barometer in process.barometers:
        yield from _barometer(barometer)
    yield from ("", "[restitution]")
    yield from _pairs({"days": process.restitution_days})
    if process.files:
        yield from ("", "[files]")
        yield from _pairs(dict(sorted(process.files.items())))
    if process.screening:
        yield from ("", "[screening]")
        yield from _pairs(dict(sorted(process.screening.items())))


def _sampling(sampling: Sampling) -> Iterator[str]:
    yield from ("", "[sampling]")
    yield from _words("population", sampling.population)
    told = asdict(sampling)
    del told["population"]
    usual = asdict(Sampling(kind=sampling.kind))
    always = ("kind",)
    yield from _pairs({k: v for k, v in told.items() if k in always or v != usual[k]})


def _barometer(barometer: Barometer) -> Iterator[str]:
    yield from ("", "[[barometers]]")
    yield from _named(barometer.key, barometer.names)
    told = asdict(barometer)
    del told["key"], told["names"]
    yield from _pairs({k: v for k, v in told.items() if v is not False})


def _named(key: str, names: Words) -> Iterator[str]:
    yield from _pairs({"key": key})
    yield from _words("name", names)


def _words(key: str, words: Words) -> Iterator[str]:
    return (f"{key}.{tag} = {_value(said)}" for tag, said in sorted(words.items()))


def _pairs(pairs: Mapping[str, Value]) -> Iterator[str]:
    """Yield ``key = value``; what is absent or empty is left out."""
    for key, value in pairs.items():
        if value is not None and value != ():
            yield f"{key} = {_value(value)}"


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(_value(part) for part in value)}]"
    if isinstance(value, str):
        return '"' + "".join(map(_escaped, value)) + '"'
    return value.isoformat() if isinstance(value, date) else repr(value)


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    return f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign


def changed(text: str, changes: Mapping[tuple[str, ...], str]) -> str:
    """Return a ``process.toml`` with other words, and all its comments.

    Parameters
    ----------
    text : str
        Well-formed TOML.
    changes : mapping of tuple of str to str
        Path of a key, as ``("title", "fr")``, to what it shall say. The key and
        its present words stand on one line.

    Returns
    -------
    str
        Keys that are not there are added nowhere.
    """
    lines = text.split("\n")
    known = Lines.of(text)
    for path, said in changes.items():
        line = known.at.get(path)
        if line is not None:
            start, sign, _ = lines[line - 1].partition("=")
            lines[line - 1] = f"{start}{sign} {_value(said)}"
    return "\n".join(lines)
