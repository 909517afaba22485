"""What is typed to enter, and to say who is of the team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from vestibule.web.records.models.partners import ROLES
from vestibule.words import Catalogue

NAME_LETTERS = 60
PASSPHRASE_LETTERS = 200
"""Longer is no safer, and costs the site."""


class Said(forms.Form):
    """A form whose labels and hints are sentences: ``fields.<name>`` of its file."""

    file = "web_enter"
    hints = True
    """Whether it says how to choose: not where one only repeats what was chosen."""

    def __init__(self, *args: Any, words: Catalogue, **kwargs: Any) -> None:
        kwargs |= {"label_suffix": "", "use_required_attribute": False}
        super().__init__(*args, **kwargs)
        self.words = words
        for name, field in self.fields.items():
            key = f"{self.file}.fields.{name}"
            field.label = words(key)
            hinted = self.hints and f"{key}_hint" in words
            field.help_text = words(f"{key}_hint") if hinted else ""
            field.error_messages["required"] = words("web_enter.needed")

    def wrong(self, key: str, **params: object) -> ValidationError:
        """Return a complaint in the language of the page."""
        return ValidationError(self.words(f"{self.file}.{key}", **params), code=key)


def _name() -> forms.CharField:
    named = {
        "autocomplete": "username",
        "autocapitalize": "none",
        "spellcheck": "false",
    }
    return forms.CharField(max_length=NAME_LETTERS, widget=forms.TextInput(named))


def _secret(how: str) -> forms.CharField:
    shown = forms.PasswordInput({"autocomplete": how})
    return forms.CharField(max_length=PASSPHRASE_LETTERS, strip=False, widget=shown)


def _code(mode: str = "text") -> forms.CharField:
    shown = {"autocomplete": "one-time-code", "inputmode": mode, "spellcheck": "false"}
    return forms.CharField(max_length=40, widget=forms.TextInput(shown))


class Enter(Said):
    """Name and passphrase."""

    hints = False
    sign_in = _name()
    passphrase = _secret("current-password")


class SecondFactor(Said):
    """Six digits, or one of the codes written down."""

    code = _code()


class NewApp(Said):
    """The first six digits of a new application."""

    first_code = _code("numeric")


class _Chosen(Said):
    passphrase = _secret("new-password")
    again = _secret("new-password")

    def clean_passphrase(self) -> str:
        """Check that a passphrase is long and not a common one."""
        chosen = str(self.cleaned_data["passphrase"])
        validate_password(chosen)
        return chosen

    def clean(self) -> dict[str, Any]:
        """Check that both are the same."""
        given = super().clean() or {}
        first, again = given.get("passphrase"), given.get("again")
        if first and again and first != again:
            self.add_error("again", self.wrong("differ"))
        return given


class Accept(_Chosen):
    """An invitation, and how its owner will enter."""

    invitation = _code()
    sign_in = _name()
    field_order = ("invitation", "sign_in", "passphrase", "again")


class NewPassphrase(_Chosen):
    """Another passphrase, by who knows the one before."""

    current = _secret("current-password")
    field_order = ("current", "passphrase", "again")


class KeyName(Said):
    """What a passkey is called."""

    key_name = forms.CharField(max_length=NAME_LETTERS)


class Regions(Said):
    """Roles, everywhere or in some regions."""

    file = "web_team"
    roles = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    regions = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        *args: Any,
        regions: Mapping[str, str],
        reach: frozenset[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        offered = {k: n for k, n in regions.items() if reach is None or k in reach}
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            (role, self.words(f"web_team.roles.{role}")) for role in ROLES
        ]
        self.fields["regions"].choices = [*offered.items()]  # type: ignore[attr-defined]
        if reach is not None:
            self._narrow(", ".join(offered.values()))

    def _narrow(self, names: str) -> None:
        """Say in which regions an officer of some of them opens access."""
        self.within = self.words("web_team.within", regions=names)
        field = self.fields["regions"]
        field.help_text = self.within
        # Django fills this one in: a sign of percent in a name would be taken for a place
        field.error_messages["invalid_choice"] = self.within.replace("%", "%%")

    def clean(self) -> dict[str, Any]:
        """Check that an officer of some regions opens no role everywhere."""
        given = super().clean() or {}
        limited = self.reach is not None and "regions" not in self.errors
        if limited and given.get("roles") and not given.get("regions"):
            self.add_error("regions", ValidationError(self.within, code="within"))
        return given

    @property
    def held(self) -> list[tuple[str, str | None]]:
        """Each role with each region; with None where no region was named."""
        where = self.cleaned_data["regions"] or [None]
        return [
            (role, region) for role in self.cleaned_data["roles"] for region in where
        ]


class Invite(Regions):
    """A new member of the team: a pseudonym, never a name."""

    pseudonym = forms.SlugField(max_length=NAME_LETTERS, allow_unicode=True)
    field_order = ("pseudonym", "roles", "regions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.words("web_team.pseudonym_letters")
        self.fields["pseudonym"].error_messages["invalid"] = said
