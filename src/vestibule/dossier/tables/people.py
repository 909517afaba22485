"""Who: profiles, pseudonymous people, what they consent to, what they take back."""

from __future__ import annotations

from vestibule.dossier.schema import (
    Table,
    day,
    flag,
    integer,
    ref,
    term,
    terms,
    text,
)
from vestibule.dossier.tables.places import SEXES

PROFILES = Table(
    name="profiles",
    doc="The standpoint someone speaks from.",
    own=(
        text("key", "public"),
        text("name", "public", doc="in the process's first language; others in texts"),
        term(
            "side",
            "public",
            "community forces authority civil_society other",
            doc="the broad side it belongs to",
        ),
        flag(
            "restricted",
            "public",
            null=False,
            doc="armed actors, forces, authorities, survivors: never finer than region",
        ),
    ),
)

PEOPLE = Table(
    name="people",
    doc="Someone known by a pseudonym only, made by the site that met them.",
    own=(
        text("pseudonym", "secret", doc="keyed, per site; no name, no number"),
        ref("profiles", name="profile", null=True, mark="personal"),
        term("sex", "personal", SEXES, null=True),
        text("age_band", "personal", null=True),
        ref(
            "places",
            name="place",
            null=True,
            mark="personal",
            doc="where they live, no finer than needed",
        ),
        flag("displaced", "personal"),
        text("lang", "personal", null=True),
        text(
            "household",
            "secret",
            null=True,
            doc="pseudonym of a household, made as that of a person",
        ),
    ),
)

CONSENTS = Table(
    name="consents",
    doc="What someone, or a group, agreed to. Missing consent is refusal.",
    own=(
        ref("people", null=True, cascade=True),
        ref("gatherings", null=True, cascade=True),
        ref("voices", null=True, cascade=True),
        integer(
            "level",
            "personal",
            "level",
            high=4,
            doc="0 counted only, 1 collecting partner, 2 all partners, "
            "3 published aggregates, 4 anonymous quote",
        ),
        term(
            "basis",
            "personal",
            "consent public_interest vital_interest legal_obligation",
            null=True,
        ),
        term("form", "personal", "oral written witnessed recorded", null=True),
        terms(
            "uses",
            "personal",
            "record film quote keep contact share",
            doc="what was agreed to beside taking part",
        ),
        text("lang", "personal", null=True),
        day("expires_on", "personal"),
    ),
)

WITHDRAWALS = Table(
    name="withdrawals",
    doc="What was taken back, when and by whom; never its content.",
    own=(
        text("table", "secret", doc="the table of the record that leaves"),
        text("record", "secret", doc="its id; every version of it leaves"),
        term("reason", "secret", "asked mistake danger duplicate", null=True),
    ),
)

REMOVALS = Table(
    name="removals",
    doc="The bare numbers of records that left, kept so that a removal wins every "
    "merge and is not mistaken for a loss. Written by the machine alone: `id`, "
    "`origin`, `seq` and `supersedes` are those of the record that left; `at` "
    "and `by` stay empty.",
    own=(text("table", "secret", doc="the table it left"),),
)

ALL = (PROFILES, PEOPLE, CONSENTS, WITHDRAWALS, REMOVALS)
