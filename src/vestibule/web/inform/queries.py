"""What the release desk reads: the draft, its checks, who signed, what is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vestibule.api import compared
from vestibule.web.inform import drafting, signing
from vestibule.web.inform.signing import Standing
from vestibule.web.records import results
from vestibule.web.records.models import (
    Draft,
    HarmReport,
    Job,
    Partner,
    Release,
    ReleaseFolder,
    Signature,
)
from vestibule.web.records.person import Person
from vestibule.web.spine import address_of
from vestibule.words import Catalogue

LEADS: Mapping[str, str] = {
    "quotes": "protect:review",
    "pointing": "protect:review",
    "contrary": "protect:review",
    "consent": "listen:excerpts",
    "validated": "agree:findings",
    "languages": "inform:languages",
    "undecided": "listen:statements",
    "clearing": "plan:coverage",
    "withdrawn": "protect:journal",
}
"""Safeguard to the page where what it says is lifted or looked at."""

STATES = {"refused": "refused", "read": "waiting", "passed": "passed"}
MARKS = {"enters": "done", "changes": "contested", "leaves": "nobody", "same": "told"}
"""What happens to the state whose mark is drawn."""

FIRST, ELSEWHERE = "first", "elsewhere"
"""What is said where no edition before was prepared at this desk: there was none, or it
was published elsewhere and came in as a record."""

GROUPS = ("refused", "read", "passed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A safeguard on the desk."""

    key: str
    state: str
    name: str
    says: str
    leads: str | None
    go: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The safeguards that answer alike."""

    state: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence of the difference."""

    mark: str
    word: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A line that a partner signs on."""

    partner: str
    by: str | None
    at: Any
    seal: str
    struck: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A published edition, as the list says it."""

    number: int
    sha256: str
    at: Any
    by: str
    down_at: Any
    down_by: str | None
    reason: str | None
    signed: tuple[str, ...]


def draft() -> Draft | None:
    """Return the draft of the next edition, None before there is one."""
    last = Draft.objects.defer("ledger").order_by("-pk").first()
    return last if last is not None and last.published_at is None else None


def groups(made: Draft, words: Catalogue) -> tuple[Group, ...]:
    """Return the checks by answer, worst first."""
    found = []
    for state in GROUPS:
        lines = tuple(_line(one, words) for one in made.checks if one["state"] == state)
        if lines:
            title = words(f"web_editions.groups.{state}", n=len(lines))
            found.append(Group(state=state, title=title, lines=lines))
    return tuple(found)


def _line(one: Mapping[str, Any], words: Catalogue) -> Line:
    key, state = one["key"], one["state"]
    said = f"web_editions.checks.{key}"
    worse = f"{said}.{state}"
    sentence = worse if worse in words else f"{said}.passed"
    return Line(
        key=key,
        state=STATES[state],
        name=words(f"{said}.name"),
        says=words(sentence, **_said(one["params"], words)),
        leads=address_of(LEADS[key]) if key in LEADS else None,
        go=words(f"{said}.go") if f"{said}.go" in words else "",
    )


