"""One record of every kind in every lot: what two partners heard in two regions.

A lot is who heard (a partner), where (a region) and how far it was agreed to (a level of
consent). Every text of a record holds a sign of its own, so that it is known wherever it
turns up. Who may see what is written here by hand, as people say it.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.web import cast
from tests.web.act import made
from tests.web.cast import Cast
from tests.web.records.samples import row as sample

from vestibule.dossier.tables import TABLES
from vestibule.web.records import numbering
from vestibule.web.records.models import Account, Role

MORE: Mapping[str, tuple[str, tuple[tuple[str, str | None], ...]]] = {
    "ines": ("well", (("editor", "land.north"),)),
    "jafar": ("bridge", (("protection_officer", "land.south"),)),
    "kadi": ("bridge", (("reader", "land.south"),)),
    "oumar": ("well", (("facilitator", "land.north"), ("researcher", None))),
    "paul": ("bridge", (("facilitator", None), ("editor", "land.south"))),
}
"""Who joins the cast: name to partner, and roles with their regions."""

LEFT = {"lala": ("well", "facilitator"), "moussa": ("bridge", "protection_officer")}
"""Who had a role that ended."""

LETTERS = {
    "facilitator": "f",
    "researcher": "r",
    "protection_officer": "p",
    "editor": "e",
    "reader": "v",
}

SEEN: Mapping[str, str] = {
    **dict.fromkeys(("places", "place_names", "frame", "targets"), "frpev"),
    **dict.fromkeys(("profiles", "codes", "instruments", "questions"), "frpev"),
    **dict.fromkeys(("gatherings", "attendances"), "frpe"),
    **dict.fromkeys(("obligations", "restitutions"), "frpe"),
    **dict.fromkeys(("people", "consents"), "fp"),
    **dict.fromkeys(("voices", "excerpts", "codings", "claims"), "frp"),
    "screenings": "p",
    **dict.fromkeys(("statements", "texts"), "frpe"),
    **dict.fromkeys(("showings", "votes", "tallies", "answers", "ballots"), "frp"),
    **dict.fromkeys(("factors", "merges", "findings", "supports"), "frpev"),
    "priorities": "frpev",
    "validations": "frpe",
    **dict.fromkeys(("groups", "hypotheses", "observations"), "frpe"),
    **dict.fromkeys(("reflections", "actions", "cases"), "frpe"),
    **dict.fromkeys(("resources", "uses", "projects"), "frpe"),
    **dict.fromkeys(("recommendations", "responses"), "frpev"),
    **dict.fromkeys(("commitments", "verifications"), "frpev"),
    **dict.fromkeys(("releases", "published"), "frpev"),
}
"""Table to the letters of the roles that see it at all, written by hand."""

COLLECTOR, ALL_PARTNERS = 1, 4
"""Levels of consent of the lots: the one who heard it, everyone."""

SAID = frozenset({"voices", "excerpts", "codings", "claims"})
"""Tables that are read as far as it was agreed to."""

TEXTS = frozenset(
    [
        "words",
        "translation",
        "memo",
        "objection",
        "amendment",
        "evidence",
        "told",
        "reply",
        "owner",
        "addressee",
        "name",
        "pseudonym",
        "reason",
        "deferred_reason",
        "value",
        "parties",
        "meaning",
        "definition",
        "decision",
        "harm",
        "objections",
        "household",
        "facilitator",
        "note",
        "code",
    ]
)
"""Columns in which a record says which one it is."""


PUT_TO_ALL = frozenset({"statements"})
"""Tables whose words are put to everyone: a page may cite them to who has no list of them."""


@dataclass(frozen=True)
class Lot:
    """Who heard it, where, and how far it was agreed to; None: of the whole process."""

    partner: str
    region: str
    level: int


@dataclass(frozen=True)
class Made:
    """A record, and all that decides who sees it."""

    table: str
    id: str
    lot: Lot | None = None
    is_said: bool = False
    """Whether it hangs on what someone said."""

    @property
    def sign(self) -> str:
        return sign(self.id)


def sign(record: str) -> str:
    """Return the sign that is in every text of a record."""
    return f"zq{record[:12]}"


@dataclass
class World:
    """All records by id, and the cast who asks for them."""

    team: Cast
    held: dict[str, tuple[tuple[str, str | None], ...]]
    records: dict[str, Made] = field(default_factory=dict)

    def may(self, name: str, one: Made, letters: str = "frpev") -> bool:
        """Return whether someone sees a record in one of the roles given."""
        return any(
            LETTERS[role] in letters and self._sees(name, role, region, one)
            for role, region in self.held[name]
        )

    def _sees(self, name: str, role: str, region: str | None, one: Made) -> bool:
        letter = LETTERS[role]
        if letter not in SEEN.get(one.table, "p"):
            return False
        if one.is_said and letter not in "frp":
            return False
        if one.lot is None:
            return True
        own = self.partner(name) == one.lot.partner
        if region not in (None, one.lot.region) or (letter == "f" and not own):
            return False
        return not one.is_said or own or one.lot.level >= 2

    def is_own(self, name: str, one: Made) -> bool:
        """Return whether someone's partner collected it; of the process: the well, everywhere."""
        if one.lot is not None:
            return self.partner(name) == one.lot.partner
        everywhere = any(region is None for _, region in self.held[name])
        return everywhere and self.partner(name) == "well"

    def partner(self, name: str) -> str:
        return self.team.accounts[name].partner.key

    def letters(self, name: str) -> str:
        return "".join(LETTERS[role] for role, _ in self.held[name])

    def of(self, table: str) -> list[Made]:
        return [one for one in self.records.values() if one.table == table]

    def put(
        self,
        table: str,
        lot: Lot | None = None,
        *,
        is_said: bool = False,
        **cells: Any,
    ) -> str:
        """Write a record whose texts hold its sign; return its id."""
        new, origin = secrets.token_hex(16), f"{lot.partner if lot else 'well'}-1"
        columns = {column.name: column for column in TABLES[table].own}
        texts = {
            name: f"{sign(new)} {name}"
            for name in TEXTS & columns.keys()
            if columns[name].kind == "text" and columns[name].ref is None
        }
        own = {n: v for n, v in sample(table, 1).items() if n in columns}
        if "key" in columns:
            own["key"] = f"k-{new[:12]}"
        lang = {"lang": "fr"} if "lang" in columns else {}
        cells = {**own, **texts, **lang, **cells}
        named = {f"{n}_id" if columns[n].ref else n: v for n, v in cells.items()}
        model = cast.model_of(table)
        number = next(cast._numbers)
        model.objects.create(id=new, origin=origin, seq=number, **named)
        said = is_said or table in SAID
        self.records[new] = Made(table, new, lot, said)
        return new


