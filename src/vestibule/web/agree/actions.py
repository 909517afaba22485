"""What someone writes of findings: new ones, new words, what is cited, what was said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from vestibule.agree.validation import noted, wording
from vestibule.dossier import lineage
from vestibule.errors import Refused
from vestibule.web.agree import reading
from vestibule.web.records import access, entry, numbering, versions
from vestibule.web.records.access import Person, Right
from vestibule.web.records.models import Finding, Gathering, Support, Validation
from vestibule.web.records.tables import model_of

CITES = ("excerpt", "code", "claim", "statement")
"""What a support may cite, exactly one of them."""


class NotYet(Refused):
    """A rule of a room says that this may not be written down, or not yet."""

    code = "not-yet"


def refuse(why: str | None, **params: object) -> None:
    """Raise NotYet where a rule gave a reason."""
    if why is not None:
        raise NotYet(f"This may not be written down: {why}.", reason=why, **params)


@transaction.atomic
def found(
    *,
    new: str,
    key: str,
    kind: str,
    words: str,
    meaning: str | None,
    lang: str,
    parent: str | None,
    by: Person,
    at: datetime,
) -> str:
    """Write a finding; raises NotYet where another has its key."""
    with numbering.pen():
        is_there = Finding.objects.filter(pk=new).exists()
        taken = Finding.objects.filter(key=key).exists()
        refuse("key-taken" if taken and not is_there else None)
        row: dict[str, Any] = {"id": new, "key": key, "kind": kind}
        row |= {"words": words, "meaning": meaning or None, "lang": lang}
        row |= {"parent": _finding(parent, by)}
        return entry.write("findings", row, by=by, at=at)


@transaction.atomic
def reword(
    *,
    new: str,
    finding: str,
    words: str,
    meaning: str | None,
    lang: str,
    by: Person,
    at: datetime,
) -> str:
    """Give a finding new words: a version that supersedes the one that was open.

    Raises Http404 where it is not there, DataError where someone else gave it new words
    meanwhile, NotYet where the words are the same.
    """
    with numbering.pen():
        if Finding.objects.filter(pk=new).exists():
            return new
        old = Finding.objects.filter(pk=finding).first()
        if old is None:
            raise Http404
        same = (old.words, old.meaning or "") == (words, meaning or "")
        refuse("same-words" if same else None)
        row = own_cells(old) | {
            "words": words,
            "meaning": meaning or None,
            "lang": lang,
        }
        row |= {"id": new, "supersedes": old.pk}
        return entry.write("findings", row, by=by, at=at)


@transaction.atomic
def cite(
    *,
    new: str,
    finding: str,
    stance: str,
    kind: str,
    record: str,
    by: Person,
    at: datetime,
) -> str:
    """Cite something for a finding or against it; raises NotYet where it is cited so."""
    with numbering.pen():
        access.one(Finding, by, finding)
        if kind not in CITES:
            raise Http404
        model = model_of(f"{kind}s")
        if not access.visible(model, by).filter(pk=record).exists():
            raise Http404
        ids = _versions(Finding, finding)
        cited = {
            "finding__in": ids,
            "stance": stance,
            f"{kind}__in": _versions(model, record),
        }
        others = versions.standing(Support).filter(**cited).exclude(pk=new)
        refuse("cited-already" if others.exists() else None)
        row = {"id": new, "finding": finding, "stance": stance, kind: record}
        return entry.write("supports", row, by=by, at=at)


@transaction.atomic
def note_validation(
    *,
    new: str,
    shown: str,
    gathering: str,
    said: noted.Said,
    present: int | None,
    lang: str | None,
    consent: int | None,
    corrects: str | None = None,
    by: Person,
    at: datetime,
) -> str:
    """Write down what a gathering said of the words that were shown to it.

    Raises Http404 where finding, gathering or what is corrected is not there for this
    person, NotYet where `agree.validation.noted` refuses.
    """
    with numbering.pen():
        if Validation.objects.filter(pk=new).exists():
            return new
        finding = Finding.objects.filter(pk=shown).first()
        if finding is None:
            raise Http404
        met = access.one(Gathering, by, gathering, right=Right.VALIDATE)
        old = (
            access.one(Validation, by, corrects, right=Right.VALIDATE)
            if corrects
            else None
        )
        present_words = reading.standing_id(Finding, shown) == shown
        where = where_of(met, shown, leave=old.pk if old else None)
        refuse(
            noted.why_not_note(said, where, is_present=present_words, today=at.date())
        )
        row = _validation(said, present, lang, consent)
        row |= {"id": new, "finding": shown, "gathering": met.pk}
        row |= {"supersedes": old.pk if old else None}
        return entry.write("validations", row, by=by, at=at)


def where_of(met: Any, shown: str, *, leave: str | None = None) -> noted.Where:
    """Return a gathering as the rule asks for it; `leave`: what is being corrected."""
    dossier = reading.dossier_with("findings", "validations", "gatherings")
    settled = lineage.settled(dossier)
    first = next(iter(reading.first_ids(dossier, "gatherings", [met.pk])))
    finding = next(iter(reading.first_ids(dossier, "findings", [shown])))
    left = reading.first_ids(dossier, "validations", [leave] if leave else [])
    seen = wording.wordings(dossier).seen.filter(finding=finding).filter("on_current")
    there = settled.table("validations").filter(gathering=first)
    spoke = there.join(seen, left_on="id", right_on="validation", how="semi")
    rows = spoke.select("id", "profile").iter_rows()
    return noted.Where(
        held_on=met.held_on,
        profile=None if met.composition == "mixed" else met.profile_id,
        spoken=frozenset(profile for id_, profile in rows if id_ not in left),
    )


def _validation(
    said: noted.Said, present: int | None, lang: str | None, consent: int | None
) -> dict[str, Any]:
    has_words = bool(said.objection or said.amendment)
    return {
        "outcome": said.outcome,
        "profile": said.profile,
        "present": present,
        "objection": said.objection or None,
        "amendment": said.amendment or None,
        "lang": (lang or None) if has_words else None,
        "consent": consent if has_words else None,
        "review": "unreviewed" if has_words else None,
    }


def _finding(finding: str | None, by: Person) -> str | None:
    return access.one(Finding, by, finding).pk if finding else None


def own_cells(row: Any) -> dict[str, Any]:
    """Return the own columns of a record, as a new version of it begins."""
    return {
        column.name: getattr(row, f"{column.name}_id" if column.ref else column.name)
        for column in row.TABLE.own
    }


def _versions(model: Any, record: str) -> list[str]:
    """Return the ids of all versions of a record."""
    found, ahead = {record}, [record]
    while ahead:
        rows = model.objects.filter(pk__in=ahead, supersedes__isnull=False)
        older = {
            one
            for olds in rows.values_list("supersedes", flat=True)
            for one in olds.split()
        }
        ahead = sorted(older - found)
        found |= older
    return sorted(found)
