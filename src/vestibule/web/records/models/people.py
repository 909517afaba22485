"""Who: profiles, pseudonymous people, what they consent to, what they take back."""

from __future__ import annotations

from vestibule.dossier.tables import people
from vestibule.web.records.record import Record


class Profile(Record):
    """The standpoint someone speaks from."""

    TABLE = people.PROFILES


class Person(Record):
    """Someone known by a pseudonym only, made by the site that met them."""

    TABLE = people.PEOPLE


class Consent(Record):
    """What someone, or a group, agreed to. Missing consent is refusal."""

    TABLE = people.CONSENTS


class Withdrawal(Record):
    """What was taken back, when and by whom; never its content."""

    TABLE = people.WITHDRAWALS


class Removal(Record):
    """The bare numbers of a record that left; the database writes them."""

    TABLE = people.REMOVALS