def lots() -> Iterator[Lot]:
    for partner, region, level in itertools.product(
        ("well", "bridge"), ("land.north", "land.south"), (COLLECTOR, ALL_PARTNERS)
    ):
        yield Lot(partner, region, level)


def people() -> World:
    """Return who asks, in a world without records."""
    team = made.team()
    held = {n: ((r, g),) if r else () for n, (_, r, g) in cast.ROLES.items()}
    for name, (partner, roles) in MORE.items():
        team.accounts[name] = account = cast.account(name, team.partners[partner])
        held[name] = roles
        for role, region in roles:
            _give(account, role, region)
    for name, (partner, role) in LEFT.items():
        team.accounts[name] = account = cast.account(name, team.partners[partner])
        _give(account, role, None, ended_at=cast.AT, ended_by="dado")
        held[name] = ()
    return World(team, held)


def world() -> World:
    """Write it all; return it with who asks."""
    found = people()
    common = _of_the_process(found)
    for lot in lots():
        _fill(found, lot, common)
    last = next(cast._numbers)
    numbering.note({"well-1": last, "bridge-1": last})  # a cut holds it all
    return found


def _give(account: Account, role: str, region: str | None, **more: Any) -> None:
    Role.objects.create(
        account=account, role=role, region=region, given_at=cast.AT, given_by="dado", **more
    )  # fmt: skip


