"""Who is of the team: invited, changed, closed, always by new rows."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.web import cast
from tests.web.cast import AT, Cast

from vestibule.web.protect import accounts, granting
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
    Token,
)
from vestibule.web.records.person import Person


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

    assert response.status_code == 422
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
    with pytest.raises(accounts.NobodyProtects):
        accounts.change(dado, roles=[("reader", None)], by=None, at=AT)

    assert closed.status_code == 409
    assert "Pas encore" in closed.content.decode()
    assert dado.roles.filter(ended_at=None).get().role == "protection_officer"


def test_of_two_officers_who_end_each_other_one_stays(team: Cast) -> None:
    zan = cast.account("zan", team.partners["well"], "protection_officer")
    dado, by = team.accounts["dado"], Person.of(zan)
    accounts.change(zan, roles=[("reader", None)], by=team.person("dado"), at=AT)

    with pytest.raises(accounts.NobodyProtects):
        accounts.change(dado, roles=[("reader", None)], by=by, at=AT)


def test_nobody_changes_their_own_roles(team: Cast) -> None:
    dado, browser = team.accounts["dado"], team.client("dado")
    url = f"/atelier/equipe/{dado.pk}/"

    shown = browser.get(url).content.decode()
    changed = browser.post(url, {"roles": ["protection_officer", "editor"]})

    assert "Personne ne change ses propres rôles" in shown
    assert 'name="roles"' not in shown
    assert changed.status_code == 422
    assert "Personne ne change ses propres rôles" in changed.content.decode()
    assert dado.roles.get().role == "protection_officer"


@pytest.fixture
def south(team: Cast) -> Client:
    """The browser of an officer who looks after the well's people in the south."""
    made = cast.account(
        "kadi", team.partners["well"], "protection_officer", "land.south"
    )
    team.accounts["kadi"] = made
    return team.client("kadi")


def test_an_officer_of_a_region_does_not_lift_their_own_limit(
    team: Cast, south: Client
) -> None:
    kadi = team.accounts["kadi"]
    every = {"roles": ["protection_officer", "researcher", "editor"]}

    for regions in ([], ["land.south"], ["land.north"]):
        answer = south.post(
            f"/atelier/equipe/{kadi.pk}/", {**every, "regions": regions}
        )
        assert answer.status_code == 422

    assert [*kadi.roles.values_list("role", "region", "ended_at")] == [
        ("protection_officer", "land.south", None)
    ]


@pytest.mark.parametrize("regions", [[], ["land.north"], ["land.north", "land.south"]])
def test_an_officer_of_a_region_opens_nothing_beyond_it(
    team: Cast, south: Client, regions: list[str]
) -> None:
    hawa, given = team.accounts["hawa"], {"roles": ["editor"], "regions": regions}
    invited = {**given, "pseudonym": "issa"}

    answers = [
        south.post("/atelier/equipe/inviter/", invited),
        south.post(f"/atelier/equipe/{hawa.pk}/", given),
    ]

    for answer in answers:
        assert answer.status_code == 422
        page = answer.content.decode()
        assert re.search(r"Vous ouvrez des accès ici seulement\s: land\.south", page)
    assert 'value="issa"' in answers[0].content.decode()
    assert not Account.objects.filter(pseudonym="issa").exists()
    assert hawa.roles.get().role == "researcher"


def test_an_officer_of_a_region_gives_roles_within_it(
    team: Cast, south: Client
) -> None:
    page = south.get("/atelier/equipe/inviter/").content.decode()
    inside = {"roles": ["editor"], "regions": ["land.south"]}

    south.post("/atelier/equipe/inviter/", {**inside, "pseudonym": "issa"})
    south.post(f"/atelier/equipe/{team.accounts['hawa'].pk}/", inside)

    assert "land.north" not in page
    held = Role.objects.filter(ended_at=None, given_by="kadi").order_by("pk")
    assert [*held.values_list("account__pseudonym", "role", "region")] == [
        ("issa", "editor", "land.south"),
        ("hawa", "editor", "land.south"),
    ]


