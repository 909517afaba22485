"""What someone says of a token that they make."""

from __future__ import annotations

from typing import Any

from django import forms

from vestibule.web.api.tokens import SCOPES
from vestibule.web.protect.forms import Said

NAME_LETTERS = 80
"""What a token is called by."""


class NewToken(Said):
    """What a token is for, and what it may do."""

    file = "web_api"
    name = forms.CharField(max_length=NAME_LETTERS)
    scope = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [(scope, self.words(f"web_api.scope.{scope}")) for scope in SCOPES]
        self.fields["scope"].choices = said  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autocomplete"] = "off"
