"""What someone writes of follow-up: each asks `act.timely` whether its time has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from vestibule.act import follow_up, harm, recommended, timely
from vestibule.dossier import lineage
from vestibule.web.agree import reading
from vestibule.web.agree.actions import own_cells, refuse
from vestibule.web.records import access, entry, numbering
from vestibule.web.records.access import Person, Right
from vestibule.web.records.models import (
    Action,
    Claim,
    Commitment,
    Finding,
    Gathering,
    Place,
    Recommendation,
    Response,
)
from vestibule.web.records.tables import model_of


def _is_written(table: str, new: str) -> bool:
    return bool(model_of(table).objects.filter(pk=new).exists())


def _standing(model: Any, by: Person, record: str, right: Right | None = None) -> Any:
    return access.one(model, by, reading.standing_id(model, record), right=right)


def _optional(
    model: Any, by: Person, record: str | None, right: Right | None = None
) -> str | None:
    return _standing(model, by, record, right).pk if record else None


@transaction.atomic
def recommend(*, new: str, given: Mapping[str, Any], by: Person, at: datetime) -> str:
    """Write down what people ask of an addressee; raises NotYet."""
    with numbering.pen():
        made_on, answer_by = given["made_on"], given["answer_by"]
        if not _is_written("recommendations", new):
            refuse("in-future" if made_on > at.date() else None)
            refuse("answer-before-asked" if answer_by and answer_by < made_on else None)
        met = given.get("gathering")
        row = {
            "id": new,
            "key": given["key"] or None,
            "finding": _optional(Finding, by, given["finding"]),
            "gathering": _optional(Gathering, by, met, Right.EDIT_FOLLOW_UP),
            **{name: given[name] for name in ("words", "lang", "addressee")},
            "addressee_side": given["addressee_side"] or None,
            "made_on": made_on,
            "answer_by": answer_by,
        }
        return entry.write("recommendations", row, by=by, at=at)


@transaction.atomic
def respond(
    *,
    new: str,
    recommendation: str,
    answer: str,
    words: str | None,
    given_on: dt.date | None,
    by: Person,
    at: datetime,
) -> str:
    """Write down an answer; several may follow, the last counts; raises NotYet."""
    with numbering.pen():
        if _is_written("responses", new):
            return new
        asked = _standing(Recommendation, by, recommendation)
        refuse(why_not_respond(asked, answer, given_on, today=at.date()))
        row = {"id": new, "recommendation": asked.pk, "answer": answer}
        row |= {"words": words or None, "given_on": given_on}
        return entry.write("responses", row, by=by, at=at)


def why_not_respond(
    asked: Any, answer: str, given_on: dt.date | None, *, today: dt.date
) -> str | None:
    """Return why an answer may not be written, as `act.timely` says."""
    dossier = reading.dossier_with("recommendations", "responses")
    first = next(iter(reading.first_ids(dossier, "recommendations", [asked.pk])))
    rows = recommended.recommended(lineage.settled(dossier), today)
    mine = rows.filter(recommendation=first)
    if mine.is_empty():
        return "before-asked"
    state = str(mine["state"][0])
    return timely.why_not_answer(
        state, answer, given_on=given_on, made_on=asked.made_on, today=today
    )


@transaction.atomic
def promise(
    *,
    new: str,
    source: timely.Source,
    given: Mapping[str, Any],
    by: Person,
    at: datetime,
) -> str:
    """Write down what someone owes: only from what was accepted or agreed."""
    with numbering.pen():
        if _is_written("commitments", new):
            return new
        named = timely.Source(
            response=_optional(Response, by, source.response),
            action=_optional(Action, by, source.action, Right.EDIT_FOLLOW_UP),
            agreement=source.agreement,
        )
        refuse(why_not_promise(named, today=at.date()))
        made_on, due_on = given["made_on"], given["due_on"]
        refuse("in-future" if made_on > at.date() else None)
        refuse("due-before-made" if due_on and due_on < made_on else None)
        row = {
            "id": new,
            "key": given["key"] or None,
            "response": named.response,
            "action": named.action,
            "agreement": named.agreement,
            **{name: given[name] for name in ("words", "lang", "owner")},
            "owner_side": given["owner_side"] or None,
            "made_on": made_on,
            "due_on": due_on,
        }
        return entry.write("commitments", row, by=by, at=at)


def why_not_promise(source: timely.Source, *, today: dt.date) -> str | None:
    """Return why nothing can be promised from this, by any of its ids."""
    dossier = reading.dossier_with("responses", "recommendations", "actions")

    def first(table: str, record: str | None) -> str | None:
        return (
            next(iter(reading.first_ids(dossier, table, [record]))) if record else None
        )

    named = timely.Source(
        response=first("responses", source.response),
        action=first("actions", source.action),
        agreement=source.agreement,
    )
    return timely.why_not_promise(lineage.settled(dossier), named, today)


@transaction.atomic
def verify(
    *,
    new: str,
    commitment: str,
    side: str,
    state: str,
    evidence: str | None,
    seen_on: dt.date | None,
    gathering: str | None = None,
    by: Person,
    at: datetime,
) -> str:
    """Write down what a side saw; that sides differ is kept, never settled here."""
    with numbering.pen():
        if _is_written("verifications", new):
            return new
        owed = _standing(Commitment, by, commitment)
        refuse(why_not_verify(owed, seen_on, evidence, today=at.date()))
        met = (
            _standing(Gathering, by, gathering, Right.VERIFY).pk if gathering else None
        )
        row = {"id": new, "commitment": owed.pk, "side": side, "state": state}
        row |= {"gathering": met, "evidence": evidence, "seen_on": seen_on}
        return entry.write("verifications", row, by=by, at=at)


def why_not_verify(
    owed: Any, seen_on: dt.date | None, evidence: str | None, *, today: dt.date
) -> str | None:
    """Return why an observation may not be written, as `act.timely` says."""
    dossier = reading.dossier_with(*reading.FOLLOWED)
    first = next(iter(reading.first_ids(dossier, "commitments", [owed.pk])))
    rows = follow_up.follow_up(dossier, today).commitments
    counted = bool(rows.filter(commitment=first)["counted"].any())
    return timely.why_not_verify(
        counted=counted,
        made_on=owed.made_on,
        seen_on=seen_on,
        evidence=evidence,
        today=today,
    )


@transaction.atomic
def plan_action(*, new: str, given: Mapping[str, Any], by: Person, at: datetime) -> str:
    """Write down what people mean to do; it begins as a proposal."""
    with numbering.pen():
        row = {
            "id": new,
            "key": given["key"] or None,
            "finding": _optional(Finding, by, given["finding"]),
            "claim": _optional(Claim, by, given.get("claim")),
            "place": _optional(Place, by, given["place"]),
            "predicts": given["predicts"] or None,
            "sign": given["sign"] or None,
            "owner": given["owner"] or None,
            **{name: given[name] for name in ("words", "lang", "due_on", "cost")},
            "state": "proposed",
            "approved": False,
        }
        return entry.write("actions", row, by=by, at=at)


@transaction.atomic
def answer_harm(
    *,
    new: str,
    action: str,
    given: Mapping[str, tuple[str, str]],
    by: Person,
    at: datetime,
) -> str:
    """Answer do-no-harm questions: a new version of the action."""
    with numbering.pen():
        if _is_written("actions", new):
            return new
        old = _standing(Action, by, action, Right.EDIT_ACTIONS)
        row = own_cells(old) | {
            "harm": harm_text(given),
            "id": new,
            "supersedes": old.pk,
        }
        return entry.write("actions", row, by=by, at=at)


def harm_text(given: Mapping[str, tuple[str, str]]) -> str | None:
    """Return answers as `act.harm` reads them: one to a line."""
    lines = [
        f"{key}: {_flat(what)} {harm.KNOWN_BY} {_flat(how)}"
        for key, (what, how) in given.items()
        if what.strip() or how.strip()
    ]
    return "\n".join(lines) or None


def _flat(text: str) -> str:
    return " ".join(text.replace(harm.KNOWN_BY, "/").split())


@transaction.atomic
def move_action(*, new: str, action: str, to: str, by: Person, at: datetime) -> str:
    """Take an action to another state; raises NotYet with the questions that block it."""
    with numbering.pen():
        if _is_written("actions", new):
            return new
        old = _standing(Action, by, action, Right.EDIT_ACTIONS)
        process = reading.process_here()
        why = timely.why_not_move(
            process, old.state, to, owner=old.owner, text=old.harm
        )
        open_ = [one.key for one in harm.unanswered(process, old.harm)]
        refuse(why, questions=open_)
        row = own_cells(old) | {"state": to, "id": new, "supersedes": old.pk}
        row |= {"approved": to != "dropped"}
        return entry.write("actions", row, by=by, at=at)