def _of_the_process(found: World) -> dict[str, str]:
    """Write what belongs to no gathering."""
    put, place = found.put, found.team.places["hill"]
    for key in found.team.places:
        found.records[found.team.places[key]] = Made("places", found.team.places[key])
    profile = put("profiles", side="community", restricted=False)
    code = put("codes", kind="need")
    finding = put("findings", kind="need", code=code)
    cause = put("factors", finding=finding)
    effect = put("factors")
    statement = put("statements", source="seed", moderation="in")
    question = put("questions", rule="borda")
    asked = put("recommendations", finding=finding, made_on=made.ago(40), answer_by=made.ago(20))  # fmt: skip
    answer = put("responses", recommendation=asked, answer="accepted", given_on=made.ago(30))  # fmt: skip
    owed = put("commitments", response=answer, made_on=made.ago(40), due_on=made.ago(9))
    put("verifications", commitment=owed, side="community", state="undone", seen_on=made.ago(4))  # fmt: skip
    put("merges", factor=cause, into=effect)
    put("place_names", place=place)
    put("frame", place=place)
    put("targets", place=place)
    put("instruments")
    put("supports", finding=finding, statement=statement)
    put("texts", statement=statement, lang="en")
    put("releases", edition=1, cut="{}", sha256="a" * 64)
    put("published", edition=1)
    return {
        "profile": profile,
        "code": code,
        "finding": finding,
        "cause": cause,
        "effect": effect,
        "statement": statement,
        "question": question,
        "asked": asked,
        "owed": owed,
    }


def _fill(found: World, lot: Lot, common: Mapping[str, str]) -> None:
    """Write one record of each kind that belongs to a gathering or a place."""
    where = found.team.places["hill" if lot.region == "land.north" else "shore"]

    def put(table: str, *, is_said: bool = False, **cells: Any) -> str:
        return found.put(table, lot, is_said=is_said, **cells)

    finding, statement = common["finding"], common["statement"]
    met = put("gatherings", kind="focus_group", place=where, consent=lot.level, held_on=made.ago(60), present=9)  # fmt: skip
    someone = put("people", place=where)
    put("consents", gathering=met, level=lot.level)
    put("attendances", gathering=met, n=5, capacity="consulted")
    voice = put("voices", gathering=met, consent=lot.level)
    words = put("excerpts", gathering=met, voice=voice, consent=lot.level, review="redacted")  # fmt: skip
    put("codings", excerpt=words, code=common["code"], coder="dado")
    claim = put(
        "claims",
        cause=common["cause"],
        effect=common["effect"],
        gathering=met,
        excerpt=words,
    )
    put("showings", person=someone, gathering=met, statement=statement)
    put("votes", person=someone, gathering=met, statement=statement)
    put("tallies", gathering=met, statement=statement, agree=3, count=3)
    put("answers", gathering=met, person=someone, instrument=_one(found, "instruments"))
    heard = put("validations", gathering=met, finding=finding, outcome="rejected", consent=lot.level)  # fmt: skip
    put("screenings", is_said=True, excerpt=words)
    put("screenings", validation=heard)
    put("supports", is_said=True, finding=finding, excerpt=words)
    put("supports", is_said=True, finding=finding, claim=claim)
    put("texts", is_said=True, excerpt=words, lang="en")
    put("ballots", question=common["question"], gathering=met, finding=finding)
    put("priorities", question=common["question"], gathering=met, finding=finding)
    owed = put("obligations", gathering=met, due_on=made.ago(9))
    put("restitutions", obligation=owed, told_on=made.ago(3), medium="visit")
    group = put("groups", place=where, finding=finding)
    told = put("hypotheses", group=group)
    put("observations", hypothesis=told)
    put("reflections", group=group)
    done = put("actions", group=group, finding=finding, place=where, claim=claim, state="proposed")  # fmt: skip
    found.put("commitments", action=done, made_on=made.ago(40), due_on=made.ago(9))
    put("cases", place=where)
    resource = put("resources", place=where)
    put("uses", resource=resource)
    put("projects", place=where)


def _one(found: World, table: str) -> str:
    return found.of(table)[0].id
