"""How many attended, by sex and age band? Totals are said before they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from vestibule.dossier.tables import TABLES
from vestibule.listen import headers
from vestibule.web.listen.columns import named_terms
from vestibule.web.plan.known import Ground
from vestibule.words import Catalogue

SEXES = ("female", "male", "")
"""As they are counted; the last: not noted."""


class Counting(forms.Form):
    """How many attended, by sex and age band: one number a cell, one hand on a phone."""

    def __init__(
        self,
        *args: Any,
        words: Catalogue,
        ground: Ground,
        mixed: bool,
        present: int | None,
        counted: int,
        **kwargs: Any,
    ) -> None:
        kwargs |= {"label_suffix": "", "use_required_attribute": False}
        super().__init__(*args, **kwargs)
        self.words, self.ground = words, ground
        self.present, self.counted = present, counted
        self.bands = (*ground.dossier.process.age_bands, "")
        if mixed:
            self.fields["profile"] = self._profiles()
        self.fields["capacity"] = self._capacity()
        for name, band, sex in self.cells():
            number = forms.IntegerField(required=False, min_value=0, max_value=9999)
            number.label = self._said(band, sex)
            number.widget = forms.TextInput(
                {"inputmode": "numeric", "aria-label": number.label}
            )
            said = words("web_listen.count_said")
            number.error_messages |= dict.fromkeys(
                ("invalid", "min_value", "max_value"), said
            )
            self.fields[name] = number
        self.fields["sure"] = forms.BooleanField(
            required=False, label=words("web_listen.sure")
        )

    def cells(self) -> Iterator[tuple[str, str, str]]:
        """Yield each cell's field, age band and sex."""
        for at, band in enumerate(self.bands):
            for sex in SEXES:
                yield f"n{at}{sex}", band, sex

    @property
    def lines(self) -> Iterator[tuple[str, list[Any]]]:
        """The table that is filled: an age band a line."""
        for at, band in enumerate(self.bands):
            yield (
                band or self.words("web_listen.not_noted"),
                [self[f"n{at}{sex}"] for sex in SEXES],
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """An attendance for each cell in which somebody was counted."""
        given = self.cleaned_data
        return [
            {
                "n": given[name],
                "sex": sex or None,
                "age_band": band or None,
                "profile": given.get("profile") or None,
                "capacity": given["capacity"],
            }
            for name, band, sex in self.cells()
            if given.get(name)
        ]

    def clean(self) -> dict[str, Any]:
        """Check that somebody was counted, and say where totals do not add up."""
        given = super().clean() or {}
        if self.errors:
            return given
        total = sum(given.get(name) or 0 for name, _, _ in self.cells())
        if not total:
            raise ValidationError(self.words("web_listen.nobody_counted"))
        whole = total + self.counted
        if self.present is not None and whole != self.present and not given["sure"]:
            self.add_error("sure", self._not_adding_up(whole))
        return given

    def _not_adding_up(self, whole: int) -> str:
        return self.words("web_listen.adds_up", n=whole, present=self.present)

    def _profiles(self) -> forms.Field:
        field = forms.ChoiceField(required=False)
        named = sorted(self.ground.profiles.items(), key=lambda pair: pair[1])
        field.choices = [("", self.words("web_listen.not_noted")), *named]
        field.label = headers.column_name("attendances", "profile", self.words.lang)
        return field

    def _capacity(self) -> forms.Field:
        column, lang = TABLES["attendances"]["capacity"], self.words.lang
        field = forms.ChoiceField(choices=[*named_terms("attendances", column, lang)])
        field.label = headers.column_name("attendances", "capacity", lang)
        field.help_text = headers.column_help("attendances", "capacity", lang)
        return field

    def _said(self, band: str, sex: str) -> str:
        nothing = self.words("web_listen.not_noted")
        who = self.words(f"web_listen.sexes.{sex}") if sex else nothing
        return f"{who}, {band or nothing}"
