"""What is typed of a gathering: columns of its table, in the words of the workbooks.

A cell is read as the readers of files read it, so that a page and a workbook say the
same of the same mistake, with the likely word.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from vestibule.dossier.schema import Column
from vestibule.dossier.tables import TABLES
from vestibule.listen import cells, headers
from vestibule.listen.linking import Names
from vestibule.web.plan.known import Ground
from vestibule.words import Catalogue

Choices = list[tuple[str, str]]


class Columns(forms.Form):
    """A form whose fields are columns of one table.

    ``given`` are the columns that are asked for; ``needed`` those of them that a person
    must fill although the table would do without.
    """

    table: ClassVar[str]
    given: ClassVar[tuple[str, ...]]
    needed: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        *args: Any,
        words: Catalogue,
        ground: Ground,
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        kwargs |= {"label_suffix": "", "use_required_attribute": False}
        super().__init__(*args, **kwargs)
        self.words, self.ground, self.today = words, ground, today
        for name in self.given:
            self.fields[name] = self._field(TABLES[self.table][name])

    @property
    def names(self) -> Names:
        """What may be called by a name here: places, languages, age bands."""
        return Names(self.ground.dossier.process, self.ground.gazetteer)

    @property
    def row(self) -> dict[str, Any]:
        """The cells of the record that was typed."""
        return {name: self.cleaned_data.get(name) for name in self.given}

    def clean(self) -> dict[str, Any]:
        """Read each cell as its column declares; say what is wrong beside it."""
        given = super().clean() or {}
        for name in self.given:
            if name in given:
                self._read(TABLES[self.table][name], given)
        return given

    def wrong(self, key: str, **params: object) -> ValidationError:
        """Return a complaint in the language of the page."""
        return ValidationError(self.words(f"web_listen.{key}", **params), code=key)

    def _read(self, column: Column, given: dict[str, Any]) -> None:
        said = given[column.name]
        text = " ".join(said) if isinstance(said, list) else str(said)
        try:
            given[column.name] = self._value(text, column)
        except cells.Unreadable as unread:
            given[column.name] = None
            self.add_error(column.name, self._complaint(unread))

    def _value(self, text: str, column: Column) -> Any:
        value = cells.value_of(text, self.table, column)
        if value is None:
            return None
        if column.ref == "places":
            return self.names.place(str(value), on=self._on())
        if column.name == "lang":
            return self.names.language(str(value))
        if column.name == "age_band":
            return self.names.age_band(str(value))
        if column.kind == "date" and value > self.today:
            raise cells.Unreadable("future-date", value=value.isoformat())
        return value

    def _on(self) -> dt.date | None:
        day = self.cleaned_data.get("held_on")
        return cells.day_of(day) if isinstance(day, str) else day

    def _complaint(self, unread: cells.Unreadable) -> ValidationError:
        words, code = self.words, unread.code
        said = words(f"problems.{code}", **unread.params)
        parts = [said[:1].upper() + said[1:]]
        if unread.suggestion:
            parts.append(words("web_listen.meant", word=unread.suggestion))
        parts.append(words(f"problems.{code}-remedy", **unread.params))
        return ValidationError(" ".join(parts), code=code)

    def _field(self, column: Column) -> forms.Field:
        lang, needed = self.words.lang, column.name in self.needed or not column.null
        field = self._kind(column, needed=needed)
        field.label = headers.column_name(self.table, column.name, lang)
        if not needed:
            field.label += f" ({self.words('web_listen.if_known')})"
        field.help_text = headers.column_help(self.table, column.name, lang)
        field.error_messages["required"] = self.words("web_enter.needed")
        return field

    def _kind(self, column: Column, *, needed: bool) -> forms.Field:
        choices = self._choices(column)
        if column.many:
            return forms.MultipleChoiceField(
                choices=choices, required=needed, widget=forms.CheckboxSelectMultiple
            )
        if choices:
            return forms.ChoiceField(
                choices=[("", self.words("web_listen.choose")), *choices],
                required=needed,
            )
        shown = _shown(column)
        return forms.CharField(required=needed, widget=shown, strip=True)

    def _choices(self, column: Column) -> Choices:
        if column.ref == "profiles":
            named = self.ground.profiles.items()
            return sorted(named, key=lambda pair: pair[1])
        process = self.ground.dossier.process
        if column.name == "lang" and process.languages:
            return [(one.key, self._called(one.names, one.key)) for one in process.languages]
        if column.name == "age_band":
            return [(band, band) for band in process.age_bands]
        return [*_terms(self.table, column, self.words.lang)]

    def _called(self, names: Any, key: str) -> str:
        name, _ = self.words.chosen(names)
        return name or key


class Meeting(Columns):
    """A gathering that was held."""

    table = "gatherings"
    given = (
        "held_on", "place", "kind", "composition", "profile", "lang", "present",
        "minutes", "interpreter", "listeners", "consent", "code",
    )  # fmt: skip
    needed = ("held_on",)

    def clean(self) -> dict[str, Any]:
        """Check what hangs together: a place, and the profile of a homogeneous one."""
        given = super().clean()
        if given.get("kind") != "online" and not given.get("place"):
            if "place" not in self.errors:
                self.add_error("place", self.wrong("no_place"))
        if given.get("composition") == "homogeneous" and not given.get("profile"):
            self.add_error("profile", self.wrong("no_profile"))
        if given.get("composition") == "mixed" and given.get("profile"):
            self.add_error("profile", self.wrong("mixed_profile"))
        return given


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
            number.widget = forms.TextInput({"inputmode": "numeric", "aria-label": number.label})
            said = words("web_listen.count_said")
            number.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), said)
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
            yield band or self.words("web_listen.not_noted"), [
                self[f"n{at}{sex}"] for sex in SEXES
            ]

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
        field = forms.ChoiceField(choices=[*_terms("attendances", column, lang)])
        field.label = headers.column_name("attendances", "capacity", lang)
        field.help_text = headers.column_help("attendances", "capacity", lang)
        return field

    def _said(self, band: str, sex: str) -> str:
        nothing = self.words("web_listen.not_noted")
        who = self.words(f"web_listen.sexes.{sex}") if sex else nothing
        return f"{who}, {band or nothing}"


def term(table: str, column: str, word: str | int | None, lang: str) -> str:
    """Return the words for one or several terms of a column; of none, nothing."""
    named = dict(_terms(table, TABLES[table][column], lang))
    said = str(word).split() if word is not None else []
    return ", ".join(named.get(one, one) for one in said)


def _terms(table: str, column: Column, lang: str) -> Iterable[tuple[str, str]]:
    for word, label in headers.terms_of(table, column.name).items():
        yield word, label[lang if lang in label else "fr"].split("|")[0]


def _shown(column: Column) -> forms.Widget:
    if column.ref == "places":
        return forms.TextInput({"list": "places", "autocomplete": "off"})
    if column.kind == "date":
        return forms.DateInput({"type": "date"})
    if column.kind in ("int", "number"):
        return forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    return forms.TextInput({"autocomplete": "off"})
