"""The first person comes in by a code that whoever holds the machine hands over."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.web import cast
from tests.web.cast import AT, Cast

from vestibule.cli import sites
from vestibule.cli.command import vestibule
from vestibule.errors import DataError
from vestibule.web import entries, main
from vestibule.web.protect import accounts, first
from vestibule.web.records import chain
from vestibule.web.records.models import Account, AuditEntry, OneTimeCode, Partner

pytestmark = pytest.mark.django_db

ENTRIES = {"invite": entries.invite, "nobody_enters": entries.nobody_enters}


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site has begun: what `main.begin` does has tests of its own."""
    monkeypatch.setattr(main, "begin", lambda: None)
    monkeypatch.setattr(sites, "entry", ENTRIES.__getitem__)


def ran(*args: str, lang: str = "en") -> Any:
    return CliRunner().invoke(vestibule, ["invite", *args], env={"LANG": lang})


def test_a_code_opens_the_door_to_the_first_officer_once(machine: None) -> None:
    cast.partner("well")
    assert first.nobody_enters()

    run = ran("kady", "--json")

    told = json.loads(run.stdout)
    made = Account.objects.get(pseudonym="kady")
    assert run.exit_code == 0, run.output
    assert (told["partner"], told["path"]) == ("well", "/entrer/invitation/")
    assert [*made.roles.values_list("role", "region")] == [("protection_officer", None)]
    assert not first.nobody_enters()
    at = made.opened_at
    assert accounts.invited(told["code"], at=at) == made
    assert accounts.invited(told["code"], at=at + dt.timedelta(days=8)) is None
    accounts.accept(
        made, told["code"], sign_in="door", passphrase="a long enough one", at=at  # noqa: S106
    )  # fmt: skip
    assert accounts.invited(told["code"], at=at) is None


def test_the_journal_says_that_the_machine_did_it(machine: None) -> None:
    cast.partner("well")

    ran("kady")

    acts = AuditEntry.objects.values_list("act", "by", "table")
    tables = {"site_accounts", "site_roles", "site_one_time_codes"}
    assert {(act, by) for act, by, _ in acts} == {("team", "machine")}
    assert {table for *_, table in acts} == tables
    assert chain.verify().holds


def test_the_code_is_shown_once_with_how_long_it_opens(machine: None) -> None:
    cast.partner("well")

    run = ran("kady")

    code = OneTimeCode.objects.get()
    shown = run.stdout.splitlines()[1].strip()
    assert first.accounts.sealing.code_hash(shown) == code.sha256
    assert code.expires_at is not None
    assert f"It opens until {code.expires_at:%Y-%m-%d}" in run.output
    assert "/entrer/invitation/" in run.output


def test_an_invitation_that_was_lost_is_made_anew(machine: None) -> None:
    cast.partner("well")
    before = json.loads(ran("kady", "--json").stdout)["code"]

    run = ran("kady", lang="fr")

    assert "n’ouvre plus rien" in run.output.replace("'", "’")
    assert Account.objects.count() == 1
    assert accounts.invited(before, at=Account.objects.get().opened_at) is None


def test_where_an_officer_can_invite_the_machine_does_not(machine: None) -> None:
    team: Cast = cast.gather()
    dado = team.accounts["dado"]
    dado.set_password("a long enough one")
    dado.save()

    refused = ran("kady", "--partner", "well")

    assert refused.exit_code == 4
    assert "dado protects for well already" in refused.output
    assert not Account.objects.filter(pseudonym="kady").exists()
    assert ran("kady", "--partner", "bridge").exit_code == 0
    assert ran("dado", "--partner", "well").exit_code == 0
    dado.refresh_from_db()
    assert not dado.has_usable_password()


def test_an_officer_who_never_came_in_keeps_nobody_out(machine: None) -> None:
    cast.partner("well")
    ran("kady")

    assert ran("issa").exit_code == 0


def test_which_partner_is_asked_where_there_are_several(machine: None) -> None:
    cast.gather()

    assert "one of bridge, well" in ran("kady").output
    assert "The process has no partner moon" in ran("kady", "--partner", "moon").output
    assert ran("kady", "--partner", "donor").exit_code == 4
    assert not Account.objects.filter(pseudonym="kady").exists()


def test_a_site_without_partners_begins_with_one(machine: None) -> None:
    assert "a key of your choice" in ran("kady").output

    assert "without a space" in ran("kady", "--partner", "The Well").output
    assert ran("kady", "--partner", "well").exit_code == 0
    assert Partner.objects.get().key == "well"


@pytest.mark.parametrize("name", ["Kady Diallo", "", "K", "kady_1"])
def test_a_name_is_no_pseudonym(name: str) -> None:
    cast.partner("well")

    with pytest.raises(DataError, match="no name"):
        first.invite(name, partner=None, at=AT)


def test_who_else_has_the_pseudonym_is_not_made_an_officer(machine: None) -> None:
    cast.gather()

    with pytest.raises(accounts.NameTaken):
        first.invite("bako", partner="bridge", at=AT)


def test_a_served_site_says_how_to_enter_while_nobody_can(
    machine: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def serve(host: str, port: int, *, worker: bool, tell: Any) -> None:
        tell("http://localhost:8000/")

    monkeypatch.setitem(ENTRIES, "serve", serve)
    run = CliRunner().invoke(vestibule, ["serve"], env={"LANG": "en"})
    assert "vestibule invite PSEUDONYM" in run.output

    cast.gather()
    again = CliRunner().invoke(vestibule, ["serve"], env={"LANG": "en"})
    assert "vestibule invite" not in again.output
