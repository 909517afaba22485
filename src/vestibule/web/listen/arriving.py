"""What is brought, as a form, and what became of it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from vestibule.listen import headers
from vestibule.web.records.access import Person
from vestibule.web.records.models import Account, Job
from vestibule.web.work import imports, queries, uploads
from vestibule.words import Catalogue

SHOWN = 20
"""Imports on the page, latest first."""


class Chosen(forms.ClearableFileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Files, as many as were chosen."""

    widget = Chosen

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files; an empty one is for its reader to name."""
        if not data:
            raise ValidationError(self.error_messages["required"], code="required")
        return data


class Arriving(forms.Form):
    """Where files come from, and which they are."""

    source = forms.ChoiceField(widget=forms.RadioSelect)
    brought = Files(allow_empty_file=True)

    def __init__(
        self, *args: Any, words: Catalogue, empty: bool, **kwargs: Any
    ) -> None:
        kwargs |= {"label_suffix": "", "use_required_attribute": False}
        super().__init__(*args, **kwargs)
        self.words, self.empty = words, empty
        offered = [
            (name, self._said(name, source.endings))
            for name, source in imports.SOURCES.items()
            if source.begins or not empty
        ]
        source, files = self.fields["source"], self.fields["brought"]
        source.choices = offered  # type: ignore[attr-defined]
        source.label, files.label = (
            words("web_imports.source"),
            words("web_imports.files"),
        )
        files.help_text = words(
            "web_imports.files_hint",
            n=uploads.MOST_FILES,
            mega=uploads.MOST_BYTES // 10**6,
        )
        chosen = words("web_imports.choose_source")
        source.error_messages |= {"required": chosen, "invalid_choice": chosen}
        files.error_messages |= {"required": words("web_imports.choose_files")}
        if len(offered) == 1:
            source.initial = offered[0][0]

    @property
    def pieces(self) -> uploads.Files:
        """Name and pieces of each file that was handed over."""
        return [(str(one.name), one.chunks()) for one in self.files.getlist("brought")]

    def _said(self, name: str, endings: tuple[str, ...]) -> str:
        return self.words(f"web_imports.sources.{name}", endings=endings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One import: how far it is, what came in, what did not, what is next."""

    row: queries.Row
    came: list[tuple[str, int]]
    total: int
    aside: list[str]
    undecided: int

    @property
    def open(self) -> bool:
        """Whether it still waits or runs."""
        return self.row.stops


def ours(person: Person) -> QuerySet[Job]:
    """Return the imports that someone's own partner asked for, the latest first.

    What a file holds is told where it is wrong: that is for who collected it.
    """
    people = Account._default_manager.filter(partner__key=person.partner)
    asked = Job.objects.filter(
        kind=imports.KIND, asked_by__in=people.values("pseudonym")
    )
    return asked.order_by("-asked_at", "-pk")


def rows(person: Person, words: Catalogue) -> list[Outcome]:
    """Return the latest imports of someone's partner."""
    return [outcome(job, words) for job in ours(person)[:SHOWN]]


def outcome(job: Job, words: Catalogue) -> Outcome:
    """Return what became of one import, in words."""
    told: Mapping[str, Any] = job.result or {}
    added: Mapping[str, int] = told.get("added") or {}
    came = sorted((called(name, words.lang), n) for name, n in added.items())
    return Outcome(
        row=queries.row(job, words),
        came=came,
        total=sum(n for _, n in came),
        aside=[*_aside(told, words)],
        undecided=int(told.get("undecided") or 0),
    )


def called(table: str, lang: str) -> str:
    """Return what a workbook calls a table, in small letters; else its own name."""
    if table not in headers.OFFERED:
        return table
    return headers.sheet_name(table, lang).lower()


def _aside(told: Mapping[str, Any], words: Catalogue) -> Iterator[str]:
    """Yield what did not come in and why: known, taken back, left out by its reader."""
    if told.get("known"):
        yield words("web_imports.known", n=told["known"])
    for table, n in sorted((told.get("left") or {}).items()):
        yield words("web_imports.left", n=n, table=called(table, words.lang))
    for why, n in (told.get("aside") or {}).items():
        yield words(f"refi.left.{why}", n=n)