def _said(params: Mapping[str, Any], words: Catalogue) -> dict[str, Any]:
    """Return parameters as a sentence takes them: words in its language, names joined."""
    found: dict[str, Any] = {}
    for name, value in params.items():
        if name == "lacking":
            parts = [
                words("web_editions.lacking", lang=k, n=n) for k, n in value.items()
            ]
            found[name] = words.joined(parts)
        elif name in {"words", "other"}:
            found[name] = _in(value, words.lang)
        elif name == "names":
            found[name] = words.some([_in(one, words.lang) for one in value])
        elif isinstance(value, list):
            found[name] = words.some([str(one) for one in value])
        else:
            found[name] = value
    heaviest = params.get("heaviest")
    if heaviest is not None:
        found["heaviest"] = -(-heaviest // 1000)
    return found


def _in(names: Mapping[str, str], lang: str) -> str:
    return names.get(lang) or next(iter(names.values()), "")


def difference(made: Draft, words: Catalogue) -> tuple[Told, ...]:
    """Return what changes since the last edition, in words."""
    if not made.told:
        return ()
    last = Draft.objects.exclude(published_at=None).order_by("-edition")
    before = last.values_list("told", flat=True).first()
    return tuple(
        Told(
            mark=MARKS[one.mark],
            word=words(f"web_editions.marks.{one.mark}"),
            says=words(f"web_editions.changes.{key}", **_said(one.params, words)),
        )
        for one in compared.changes(before, made.told)
        for key in [ELSEWHERE if one.key == FIRST and made.edition > 1 else one.key]
    )


def lines(given: Standing, words: Catalogue) -> tuple[Signing, ...]:
    """Return who signed, and whose signature was struck out and why."""
    why = _struck(given, words)
    found = [_signed(one, why) for one in given.signatures]
    there = {one.partner_id for one in given.signatures}
    anew = words("web_editions.struck.replaced")
    for one in signing.signatures_before(given.draft):
        if one.partner_id not in there:
            found.append(_signed(one, why or anew))
    return tuple(found)


def _signed(one: Signature, struck: str | None) -> Signing:
    return Signing(
        partner=one.partner.name,
        by=one.by,
        at=one.at,
        seal=one.seal[:12],
        struck=struck,
    )


def _struck(given: Standing, words: Catalogue) -> str | None:
    if given.struck is None:
        return None
    return words(f"web_editions.struck.{given.struck.why}", n=given.struck.n)


def struck(given: Standing, words: Catalogue) -> str | None:
    """Return why the draft does not hold any more, as a sentence."""
    return _struck(given, words)


def may_sign(given: Standing, person: Person) -> str | None:
    """Return why someone may not sign; None: they may."""
    return signing.why_not_sign(given, person)


def editions() -> tuple[Edition, ...]:
    """Return the published editions, the last one first."""
    rows = ReleaseFolder.objects.select_related("taken_down").order_by("-edition")
    signed = _signed_by()
    return tuple(
        Edition(
            number=row.edition,
            sha256=row.sha256,
            at=row.frozen_at,
            by=row.frozen_by,
            down_at=row.taken_down_at,
            down_by=row.taken_down_by,
            reason=row.taken_down.reason if hasattr(row, "taken_down") else None,
            signed=signed.get(row.edition, ()),
        )
        for row in rows
    )


def _signed_by() -> dict[int, tuple[str, ...]]:
    """Return who answers for each edition: the partners that signed at this desk.

    What was published elsewhere and came in as a record names two pseudonyms.
    """
    records = Release.objects.values_list("edition", "signed_by", "second_signed_by")
    found: dict[int, tuple[str, ...]] = {
        number: tuple(both) for number, *both in records.order_by("edition", "pk")
    }
    named = Signature.objects.exclude(draft__published_at=None).order_by("at")
    here: dict[int, list[str]] = {}
    for number, partner in named.values_list("draft__edition", "partner__name"):
        here.setdefault(number, []).append(partner)
    return found | {number: tuple(partners) for number, partners in here.items()}


def job() -> Job | None:
    """Return the last work on an edition."""
    return Job.objects.filter(kind=drafting.KIND).order_by("-pk").first()


def since(made: Draft) -> int:
    """Return how many records came after the cut of a draft."""
    return results.records_since(made.cut)


def reports() -> int:
    """Return how many harm reports wait for an officer."""
    return HarmReport.objects.filter(closed_at=None).count()


def partners() -> int:
    """Return how many partners could sign."""
    return Partner.objects.filter(funder=False).count()


def sizes(parts: Iterable[Mapping[str, Any]], words: Catalogue) -> list[dict[str, Any]]:
    """Return what goes out, by part, in words."""
    return [
        {
            "name": words(f"web_editions.parts.{one['key']}"),
            "n": one["n"],
            "languages": ", ".join(one["languages"]),
            "weight": words("web_editions.kilobytes", n=-(-one["bytes"] // 1000)),
        }
        for one in parts
    ]
