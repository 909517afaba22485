"""A site that holds a very small invented country, and someone who may do everything."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from dataclasses import dataclass, field
from functools import cache, cached_property

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from tests.web import cast
from tests.web.protect.device import Device

from vestibule.dossier.records import Dossier
from vestibule.rehearsal import Shape, rehearse
from vestibule.web.inform import harm
from vestibule.web.protect import accounts, codes
from vestibule.web.records import entry, jobs, owners, storing, versions
from vestibule.web.records.models import Account, ReleaseFolder, Role
from vestibule.web.records.person import Person
from vestibule.web.records.rights import RIGHTS
from vestibule.web.records.tables import model_of
from vestibule.web.understand import actions as reading
from vestibule.web.work import parts, worker

autodiscover_modules("jobs")

GUEST = "guest"

PHRASE = "seven quiet herons by the ferry"


@cache
def country() -> Dossier:
    """Return the records of the country."""
    shape = Shape(
        focus_groups=10,
        interviews=2,
        validation_meetings=3,
        restitution_meetings=2,
        focus_attendances=120,
        interview_attendances=4,
        regional_attendances=60,
        validation_attendances=40,
        conference_attendances=20,
        restitution_attendances=20,
        excerpts=20,
        statements=4,
        votes=200,
    )
    return rehearse(seed=3, shape=shape).dossier


def guest(dossier: Dossier | None = None) -> Client:
    """Store a country, and return the browser of someone with every role."""
    held = dossier or country()
    storing.store(held, at=cast.AT, by="import")
    team = cast.gather_accounts()
    account = cast.account(GUEST, team.partners["well"])
    for role in RIGHTS:
        Role.objects.create(account=account, role=role, given_at=cast.AT, given_by="x")
    theirs = {one for rows in held.tables.values() for one in rows["origin"]}
    owners.own(theirs, kind="device", by=Person.of(account), at=cast.AT)
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def analyse(names: tuple[str, ...] = parts.CHEAP) -> None:
    """Work out what pages only read."""
    now = timezone.now()
    jobs.ask("analysis", wanted={"parts": list(names)}, by=GUEST, at=now)
    assert worker.step(now)


@dataclass
class Site:
    """The site and who asks: what its forms are about, each found or made when needed."""

    client: Client
    stranger: Client = field(
        default_factory=lambda: Client(raise_request_exception=False)
    )
    phrase: str = PHRASE
    found: dict[str, str] = field(default_factory=dict)

    @cached_property
    def today(self) -> str:
        return timezone.now().date().isoformat()

    @cached_property
    def before(self) -> str:
        return (timezone.now().date() - dt.timedelta(days=9)).isoformat()

    @cached_property
    def later(self) -> str:
        return (timezone.now().date() + dt.timedelta(days=90)).isoformat()

    @cached_property
    def person(self) -> Person:
        return Person.of(Account.objects.get(pseudonym=GUEST))

    def one(self, table: str) -> str:
        """Return the version that stands of one record of a table, always of the same."""
        rows = versions.standing(model_of(table)).order_by("at", "id")
        held = self.found.setdefault(table, str(rows.first().pk))  # type: ignore[union-attr]
        later = versions.roots(model_of(table)).get(held, (held,))
        return str(next(iter(later), held))

    @cached_property
    def place(self) -> str:
        """Return the name of a place of the finest kind."""
        rows = model_of("places").objects.order_by("-level", "key")
        return str(rows.first().name)

    @cached_property
    def groups(self) -> list[str]:
        """Return groups that are owed an answer."""
        page = self.client.get("/atelier/restitutions/").content.decode()
        return list(
            dict.fromkeys(re.findall(r"/restitutions/([^/\"]+)/reporter/", page))
        )

    def met(self) -> str:
        """Return a gathering that nobody has said anything of yet."""
        return self._met()

    def _met(self, **more: str) -> str:
        place = model_of("places").objects.order_by("-level", "key")[0].pk
        row = {"code": "G", "kind": "focus_group", "place": place, "consent": 4, "lang": "fr", "held_on": dt.date.fromisoformat(self.before)}  # fmt: skip
        return entry.write("gatherings", {**row, **more}, by=self.person, at=timezone.now())  # fmt: skip

    def asked(self) -> str:
        """Return a recommendation that nobody has answered yet."""
        return cast.record("recommendations", key=f"k{secrets.token_hex(6)}", words="x", lang="fr", addressee="x", made_on=self.before)  # fmt: skip

    def answer(self) -> str:
        """Return an answer from which nothing was promised yet."""
        asked = model_of("recommendations").objects.order_by("key").first()
        return cast.record("responses", recommendation=asked.pk, answer="accepted", given_on=self.before)  # fmt: skip

    def told(self) -> str:
        """Return what a group was told last."""
        rows = versions.standing(model_of("restitutions")).order_by("-at", "-seq")
        return str(rows[0].pk)

    def said(self) -> str:
        """Return what was written down last of what people said, in two languages."""
        rows = model_of("excerpts").objects.exclude(translation=None)
        return str(rows.exclude(voice=None).order_by("-at", "-seq")[0].pk)

    def _excerpt(self, review: str, **more: str) -> str:
        met = model_of("gatherings").objects.filter(consent=4).first()
        return cast.excerpt(met.pk, "well-1", words="Une phrase. Deux.", lang="fr", review=review, consent=4, **more)  # fmt: skip

    def translated(self) -> tuple[tuple[str, str], dict[str, str]]:
        """Return an excerpt that nobody read, with a translation on it and one beside."""
        record = self._excerpt("unreviewed", translation="One.", translation_lang="en")
        text = cast.record("texts", "well-1", excerpt=record, lang="ar", words="x", field="words", state="draft")  # fmt: skip
        return ("excerpts", record), {"do": "redact", f"text-{text}": ""}

    def redacted(self) -> tuple[str, str]:
        """Return what a reviewer redacted last, in its languages; else what waits."""
        rows = model_of("excerpts").objects.exclude(translation=None)
        found = rows.filter(voice=None, supersedes__isnull=False)
        last = found.order_by("-at", "-seq").first() or rows.order_by("-at", "-seq")[0]
        return "excerpts", str(last.pk)

    def unreviewed(self) -> str:
        return self._excerpt("unreviewed")

    def read(self) -> str:
        """Return an excerpt that nobody has read yet."""
        return self._excerpt("redacted")

    def put(self) -> tuple[str, str]:
        """Return an excerpt of its own, and what this person put on it."""
        read = self.read()
        code = self.one("codes")
        return read, reading.put(excerpt=read, code=code, by=self.person, at=timezone.now())  # fmt: skip

    def noted(self) -> tuple[tuple[str], dict[str, str]]:
        """Return an excerpt, and the code beside which a memo is written.

        One each time: a memo written again takes the place of the one before.
        """
        read, coding = self.put()
        return (read,), {"coding": coding}

    @cached_property
    def pair(self) -> dict[str, str]:
        """Return two factors."""
        rows = versions.standing(model_of("factors")).order_by("pk").values_list("pk", flat=True)  # fmt: skip
        return {"factor": rows[0], "into": rows[1]}

    def done(self) -> str:
        """Return an excerpt that this person has read to its end, and nobody else."""
        read = self.read()
        reading.finish(excerpt=read, by=self.person, at=timezone.now())
        return read

    def apart(self) -> str:
        """Return an excerpt that two people read apart."""
        (read, _), now = self.put(), timezone.now()
        other = Person.of(Account.objects.get(pseudonym="bako"))
        for one in (self.person, other):
            reading.finish(excerpt=read, by=one, at=now)
        return read

    def corrected_twice(self) -> str:
        """Return a gathering that two people corrected without knowing of each other."""
        met = self.met()
        place = model_of("places").objects.order_by("-level", "key")[0].pk
        ours = self._met(supersedes=met)
        # on one site a second correction is refused: it came from elsewhere
        cast.gathering(place, "well-1", consent=4, lang="fr", supersedes=met)
        return ours

    def report(self) -> int:
        """Return what somebody of the public said of a page."""
        made = harm.receive(kind="danger", page="", words="x", lang="fr", at=timezone.now())  # fmt: skip
        return int(made.pk)

    def edition(self) -> int:
        """Return an edition that nobody has taken down: a row, without its files."""
        latest = ReleaseFolder.objects.order_by("-edition").first()
        number = latest.edition + 1 if latest else 1
        ReleaseFolder.objects.create(edition=number, folder=f"e{number}", sha256=secrets.token_hex(32), frozen_at=timezone.now(), frozen_by="x")  # fmt: skip
        return number

    def counted(self) -> str:
        """Return how many of one kind attended, as a number that may be corrected."""
        met = self.met()
        return cast.record("attendances", gathering=met, n=3, capacity="consulted")

    def key(self) -> str:
        """Return what a telephone says that makes a key for whoever asks."""
        options = self.client.post(reverse("protect:own_key_options")).json()
        return Device(origin="https://testserver").made(options)

    def half_way(self) -> Client:
        """Return the browser of someone who has yet to show a second factor."""
        client = Client(raise_request_exception=False)
        given = {"invitation": self.invitation(), "sign_in": f"k{secrets.token_hex(6)}"}
        given |= {"passphrase": self.phrase, "again": self.phrase}
        client.post(reverse("protect:accept"), given)
        return client

    @cached_property
    def newcomer(self) -> Client:
        """Return the browser of someone who has no second factor yet."""
        return self.half_way()

    @cached_property
    def returning(self) -> Client:
        """Return the browser of someone who is asked for their second factor."""
        client = self.half_way()
        account = Account.objects.order_by("-pk")[0]
        codes.add(account, codes.new_secret(), step=0, at=timezone.now())
        return client

    def invitation(self) -> str:
        """Return the letters that open an account, once."""
        _, code = accounts.invite(
            pseudonym=f"k{secrets.token_hex(6)}", partner="well", roles=[("reader", None)],
            by=self.person, at=timezone.now(),
        )  # fmt: skip
        return code
