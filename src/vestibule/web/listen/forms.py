"""What is typed of gatherings, excerpts, statements and tallies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from vestibule.dossier.schema import Column
from vestibule.listen import headers
from vestibule.web.listen.columns import Choices, Columns


class Meeting(Columns):
    """A gathering that was held."""

    table = "gatherings"
    given = (
        "held_on", "place", "kind", "composition", "profile", "lang", "present",
        "minutes", "interpreter", "listeners", "consent", "code",
    )  # fmt: skip
    needed = ("held_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # the table does without, for what was held online: a person is asked for it
        label = headers.column_name("gatherings", "place", self.words.lang)
        self.fields["place"].label = label

    def clean(self) -> dict[str, Any]:
        """Check what hangs together: a place, and the profile of a homogeneous one."""
        given = super().clean()
        is_somewhere = given.get("kind") != "online" and "place" not in self.errors
        if is_somewhere and not given.get("place"):
            self.add_error("place", self.wrong("no_place"))
        if given.get("composition") == "homogeneous" and not given.get("profile"):
            self.add_error("profile", self.wrong("no_profile"))
        if given.get("composition") == "mixed" and given.get("profile"):
            self.add_error("profile", self.wrong("mixed_profile"))
        return given


class Present(Columns):
    """How many attended, of one kind: a row that was written, to be corrected."""

    table = "attendances"
    given = ("n", "sex", "age_band", "profile", "capacity")

    def __init__(self, *args: Any, alone: bool, **kwargs: Any) -> None:
        self.alone = alone
        super().__init__(*args, **kwargs)
        if alone:  # one pseudonym is one attendance
            self.fields["n"].disabled = True


class Noted(Columns):
    """What was said and written down: an excerpt, and of which voice it is."""

    table = "excerpts"
    given = ("words", "lang", "profile", "consent", "translation", "translation_lang")
    needed = ("lang", "consent")
    of_voice = ("medium", "seconds")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("words", "translation"):
            self.fields[name].widget = forms.Textarea({"rows": 6, "dir": "auto"})
        self.fields["medium"] = forms.ChoiceField(
            choices=[(one, self.words(f"web_listen.media.{one}")) for one in MEDIA],
            label=self.words("web_listen.medium"),
        )
        said = self.words("web_listen.count_said")
        self.fields["seconds"] = forms.IntegerField(
            required=False,
            min_value=0,
            max_value=86_400,
            label=self.words("web_listen.seconds"),
            widget=forms.TextInput({"inputmode": "numeric"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), said),
        )

    @property
    def row(self) -> dict[str, Any]:
        """The cells of the excerpt, and those of its voice."""
        own = {name: self.cleaned_data.get(name) for name in self.of_voice}
        return super().row | own

    def clean(self) -> dict[str, Any]:
        """Check that a translation says in which language it is."""
        given = super().clean()
        if given.get("translation") and not given.get("translation_lang"):
            self.add_error("translation_lang", self.wrong("no_translation_lang"))
        return given


MEDIA = ("notes", "audio", "video", "phone", "paper", "online")
"""How a voice was kept, the usual first."""


class Tallied(Columns):
    """How a group answered a statement, as it was counted."""

    table = "tallies"
    given = ("statement", "method", "sex", "agree", "disagree", "passed", "count")

    def __init__(
        self, *args: Any, statements: Choices, present: int | None, **kwargs: Any
    ) -> None:
        self.statements, self.present = statements, present
        super().__init__(*args, **kwargs)
        for name in ("agree", "disagree", "passed"):
            self.fields[name].initial = 0
        self.fields["count"] = forms.ChoiceField(
            choices=[(n, self.words(f"web_listen.counts.n{n}")) for n in (1, 2)],
            label=self.words("web_listen.which_count"),
        )
        self.fields["sure"] = forms.BooleanField(
            required=False, label=self.words("web_listen.sure")
        )

    def clean(self) -> dict[str, Any]:
        """Say where more answered than were present, before it is kept."""
        given = super().clean()
        parts = [given.get(name) for name in ("agree", "disagree", "passed")]
        n = sum(part or 0 for part in parts)
        if None in parts or self.present is None or given.get("sure"):
            return given
        if n > self.present:
            said = self.words("web_listen.too_many", n=n, present=self.present)
            self.add_error("sure", said)
        return given

    def _choices(self, column: Column) -> Choices:
        if column.name == "statement":
            return self.statements
        return super()._choices(column)


class Stated(Columns):
    """A sentence one can agree or disagree with."""

    table = "statements"
    given = ("key", "words", "lang")
    needed = ("lang",)

    def __init__(self, *args: Any, taken: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = set(taken)
        self.fields["words"].widget = forms.Textarea({"rows": 3, "dir": "auto"})

    def clean_key(self) -> str:
        """Check that no other statement is called so."""
        key = str(self.cleaned_data["key"])
        if key in self.taken:
            raise self.wrong("key_taken", key=key)
        return key


class Spoken(Columns):
    """The same sentence in another language; a draft until someone else checks it."""

    table = "texts"
    given = ("lang", "words")

    def __init__(self, *args: Any, but: Iterable[str | None], **kwargs: Any) -> None:
        self.but = set(but)
        super().__init__(*args, **kwargs)
        self.fields["words"].widget = forms.Textarea({"rows": 3, "dir": "auto"})

    def _choices(self, column: Column) -> Choices:
        if column.name != "lang":
            return []
        process = self.ground.dossier.process
        tags = dict.fromkeys(
            (*(one.key for one in process.languages), *process.outputs)
        )
        named = {one.key: self._called(one.names, one.key) for one in process.languages}
        return [(tag, named.get(tag, tag)) for tag in tags if tag not in self.but]
