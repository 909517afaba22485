"""Where people were heard, and how many were there."""

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

GATHERING_KINDS = (
    "focus_group interview story_session regional_meeting national_conference "
    "action_group validation_meeting restitution_meeting online"
)

GATHERINGS = Table(
    name="gatherings",
    doc="Any meeting where people are heard.",
    own=(
        text("code", "secret", doc="what the team calls it"),
        ref(
            "places",
            name="place",
            null=True,
            mark="personal",
            doc="where it was held; missing for an online conversation",
        ),
        day("held_on", "secret"),
        term("kind", "public", GATHERING_KINDS),
        term("composition", "public", "homogeneous mixed", null=True),
        ref(
            "profiles",
            name="profile",
            null=True,
            mark="personal",
            doc="the profile of a homogeneous gathering",
        ),
        text("lang", "public", null=True),
        term(
            "interpreter",
            "personal",
            "none community outsider authority",
            null=True,
            doc="who interpreted",
        ),
        terms(
            "listeners",
            "personal",
            "nobody chief authority armed_actor spouse donor press",
            doc="who listened without being asked to speak; missing: it was not noted",
        ),
        integer(
            "present",
            "personal",
            "people",
            null=True,
            doc="people present, as the facilitator counted them",
        ),
        integer("minutes", "personal", "minutes", null=True),
        text("facilitator", "secret", null=True, doc="a pseudonym"),
        integer(
            "consent",
            "personal",
            "level",
            null=True,
            high=4,
            doc="the level the gathering agreed to as a group",
        ),
    ),
)

ATTENDANCES = Table(
    name="attendances",
    doc="A counted or pseudonymous presence: attendances are not people.",
    own=(
        ref("gatherings", cascade=True),
        ref(
            "people",
            null=True,
            cascade=True,
            doc="missing: counted only, and `n` may be above one",
        ),
        integer("n", "personal", "attendances", low=1),
        term("sex", "personal", SEXES, null=True),
        text("age_band", "personal", null=True),
        ref("profiles", name="profile", null=True, mark="personal"),
        ref(
            "places",
            name="place",
            null=True,
            mark="personal",
            doc="where they come from; missing: the gathering's place",
        ),
        flag("displaced", "personal"),
        term(
            "capacity",
            "personal",
            "consulted represented official observer",
            doc="consulted where they live, or speaking for a place elsewhere",
        ),
    ),
)

ALL = (GATHERINGS, ATTENDANCES)