def test_roles_beyond_the_officer_s_regions_stay(team: Cast, south: Client) -> None:
    amina, dado = team.accounts["amina"], team.accounts["dado"]
    url = f"/atelier/equipe/{amina.pk}/"
    inside = {"roles": ["facilitator"], "regions": ["land.south"]}

    shown = south.get(url).content.decode()
    given = south.post(url, inside)
    taken = south.post(url, {})
    south.post(f"/atelier/equipe/{dado.pk}/", {"roles": ["reader"], "regions": ["land.south"]})  # fmt: skip

    assert "Rôles hors de vos régions" in shown
    assert (given.status_code, taken.status_code) == (302, 302)
    assert [*amina.roles.order_by("pk").values_list("region", "ended_by")] == [
        ("land.north", None),
        ("land.south", "kadi"),
    ]
    held = dado.roles.filter(ended_at=None).order_by("pk")
    assert [*held.values_list("role", "region")] == [
        ("protection_officer", None),
        ("reader", "land.south"),
    ]


def test_an_invitation_into_more_than_the_officer_gives_is_handed_to_nobody(
    team: Cast, south: Client
) -> None:
    for name, status in (("dado", 409), ("amina", 409), ("hawa", 200)):
        pk = team.accounts[name].pk
        shown = south.get(f"/atelier/equipe/{pk}/").content.decode()
        answer = south.post(f"/atelier/equipe/{pk}/inviter/")

        assert answer.status_code == status
        assert (f"/atelier/equipe/{pk}/inviter/" in shown) is (status == 200)
        handed = OneTimeCode.objects.filter(account=pk, kind="invitation").exists()
        assert handed is (status == 200)


def test_any_officer_of_the_partner_closes_an_access_at_once(
    team: Cast, south: Client
) -> None:
    amina = team.accounts["amina"]

    assert south.post(f"/atelier/equipe/{amina.pk}/fermer/").status_code == 302

    amina.refresh_from_db()
    assert amina.closed_by == "kadi"


def test_who_gives_roles_is_asked_by_the_action_too(team: Cast, south: Client) -> None:
    by, hawa = team.person("kadi"), team.accounts["hawa"]

    with pytest.raises(granting.BeyondReach):
        accounts.change(hawa, roles=[("editor", None)], by=by, at=AT)
    with pytest.raises(granting.BeyondReach):
        accounts.invite(
            pseudonym="x", partner="well", roles=[("editor", None)], by=by, at=AT
        )
    with pytest.raises(granting.OwnRoles):
        accounts.change(team.accounts["kadi"], roles=[], by=by, at=AT)
    assert hawa.roles.get().role == "researcher"
    assert not Account.objects.filter(pseudonym="x").exists()


def test_a_new_invitation_ends_all_that_was_lost(team: Cast) -> None:
    amina = team.accounts["amina"]
    amina.set_password("four unrelated words here")
    amina.save()
    CodeApp.objects.create(account=amina, secret="x", added_at=AT)  # noqa: S106
    Passkey.objects.create(
        account=amina, credential="c", public_key=b"k", name="blue", added_at=AT
    )
    token = spoken_for(amina)
    browser = team.client("amina")
    assert browser.get("/atelier/equipe/").status_code == 200

    team.client("dado").post(f"/atelier/equipe/{amina.pk}/inviter/")

    amina.refresh_from_db()
    assert not amina.has_usable_password()
    assert not amina.code_apps.filter(ended_at=None).exists()
    assert not amina.passkeys.filter(removed_at=None).exists()
    token.refresh_from_db()
    assert token.ended_by == "dado"
    assert browser.get("/atelier/equipe/").status_code == 302
    assert OneTimeCode.objects.filter(kind="invitation", used_at=None).count() == 1


def test_with_the_account_its_tokens_are_closed(team: Cast) -> None:
    amina, bako = team.accounts["amina"], team.accounts["bako"]
    theirs, another = spoken_for(amina), spoken_for(bako)

    team.client("dado").post(f"/atelier/equipe/{amina.pk}/fermer/")

    for token, ended_by in ((theirs, "dado"), (another, None)):
        token.refresh_from_db()
        assert token.ended_by == ended_by
    told = AuditEntry.objects.filter(table="site_tokens", record=str(theirs.pk))
    assert [*told.values_list("act", "by")] == [("team", "dado")]


def spoken_for(account: Account) -> Token:
    """Return a token that a program holds for someone."""
    return Token.objects.create(
        account=account,
        name="notebook",
        sha256=secrets.token_hex(32),
        scopes=["query"],
        made_at=AT,
        made_by=account.pseudonym,
        expires_at=timezone.now() + dt.timedelta(days=9),
    )


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
