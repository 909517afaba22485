"""Whose an origin is, and which partners a process declares."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from tests.web import cast
from tests.web.cast import AT, Cast

from vestibule.dossier.process import Partner as Declared
from vestibule.dossier.process import Process
from vestibule.errors import DataError
from vestibule.rehearsal import country
from vestibule.web.records import audit, chain, numbering, owners, partnering
from vestibule.web.records.models import AuditEntry, OriginOwner, Partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Cast:
    return cast.gather()


def test_a_partner_s_people_write_under_one_origin_of_this_site(team: Cast) -> None:
    first = owners.origin_of(team.person("amina"), at=AT)

    assert owners.origin_of(team.person("dado"), at=AT) == first
    assert owners.origin_of(team.person("bako"), at=AT) != first
    owner = OriginOwner.objects.get(origin_id=first)
    assert (owner.partner.key, owner.kind, owner.by) == ("well", "site", "amina")


def test_the_machine_writes_under_nobody_s_origin(team: Cast) -> None:
    hers = owners.origin_of(team.person("amina"), at=AT)

    machine = numbering.site_origin(at=AT)

    assert machine != hers
    assert not OriginOwner.objects.filter(origin_id=machine).exists()


def test_after_a_restore_a_partner_writes_under_a_new_origin(team: Cast) -> None:
    before = owners.origin_of(team.person("amina"), at=AT)
    later = AT + dt.timedelta(days=1)
    numbering.renew_origin(at=later)

    after = owners.origin_of(team.person("amina"), at=later)

    assert after != before
    assert owners.origin_of(team.person("amina"), at=later) == after


def test_an_import_is_of_the_partner_who_brings_it_the_first_time(team: Cast) -> None:
    new = owners.own(
        ["phone-7", "well-1"], kind="import", by=team.person("bako"), at=AT
    )

    assert new == ("phone-7",)
    kept = dict(OriginOwner.objects.values_list("origin_id", "partner__key"))
    assert (kept["phone-7"], kept["well-1"]) == ("bridge", "well")
    assert AuditEntry.objects.filter(record="phone-7").count() == 1


def test_many_entries_are_one_chain(team: Cast) -> None:
    audit.reading("excerpts", [f"{n:032x}" for n in range(1_100)], by=None, at=AT)

    assert chain.verify().entries == 1_100
    assert chain.verify().holds


def process(*partners: Declared) -> Process:
    return Process(key="try", titles={}, question={}, partners=partners)


def test_partners_are_what_the_process_declares() -> None:
    declared = process(
        Declared(key="a", name="A", roles=("collects",)),
        Declared(key="b", name="B", roles=("advises", "funds")),
    )

    assert partnering.declare(declared) == ("a", "b")
    assert partnering.declare(declared) == ()
    assert dict(Partner.objects.values_list("key", "funder")) == {"a": False, "b": True}

    renamed = process(Declared(key="a", name="A new", roles=("collects",)))
    assert partnering.declare(renamed) == ()
    assert set(Partner.objects.values_list("name", flat=True)) == {"A new", "B"}


def test_a_partner_with_accounts_does_not_become_a_funder(team: Cast) -> None:
    declared = process(Declared(key="well", name="Well", roles=("funding",)))

    with pytest.raises(IntegrityError), transaction.atomic():
        partnering.declare(declared)


def test_the_invented_country_has_a_funder_and_two_partners() -> None:
    land = country.country(dt.date(2030, 1, 1))
    partnering.declare(country.process(land))

    funders = Partner.objects.filter(funder=True).values_list("key", flat=True)
    assert [*funders] == ["fonds-passerelle"]
    assert Partner.objects.count() == 3


def test_an_unknown_partner_is_named_with_those_that_are(team: Cast) -> None:
    assert partnering.partner("well").key == "well"
    with pytest.raises(DataError, match="bridge, donor, well"):
        partnering.partner("wells")
