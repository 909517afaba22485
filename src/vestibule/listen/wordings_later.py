"""How is each thing that can be wrong with what followed said in English?"""

from __future__ import annotations

from collections.abc import Mapping

_ADD = "Use a {what}, or add it there."


def _add(what: str) -> str:
    return _ADD.format(what=what)


SAID: Mapping[str, tuple[str, str]] = {
    "unknown-factor": (
        "The factor “{value}” is not known.",
        _add("name of the factors sheet"),
    ),
    "unknown-instrument": (
        "The questionnaire “{value}” is not known.",
        _add("key of the instruments sheet"),
    ),
    "unknown-group": (
        "The group “{value}” is not known.",
        _add("key of the groups sheet"),
    ),
    "unknown-hypothesis": (
        "The hypothesis “{value}” is not known.",
        _add("key of the hypotheses sheet"),
    ),
    "unknown-action": (
        "The action “{value}” is not known.",
        _add("key of the actions sheet"),
    ),
    "unknown-recommendation": (
        "The recommendation “{value}” is not known.",
        _add("key of the recommendations sheet"),
    ),
    "unknown-commitment": (
        "The commitment “{value}” is not known.",
        _add("key of the commitments sheet"),
    ),
    "unknown-response": (
        "No response to “{value}” is noted.",
        "Add it to the responses sheet: a commitment follows from an answer, not from "
        "what was asked.",
    ),
    "several-responses": (
        "“{value}” was answered more than once.",
        "Say which answer by its day: {value} 2024-03-31.",
    ),
    "unknown-obligation": (
        "Nothing is noted as owed to “{value}”.",
        "Add it to the sheet of what is owed, or write the gathering's code alone if "
        "the whole group was told.",
    ),
    "several-obligations": (
        "Several answers are owed to “{value}”.",
        "Say which by the profile: CODE/profile.",
    ),
    "unknown-claim": (
        "The link “{value}” is not known.",
        "Use a number of the claims sheet, or GATHERING/3 of its excerpt.",
    ),
    "several-claims": (
        "Several links were told in “{value}”.",
        "Use the number of the claims sheet, or the id that `vestibule trace` prints.",
    ),
    "unknown-agreement": (
        "The agreement “{value}” is not known.",
        "Use a key of process.toml, or declare it there under [[agreements]].",
    ),
    "shared-name": (
        "Several records are called “{value}”.",
        "Use the id of the one that is meant, or KEY/VERSION.",
    ),
    "some-reference": (
        "none of these is filled: {columns}.",
        "Fill at least one: it must be known where this comes from.",
    ),
    "to-itself": (
        "both name the same: {columns}.",
        "Correct one of the two.",
    ),
    "days-reversed": (
        "the day {value} lies before that of “{name}” ({first}).",
        "Correct one of the two days.",
    ),
}
"""Every code of the sheets of what followed: what is wrong, and what to do."""
