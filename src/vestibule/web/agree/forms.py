"""What is typed of findings, of what is cited, of what gatherings said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from vestibule.web.protect.forms import Said
from vestibule.web.records import numbering

WORDS_LETTERS = 600
"""Of a finding: a sentence, not a page."""

TEXT_LETTERS = 4_000

Choices = Iterable[tuple[str, str]]


class Written(Said):
    """A form that makes one record: it carries the id that the record will have."""

    file = "web_agree"
    new = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].initial = numbering.new_id

    def refuse(self, why: str, field: str | None = None) -> None:
        """Say why it may not be written down, beside its field."""
        self.add_error(
            field if field in self.fields else None, self.wrong(f"why_not.{why}")
        )

    def offer(self, field: str, choices: Choices, *, empty: str | None = None) -> None:
        """Give a field its choices, and what none of them is called."""
        first = [] if empty is None else [("", self.words(f"{self.file}.{empty}"))]
        self.fields[field].choices = [*first, *choices]  # type: ignore[attr-defined]

    def told(self, field: str, keys: Iterable[str], group: str) -> None:
        """Give a field choices whose words stand in the catalogue."""
        said = ((key, self.words(f"{self.file}.{group}.{key}")) for key in keys)
        self.offer(field, said)


def text(most: int, rows: int = 3, *, needed: bool = True) -> forms.CharField:
    """Return a field for a few sentences."""
    area = forms.Textarea({"rows": rows})
    return forms.CharField(max_length=most, widget=area, required=needed)


def day(*, needed: bool = True) -> forms.DateField:
    """Return a field for a day."""
    shown = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=shown, required=needed)


def one_of(*, needed: bool = True, open_: bool = False) -> forms.ChoiceField:
    """Return a field to choose one; `open_`: all choices in sight."""
    widget = forms.RadioSelect() if open_ else forms.Select()
    return forms.ChoiceField(widget=widget, required=needed)


class Words(Written):
    """The words of a finding."""

    words_of = text(WORDS_LETTERS, 2)
    meaning = text(TEXT_LETTERS, 3, needed=False)
    lang = one_of()


class NewFinding(Words):
    """A new finding."""

    kind = one_of(open_=True)
    key = forms.RegexField(r"^[a-z0-9][a-z0-9._-]{0,59}$")
    parent = one_of(needed=False)
    field_order = ("kind", "words_of", "meaning", "lang", "key", "parent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].error_messages["invalid"] = self.words(
            "web_agree.key_letters"
        )
        self.told("kind", ("obstacle", "resource", "need", "proposal"), "kind_of")


class Reworded(Words):
    """New words, and the version they take the place of."""

    finding = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)


class Cited(Written):
    """Something to cite: what kind it is, and which."""

    stance = one_of(open_=True)
    what = one_of(open_=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told("stance", ("for", "against"), "stances")


class Validated(Written):
    """What a gathering said of a finding."""

    shown = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    gathering = one_of()
    profile = one_of(needed=False)
    outcome = one_of(open_=True)
    amendment = text(TEXT_LETTERS, 2, needed=False)
    objection = text(TEXT_LETTERS, 3, needed=False)
    unexplained = forms.BooleanField(required=False)
    present = forms.IntegerField(min_value=1, max_value=100_000, required=False)
    lang = one_of(needed=False)
    consent = one_of(needed=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told("outcome", ("confirmed", "amended", "rejected"), "outcomes")
        levels = ((str(n), self.words(f"web_agree.consent.level{n}")) for n in range(5))
        self.offer("consent", levels, empty="consent.none")
