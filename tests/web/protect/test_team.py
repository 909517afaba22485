"""Who is of the team: invited, changed, closed, always by new rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.web import cast
from tests.web.cast import AT, Cast

from vestibule.web.protect import accounts
from vestibule.web.records import audit
from vestibule.web.records.models import (
    Account,
    AuditEntry,
    CodeApp,
    OneTimeCode,
    OriginOwner,
    Partner,
    Passkey,
    Role,
)


@pytest.fixture
def team(db: None) -> Cast:
    return cast.gather()


def inviting(team: Cast, **other: Any) -> Any:
    given = {"pseudonym": "issa", "roles": ["researcher"], "regions": [], **other}
    return team.client("dado").post("/atelier/equipe/inviter/", given)


def test_the_list_shows_pseudonyms_roles_and_partners(team: Cast) -> None:
    page = team.client("amina").get("/atelier/equipe/").content.decode()

    for said in (*cast.ROLES, "facilitation (land.north)", "Well", "Bridge"):
        assert said in page
    assert "-enters" not in page


def test_everyone_is_led_to_their_own_access_and_officers_to_tokens(
    team: Cast,
) -> None:
    tokens = 'href="/atelier/equipe/jetons/"'
    for name, may in (("dado", True), ("amina", False)):
        page = team.client(name).get("/atelier/equipe/").content.decode()
        assert '<a href="/atelier/acces/">Mon accès</a>' in page
        assert (tokens in page) is may


def test_only_who_protects_is_offered_to_invite(team: Cast) -> None:
    assert "inviter/" in team.client("dado").get("/atelier/equipe/").content.decode()
    assert (
        "inviter/" not in team.client("bako").get("/atelier/equipe/").content.decode()
    )


def test_an_invitation_shows_its_code_once(team: Cast) -> None:
    response = inviting(team, regions=["land.south"])

    made = Account.objects.get(pseudonym="issa")
    code = response.content.decode().split('<strong class="code">')[1].split("<")[0]
    assert accounts.invited(code, at=timezone.now()) == made
    assert made.partner.key == "well"
    assert [*made.roles.values_list("role", "region", "given_by")] == [
        ("researcher", "land.south", "dado")
    ]
    assert AuditEntry.objects.filter(act="team", by="dado").count() == 3


def test_an_invited_account_does_not_enter_before_it_is_opened(team: Cast) -> None:
    inviting(team)

    made = Account.objects.get(pseudonym="issa")
    assert not made.has_usable_password()


@pytest.mark.parametrize(
    "other",
    [
        {"pseudonym": "amina"},
        {"pseudonym": "Issa Traoré"},
        {"pseudonym": ""},
        {"roles": []},
        {"roles": ["owner"]},
        {"regions": ["elsewhere"]},
    ],
)
def test_an_invitation_says_what_is_to_be_mended(team: Cast, other: Any) -> None:
    response = inviting(team, **other)

    assert response.status_code == 200
    assert 'class="wrong"' in response.content.decode()
    assert not Account.objects.filter(pseudonym="issa").exists()


def test_a_change_ends_a_role_and_begins_another(team: Cast) -> None:
    amina = team.accounts["amina"]
    url = f"/atelier/equipe/{amina.pk}/"
    given = {"roles": ["facilitator"], "regions": ["land.north", "land.south"]}

    assert team.client("dado").post(url, given).status_code == 302

    rows = amina.roles.order_by("pk").values_list("region", "ended_by")
    assert [*rows] == [("land.north", None), ("land.south", None)]
    team.client("dado").post(url, {"roles": ["reader"]})
    assert amina.roles.filter(ended_at=None).get().role == "reader"
    assert amina.roles.count() == 3


def test_the_page_of_a_member_shows_what_was_and_what_is(team: Cast) -> None:
    page = team.client("dado").get(f"/atelier/equipe/{team.accounts['amina'].pk}/")

    assert "facilitation (land.north)" in page.content.decode()


@pytest.mark.parametrize("page", ["", "inviter/", "fermer/"])
def test_another_partner_s_people_are_not_touched(team: Cast, page: str) -> None:
    gara = team.accounts["gara"]

    url = f"/atelier/equipe/{gara.pk}/{page}"
    response = team.client("dado").post(url, {"roles": ["reader"]})

    assert response.status_code == 404
    gara.refresh_from_db()
    assert gara.is_active
    assert gara.roles.filter(ended_at=None).get().role == "facilitator"


def test_a_closed_account_keeps_its_rows_and_enters_no_more(team: Cast) -> None:
    amina, browser = team.accounts["amina"], team.client("amina")
    browser.get("/atelier/equipe/")

    team.client("dado").post(f"/atelier/equipe/{amina.pk}/fermer/")

    assert browser.get("/atelier/equipe/").status_code == 302
    amina.refresh_from_db()
    assert (amina.is_active, amina.closed_by) == (False, "dado")
    assert amina.roles.get().ended_by == "dado"
    page = team.client("dado").get("/atelier/equipe/").content.decode()
    assert "fermé" in page


def test_the_last_officer_of_a_partner_stays(team: Cast) -> None:
    dado, browser = team.accounts["dado"], team.client("dado")

    closed = browser.post(f"/atelier/equipe/{dado.pk}/fermer/")
    changed = browser.post(f"/atelier/equipe/{dado.pk}/", {"roles": ["reader"]})

    assert closed.status_code == 409
    assert "Pas encore" in closed.content.decode()
    assert "protégerait" in changed.content.decode()
    assert dado.roles.filter(ended_at=None).get().role == "protection_officer"


def test_a_new_invitation_ends_all_that_was_lost(team: Cast) -> None:
    amina = team.accounts["amina"]
    amina.set_password("four unrelated words here")
    amina.save()
    CodeApp.objects.create(account=amina, secret="x", added_at=AT)  # noqa: S106
    Passkey.objects.create(
        account=amina, credential="c", public_key=b"k", name="blue", added_at=AT
    )
    browser = team.client("amina")
    assert browser.get("/atelier/equipe/").status_code == 200

    team.client("dado").post(f"/atelier/equipe/{amina.pk}/inviter/")

    amina.refresh_from_db()
    assert not amina.has_usable_password()
    assert not amina.code_apps.filter(ended_at=None).exists()
    assert not amina.passkeys.filter(removed_at=None).exists()
    assert browser.get("/atelier/equipe/").status_code == 302
    assert OneTimeCode.objects.filter(kind="invitation", used_at=None).count() == 1


def test_the_machine_invites_the_first_officer_of_a_partner(team: Cast) -> None:
    made, code = accounts.invite(
        pseudonym="kady",
        partner="bridge",
        roles=[("protection_officer", None)],
        by=None,
        at=AT,
    )

    assert (made.opened_by, len(code)) == ("machine", 23)


def test_a_funder_s_people_are_not_invited(team: Cast) -> None:
    with pytest.raises(accounts.PartnerPays):
        accounts.invite(pseudonym="x", partner="donor", roles=[], by=None, at=AT)


def test_the_database_lets_no_funder_have_an_account(team: Cast) -> None:
    donor, bridge = team.partners["donor"], team.partners["bridge"]

    with pytest.raises(IntegrityError), transaction.atomic():
        cast.account("lala", donor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pseudonym="amina").update(partner=donor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.filter(pk=bridge.pk).update(funder=True)


def test_the_database_holds_a_role_once_at_a_time(team: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.create(
            account=team.accounts["bako"], role="researcher", given_at=AT, given_by="x"
        )


def test_whose_an_origin_is_is_said_once(team: Cast) -> None:
    for act in (
        lambda: OriginOwner.objects.update(kind="import"),
        lambda: OriginOwner.objects.filter(pk="well-1").delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_the_journal_shows_who_did_what(team: Cast) -> None:
    inviting(team)
    browser = team.client("dado")

    page = browser.get("/atelier/journal/?by=dado").content.decode()
    none = browser.get("/atelier/journal/?by=nobody%00&before=7").content.decode()

    assert page.count("accès changé") == 3
    assert "Rien de tel" in none
    heads = browser.get("/atelier/journal/tetes.txt")
    assert heads.content.decode().count("\n") == 1
    assert AuditEntry.objects.order_by("-number")[0].hash in heads.content.decode()


def test_the_journal_is_read_by_pages(team: Cast) -> None:
    for _ in range(60):
        audit.record("publish", by=None, at=AT)
    browser = team.client("dado")

    first = browser.get("/atelier/journal/?before=zzz").content.decode()
    second = browser.get("/atelier/journal/?before=11&record=").content.decode()

    assert "before=11" in first
    assert second.count('<th scope="row">') >= 10
    assert "before=1&" not in second
