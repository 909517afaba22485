"""Who may do what? One table of roles and rights; what is not in it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Right(StrEnum):
    """What may be done in the workshop."""

    OWN_ACCOUNT = "own_account"
    SEE_COVERAGE = "see_coverage"
    PLAN = "plan"
    SEE_GATHERINGS = "see_gatherings"
    ENTER_GATHERINGS = "enter_gatherings"
    SEE_PEOPLE = "see_people"
    SEE_EXCERPTS = "see_excerpts"
    ENTER_EXCERPTS = "enter_excerpts"
    REVIEW = "review"
    WITHDRAW = "withdraw"
    SEE_STATEMENTS = "see_statements"
    EDIT_STATEMENTS = "edit_statements"
    SEE_ANSWERS = "see_answers"
    ENTER_ANSWERS = "enter_answers"
    IMPORT = "import"
    CODE = "code"
    SEE_ANALYSES = "see_analyses"
    ANALYSE = "analyse"
    SEE_FINDINGS = "see_findings"
    EDIT_FINDINGS = "edit_findings"
    SEE_VALIDATIONS = "see_validations"
    VALIDATE = "validate"
    PRIORITISE = "prioritise"
    SEE_ACTIONS = "see_actions"
    EDIT_ACTIONS = "edit_actions"
    SEE_FOLLOW_UP = "see_follow_up"
    EDIT_FOLLOW_UP = "edit_follow_up"
    VERIFY = "verify"
    TELL = "tell"
    SEE_EDITIONS = "see_editions"
    PREPARE_EDITIONS = "prepare_editions"
    SIGN_EDITIONS = "sign_editions"
    TAKE_DOWN = "take_down"
    ANSWER_HARM = "answer_harm"
    TRANSLATE = "translate"
    SEE_JOBS = "see_jobs"
    SEE_TEAM = "see_team"
    MANAGE_TEAM = "manage_team"
    READ_JOURNAL = "read_journal"
    USE_API = "use_api"


R = Right

_ANYONE = frozenset(
    {
        R.OWN_ACCOUNT,
        R.SEE_COVERAGE,
        R.SEE_ANALYSES,
        R.SEE_FINDINGS,
        R.SEE_FOLLOW_UP,
        R.SEE_EDITIONS,
    }
)
"""What every role may: nothing that was said by one person."""

_TEAM = _ANYONE | {
    R.PLAN,
    R.SEE_GATHERINGS,
    R.SEE_STATEMENTS,
    R.SEE_VALIDATIONS,
    R.SEE_ACTIONS,
    R.SEE_JOBS,
    R.SEE_TEAM,
}

RIGHTS: Mapping[str, frozenset[Right]] = {
    "facilitator": _TEAM
    | {
        R.ENTER_GATHERINGS,
        R.SEE_PEOPLE,
        R.SEE_EXCERPTS,
        R.ENTER_EXCERPTS,
        R.SEE_ANSWERS,
        R.ENTER_ANSWERS,
        R.VALIDATE,
        R.VERIFY,
        R.EDIT_ACTIONS,
        R.TELL,
    },
    "researcher": _TEAM
    | {
        R.SEE_EXCERPTS,
        R.SEE_ANSWERS,
        R.EDIT_STATEMENTS,
        R.IMPORT,
        R.CODE,
        R.ANALYSE,
        R.EDIT_FINDINGS,
        R.TRANSLATE,
        R.USE_API,
    },
    "protection_officer": _TEAM
    | {
        R.SEE_PEOPLE,
        R.SEE_EXCERPTS,
        R.SEE_ANSWERS,
        R.REVIEW,
        R.WITHDRAW,
        R.EDIT_STATEMENTS,
        R.TAKE_DOWN,
        R.ANSWER_HARM,
        R.MANAGE_TEAM,
        R.READ_JOURNAL,
    },
    "editor": _TEAM
    | {
        R.EDIT_STATEMENTS,
        R.EDIT_FINDINGS,
        R.VALIDATE,
        R.PRIORITISE,
        R.EDIT_ACTIONS,
        R.EDIT_FOLLOW_UP,
        R.VERIFY,
        R.PREPARE_EDITIONS,
        R.SIGN_EDITIONS,
        R.TRANSLATE,
        R.USE_API,
    },
    "reader": _ANYONE,
}
"""Role to its rights. Default deny: a role or a right that is not here opens nothing."""

OWN_PARTNER = frozenset({"facilitator"})
"""Roles that reach only what their own partner collected."""

OWN_ALONE = frozenset({R.WITHDRAW})
"""Rights that reach only what one's own partner collected: what leaves is gone for all."""


def is_own_only(role: str, right: Right) -> bool:
    """Return whether a role, by a right, reaches only what its own partner collected."""
    return role in OWN_PARTNER or right in OWN_ALONE


READS: Mapping[str, Right] = {
    **dict.fromkeys(
        ("places", "place_names", "frame", "targets", "profiles", "codes"),
        R.SEE_COVERAGE,
    ),
    **dict.fromkeys(("instruments", "questions"), R.SEE_COVERAGE),
    **dict.fromkeys(
        ("gatherings", "attendances", "obligations", "restitutions"), R.SEE_GATHERINGS
    ),
    **dict.fromkeys(("people", "consents"), R.SEE_PEOPLE),
    **dict.fromkeys(("voices", "excerpts", "codings", "claims"), R.SEE_EXCERPTS),
    "screenings": R.REVIEW,
    **dict.fromkeys(("statements", "texts"), R.SEE_STATEMENTS),
    **dict.fromkeys(
        ("showings", "votes", "tallies", "answers", "ballots"), R.SEE_ANSWERS
    ),
    **dict.fromkeys(("factors", "merges"), R.SEE_ANALYSES),
    **dict.fromkeys(("findings", "supports", "priorities"), R.SEE_FINDINGS),
    "validations": R.SEE_VALIDATIONS,
    **dict.fromkeys(
        ("groups", "hypotheses", "observations", "reflections", "actions"),
        R.SEE_ACTIONS,
    ),
    **dict.fromkeys(("cases", "resources", "uses", "projects"), R.SEE_ACTIONS),
    **dict.fromkeys(
        ("recommendations", "responses", "commitments", "verifications"),
        R.SEE_FOLLOW_UP,
    ),
    **dict.fromkeys(("releases", "published"), R.SEE_EDITIONS),
    **dict.fromkeys(("withdrawals", "removals"), R.WITHDRAW),
}
"""Table to the right without which none of its records is seen."""

WORDS = frozenset({"voices", "excerpts", "validations"})
"""Tables with what people said: what hangs on one is seen by who may see that one."""

SENSITIVE = frozenset({"voices", "excerpts"})
"""Tables of which consent says who may read."""

NOTED = SENSITIVE | {"validations"}
"""Tables of which every reading of words is written down: what people said."""
