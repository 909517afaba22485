"""How does a page ask for a record? For columns of its table, in words of the workbooks.

A cell is read as the readers of files read it, so that a page and a workbook say the
same of the same mistake, with the likely word.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
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

    def wrong(self, key: str, /, **params: object) -> ValidationError:
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
        if column.name in ("lang", "translation_lang"):
            return self.names.language(str(value))
        if column.name == "age_band":
            return self.names.age_band(str(value))
        if isinstance(value, dt.date) and value > self.today:
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
        if column.name in ("lang", "translation_lang") and process.languages:
            return [
                (one.key, self._called(one.names, one.key)) for one in process.languages
            ]
        if column.name == "age_band":
            return [(band, band) for band in process.age_bands]
        return [*named_terms(self.table, column, self.words.lang)]

    def _called(self, names: Any, key: str) -> str:
        name, _ = self.words.chosen(names)
        return name or key


def term(table: str, column: str, word: str | int | None, lang: str) -> str:
    """Return the words for one or several terms of a column; of none, nothing."""
    named = dict(named_terms(table, TABLES[table][column], lang))
    said = str(word).split() if word is not None else []
    return ", ".join(named.get(one, one) for one in said)


def named_terms(table: str, column: Column, lang: str) -> Iterable[tuple[str, str]]:
    """Yield each word that a column takes, with its name in a language."""
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
