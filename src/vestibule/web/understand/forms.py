"""What is typed while reading: which words, which theme, a memo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from vestibule.dossier.tables import TABLES
from vestibule.web.protect.forms import Said
from vestibule.web.understand.passage import Span
from vestibule.words import Catalogue

NAME_LETTERS = 120
MEMO_LETTERS = 2_000

KINDS = TABLES["codes"]["kind"].terms


def kinds(words: Catalogue) -> list[tuple[str, str]]:
    """Return the kinds of themes with their names."""
    return [(one, words(f"web_understand.kinds.{one}")) for one in KINDS]


class Put(Said):
    """A theme on an excerpt: on all of it, on sentences, or on words a script marked."""

    file = "web_understand"
    first = forms.IntegerField(required=False, min_value=1)
    last = forms.IntegerField(required=False, min_value=1)
    starts = forms.IntegerField(required=False, min_value=0)
    ends = forms.IntegerField(required=False, min_value=1)
    code = forms.CharField(max_length=32)
    denied = forms.BooleanField(required=False)
    memo = forms.CharField(required=False, max_length=MEMO_LETTERS)

    def span(self, sentences: Sequence[Span]) -> Span | None:
        """Return the words it is put on; None: the whole excerpt."""
        given = self.cleaned_data
        if given.get("starts") is not None and given.get("ends") is not None:
            return Span(given["starts"], given["ends"])
        first, last = given.get("first"), given.get("last") or given.get("first")
        if first is None:
            return None
        low, high = sorted((first, last))
        if high > len(sentences):
            return Span(len(sentences), len(sentences))
        return Span(sentences[low - 1].start, sentences[high - 1].end)


class Memo(Said):
    """What someone notes beside a code of theirs; nothing takes it away."""

    file = "web_understand"
    memo = forms.CharField(required=False, max_length=MEMO_LETTERS)


class NewTheme(Said):
    """A theme that the codebook does not have yet."""

    file = "web_understand"
    name = forms.CharField(max_length=NAME_LETTERS)
    kind = forms.ChoiceField()
    definition = forms.CharField(
        required=False, max_length=MEMO_LETTERS, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds(self.words)  # type: ignore[attr-defined]


class MergeReason(Said):
    """Why two factors are one, or are not."""

    file = "web_understand"
    reason = forms.CharField(
        max_length=MEMO_LETTERS, widget=forms.Textarea({"rows": 3})
    )


class NewMerge(MergeReason):
    """Two factors that someone holds to be one."""

    factor = forms.ChoiceField()
    into = forms.ChoiceField()
    field_order = ("factor", "into", "reason")

    def __init__(
        self, *args: Any, factors: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        listed = [*factors]
        for name in ("factor", "into"):
            self.fields[name].choices = listed  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Check that they are two."""
        given = super().clean() or {}
        if given.get("factor") and given.get("factor") == given.get("into"):
            self.add_error("into", self.wrong("same_factor"))
        return given
