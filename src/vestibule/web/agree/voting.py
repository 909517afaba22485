"""Pages of priorities: questions, ballots of a gathering, the order they give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms as fields
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vestibule.agree import casting, rules
from vestibule.web.agree import choosing, forms, questions, reading
from vestibule.web.agree.actions import refuse
from vestibule.web.agree.pages import person_of, write
from vestibule.web.protect.views import words_of
from vestibule.web.records import access, entry, numbering, versions
from vestibule.web.records.access import Person, Right, door
from vestibule.web.records.models import Ballot, Finding, Gathering, Profile, Question

KINDS = ("ranking", "approval", "points", "pairwise", "consensus")


class Asked(forms.Written):
    """A question to put to a ballot."""

    words_of = forms.text(forms.WORDS_LETTERS, 2)
    lang = forms.one_of()
    kind = forms.one_of(open_=True)
    rule = forms.one_of(needed=False)
    key = fields.RegexField(r"^[a-z0-9][a-z0-9._-]{0,59}$")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].error_messages["invalid"] = self.words(
            "web_agree.key_letters"
        )
        self.told("kind", KINDS, "ballot_kinds")
        named = [
            (one, self.words(f"agreed.priorities.rule.{one}")) for one in rules.DECIDING
        ]
        self.offer("rule", named, empty="rule_of_kind")


class Marked(forms.Written):
    """One ballot, or several alike: a mark beside each finding."""

    gathering = forms.one_of()
    profile = forms.one_of(needed=False)
    n = fields.IntegerField(min_value=1, max_value=100_000, initial=1)

    def __init__(self, *args: Any, question: Any, findings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = question.kind
        for pk, said in findings:
            field = self._mark()
            field.label = said
            self.fields[f"mark_{pk}"] = field

    def _mark(self) -> fields.Field:
        if self.kind in ("approval", "consensus"):
            keys = ("", "yes", "no") if self.kind == "consensus" else ("", "yes")
            said = [(k, self.words(f"web_agree.marks.{k or 'none'}")) for k in keys]
            return fields.ChoiceField(choices=said, required=False)
        least = 0 if self.kind == "points" else 1
        return fields.IntegerField(min_value=least, max_value=10_000, required=False)

    @property
    def marks(self) -> dict[str, float]:
        """Finding to its mark, of those that were marked."""
        told = {"yes": 1, "no": 0}
        cells = {
            name.removeprefix("mark_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("mark_") and value not in (None, "")
        }
        return {one: told.get(value, value) for one, value in cells.items()}


@transaction.atomic
def ask(*, new: str, given: Mapping[str, Any], by: Person, at: datetime) -> str:
    """Write a question; raises NotYet where another has its key."""
    with numbering.pen():
        others = Question.objects.filter(key=given["key"]).exclude(pk=new)
        refuse("question-taken" if others.exists() else None)
        row = {"id": new, "words": given["words_of"], "rule": given["rule"] or None}
        row |= {name: given[name] for name in ("key", "lang", "kind")}
        return entry.write("questions", row, by=by, at=at)


@transaction.atomic
def cast(
    *,
    new: str,
    question: str,
    gathering: str,
    profile: str | None,
    n: int,
    marks: Mapping[str, float],
    by: Person,
    at: datetime,
) -> str:
    """Write a ballot, a row for each finding that was marked; raises NotYet."""
    with numbering.pen():
        if Ballot.objects.filter(pk=new).exists():
            return new
        asked = access.one(Question, by, question)
        met = access.one(Gathering, by, gathering, right=Right.ENTER_ANSWERS)
        if profile is not None:
            access.one(Profile, by, profile)
        kind, today = str(asked.kind), at.date()
        refuse(casting.why_not_cast(kind, marks, held_on=met.held_on, today=today))
        base = {
            "question": asked.pk,
            "gathering": met.pk,
            "ballot": f"paper-{new[:12]}",
        }
        base |= {"n": n, "profile": profile}
        rows = [
            {**base, "finding": access.one(Finding, by, one).pk, **_cell(kind, value)}
            for one, value in sorted(marks.items())
        ]
        rows[0]["id"] = new
        return entry.write_all([("ballots", row) for row in rows], by=by, at=at)[0]


def _cell(kind: str, value: float) -> dict[str, Any]:
    if kind in ("approval", "consensus"):
        return {"approved": value == 1}
    if kind == "points":
        return {"points": float(value)}
    return {"rank": int(value)}


@door(Right.SEE_FINDINGS)
@require_safe
def priorities(request: HttpRequest) -> HttpResponseBase:
    """Show what was put to a ballot."""
    shown = questions.listed(words_of(request))
    context = {"questions": shown, "may_ask": person_of(request).may(Right.PRIORITISE)}
    return render(request, "agree/priorities.html", context)


@door(Right.SEE_FINDINGS)
@require_safe
def question(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show the order that ballots give, under every rule, and what would change it."""
    found = questions.outcome(record_id, words_of(request))
    if found is None:
        raise Http404
    context = {"one": found, "may_cast": person_of(request).may(Right.ENTER_ANSWERS)}
    return render(request, "agree/question.html", context)


@door(Right.PRIORITISE)
@require_http_methods(["GET", "POST"])
def new_question(request: HttpRequest) -> HttpResponseBase:
    """Write a question, with the rule agreed on before anyone votes."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    form = Asked(request.POST or None, words=words)
    form.offer("lang", choosing.languages(words))

    def act(given: Mapping[str, Any]) -> str:
        return ask(new=given["new"], given=given, by=person, at=at)

    return write(
        request, form, act, to=_page, template="agree/form.html", page="new_question",
        beside={"question-taken": "key"}, under="agree:priorities",
    )  # fmt: skip


@door(Right.ENTER_ANSWERS)
@require_http_methods(["GET", "POST"])
def ballot(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Write down a ballot of a gathering, or several that are alike."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    asked = access.one(Question, person, reading.standing_id(Question, record_id))
    rows = versions.standing(Finding).order_by("kind", "key").values_list("pk", "words")
    form = Marked(request.POST or None, words=words, question=asked, findings=rows)
    met = choosing.gatherings(person, Right.ENTER_ANSWERS, words)
    form.offer("gathering", met, empty="choose")
    form.offer("profile", choosing.profiles(words), empty="everyone")

    def act(given: Mapping[str, Any]) -> str:
        cast(
            new=given["new"],
            question=asked.pk,
            gathering=given["gathering"],
            profile=given["profile"] or None,
            n=given["n"],
            marks=form.marks,
            by=person,
            at=at,
        )
        return str(asked.pk)

    return write(
        request, form, act, to=_page, template="agree/form.html", page="ballot",
        beside={"in-future": "gathering"}, nobody=not met,
        under="agree:priorities", called=asked.key or "…", back=_page(asked.pk),
        about=reading.said(reading.process_here(), asked.words, asked.lang),
    )  # fmt: skip


def _page(record_id: str) -> str:
    return reverse("agree:question", args=[record_id])
