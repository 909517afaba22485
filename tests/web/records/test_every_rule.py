"""Every rule of every table is held by the database itself: each is broken once.

Rules of records are those that the tables of a dossier declare; those of the site's own
tables are written here by hand, each with what breaks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model, UniqueConstraint
from tests.web import cast
from tests.web.cast import AT
from tests.web.records.samples import add

from vestibule.dossier.schema import Column
from vestibule.dossier.tables import TABLES
from vestibule.web.records import models as kept
from vestibule.web.records.record import Record

pytestmark = pytest.mark.django_db

SHA, OTHER = "a" * 64, "b" * 64
MADE = {"made_at": AT, "made_by": "dado"}


def breaks(column: Column) -> Iterator[tuple[str, Any]]:
    """Yield how the rules of a column end, and a cell that breaks each."""
    if column.kind == "id":
        yield "hex", "x" * 32
    elif column.terms:
        yield "among", "no-such-word"
    if column.kind == "text":
        yield "said", ""
    if column.low is not None:
        yield "least", column.low - 1
    if column.high is not None:
        yield "most", column.high + 1


def of_records() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield the name of every rule of a record's table, the table, and what breaks it."""
    for name, table in TABLES.items():
        for column in table.columns:
            for rule, wrong in breaks(column):
                yield f"{name}_{column.name}_{rule}", name, {column.name: wrong}


def refusal(write: Any) -> str:
    """Return what the database says of a row that it refuses."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write()
    return str(refused.value)


def names_in(models: Any) -> set[str]:
    return {one.name for model in models for one in model._meta.constraints}


def test_every_rule_that_a_table_of_records_declares_is_kept() -> None:
    tried = set()
    for n, (rule, table, cells) in enumerate(of_records(), start=1):
        assert rule in refusal(lambda t=table, n=n, c=cells: add(t, n, **c)), rule
        tried.add(rule)

    assert tried == names_in(m for m in apps.get_models() if issubclass(m, Record))
    assert len(tried) > 400


def test_what_no_table_lets_be_missing_is_missing_in_no_row() -> None:
    for table in TABLES:
        for n, column in enumerate(TABLES[table].columns, start=1):
            if not column.null:
                said = refusal(lambda t=table, n=n, c=column.name: add(t, n, **{c: None}))  # fmt: skip
                assert column.name in said


Rows = Mapping[str, tuple[type[Model], Mapping[str, Any]]]


def rows() -> dict[type[Model], dict[str, Any]]:
    """Return one right row of each of the site's own tables."""
    team = cast.gather_accounts()
    amina, well = team.accounts["amina"], team.partners["well"]
    now = {"at": AT, "by": "dado"}
    file = kept.KeptFile.objects.create(sha256=OTHER, size=0, kept_at=AT, kept_by="x")
    told = kept.Declaration.objects.create(number=1, key="k", text="t", **now)
    draft = kept.Draft.objects.create(**_draft(OTHER))
    gone = kept.ReleaseFolder.objects.create(**_folder(OTHER, "2"))
    down = kept.TakenDown.objects.create(
        release=kept.ReleaseFolder.objects.create(**_folder(OTHER, "3", 3)),
        reason="harm",
        **now,
    )
    origin = kept.Origin.objects.create(name="device-9")
    ended = {"ended_at": None, "ended_by": None}
    return {
        kept.OriginOwner: {"origin": origin, "partner": well, "kind": "device", **now},
        kept.Passkey: {"account": amina, "credential": "c", "public_key": b"k", "name": "n", "added_at": AT},
        kept.CodeApp: {"account": amina, "secret": "s", "added_at": AT, **ended},
        kept.OneTimeCode: {"account": amina, "kind": "recovery", "sha256": SHA, **MADE},
        kept.Token: {"account": amina, "name": "n", "sha256": SHA, "expires_at": AT, **MADE},
        kept.Job: {"kind": "analysis", "asked_at": AT, "asked_by": "x"},
        kept.Result: {"part": "p", "sha256": SHA, "chosen": SHA, "cut": {}, "made_at": AT},
        kept.KeptFile: {"sha256": SHA, "size": 1, "kept_at": AT, "kept_by": "x"},
        kept.ReleaseFolder: _folder(SHA, "1"),
        kept.Declaration: {"number": 2, "key": "k", "text": "t", **now},
        kept.DeclaredFile: {"declaration": told, "path": "p", "file": file},
        kept.Origin: {"name": "device-8"},
        kept.Pen: {"id": 2},
        kept.Partner: {"key": "moon", "name": "Moon"},
        kept.Account: {"sign_in": "s", "pseudonym": "p", "partner": well, "opened_at": AT, "opened_by": "x"},
        kept.Role: {"account": team.accounts["chana"], "role": "reader", "given_at": AT, "given_by": "x"},
        kept.Draft: _draft(SHA),
        kept.Signature: {"draft": draft, "partner": well, "account": amina, "seal": OTHER, **now},
        kept.TakenDown: {"release": gone, "reason": "harm", **now},
        kept.Seen: {"taken_down": down, "partner": well, **now},
        kept.HarmReport: {"kind": "danger", "lang": "fr", "received_at": AT},
        kept.AuditEntry: {"number": 1, "at": 0, "by": "x", "act": "write", "before": "0" * 64, "hash": SHA},
    }  # fmt: skip


def _draft(seal: str) -> dict[str, Any]:
    hashes = dict.fromkeys(("content_sha256", "files_sha256"), SHA)
    cut = {"cut": {}, "left": 0, "declaration": 1, "drawn_on": AT.date()}
    return {"edition": 1, "seal": seal, **hashes, **cut, **MADE}


def _folder(sha256: str, folder: str, edition: int = 1) -> dict[str, Any]:
    frozen = {"frozen_at": AT, "frozen_by": "x"}
    return {"edition": edition, "sha256": sha256, "folder": folder, **frozen}


WRONG: Mapping[type[Model], Mapping[str, Mapping[str, Any]]] = {
    kept.OriginOwner: {"site_origin_owners_kind_among": {"kind": "cloud"}},
    kept.Passkey: {
        "site_passkeys_name_said": {"name": ""},
        "site_passkeys_credential_said": {"credential": ""},
        "site_passkeys_signed_least": {"signed": -1},
        "site_passkeys_removed_by_someone": {"removed_at": AT},
    },
    kept.CodeApp: {
        "site_code_apps_secret_said": {"secret": ""},
        "site_code_apps_ended_by_someone": {"ended_by": "x"},
    },
    kept.OneTimeCode: {
        "site_one_time_codes_kind_among": {"kind": "gift"},
        "site_one_time_codes_hex": {"sha256": SHA.upper()},
        "site_one_time_codes_invitation_ends": {"kind": "invitation"},
    },
    kept.Token: {
        "site_tokens_hex": {"sha256": "vst_secret"},
        "site_tokens_name_said": {"name": ""},
        "site_tokens_ended_by_someone": {"ended_at": AT},
    },
    kept.Job: {
        "site_jobs_state_among": {"state": "asleep", "ended_at": AT},
        "site_jobs_done_least": {"done": -1},
        "site_jobs_done_most": {"done": 3, "of": 2},
        "site_jobs_ended": {"state": "done"},
        "site_jobs_tries_least": {"tries": -1},
    },
    kept.Result: {
        "site_results_part_said": {"part": ""},
        "site_results_hex": {"sha256": "g" * 64},
    },
    kept.KeptFile: {
        "site_files_sha256_hex": {"sha256": "a" * 63},
        "site_files_size_least": {"size": -1},
    },
    kept.ReleaseFolder: {
        "site_releases_sha256_hex": {"sha256": ""},
        "site_releases_least": {"edition": 0},
        "site_releases_down_by_someone": {"taken_down_by": "x"},
    },
    kept.Declaration: {
        "site_declarations_number_least": {"number": 0},
        "site_declarations_text_said": {"text": ""},
        "site_declarations_key_said": {"key": ""},
    },
    kept.DeclaredFile: {"site_declared_files_path_said": {"path": ""}},
    kept.Origin: {
        "site_origins_name_said": {"name": ""},
        "site_origins_last_least": {"last": -1},
    },
    kept.Pen: {"site_pen_is_one": {}},
    kept.Partner: {
        "site_partners_key_said": {"key": ""},
        "site_partners_name_said": {"name": ""},
    },
    kept.Account: {
        "site_accounts_sign_in_said": {"sign_in": ""},
        "site_accounts_pseudonym_said": {"pseudonym": ""},
        "site_accounts_pseudonym_other": {"pseudonym": "s"},
        "site_accounts_lang_among": {"lang": "xx"},
        "site_accounts_closed_once": {"is_active": False},
    },
    kept.Role: {
        "site_roles_role_among": {"role": "owner"},
        "site_roles_region_said": {"region": ""},
        "site_roles_ended_by_someone": {"ended_at": AT},
    },
    kept.Draft: {
        "site_drafts_seal": {"seal": "no"},
        "site_drafts_files": {"files_sha256": "no"},
        "site_drafts_content": {"content_sha256": "no"},
        "site_drafts_least": {"edition": 0},
        "site_drafts_published_by_someone": {"published_at": AT},
    },
    kept.Signature: {"site_signatures_seal": {"seal": "no"}},
    kept.TakenDown: {"site_taken_down_why": {"reason": ""}},
    kept.HarmReport: {
        "site_harm_reports_kind_among": {"kind": "praise"},
        "site_harm_reports_closed": {"closed_at": AT, "closed_by": "x", "outcome": "o", "words": "w"},
    },
    kept.AuditEntry: {
        "site_audit_act_among": {"act": "forget"},
        "site_audit_by_said": {"by": ""},
        "site_audit_hash_hex": {"hash": "no"},
    },
}  # fmt: skip
"""Table to the name of each of its rules, and what breaks it."""

NEVER_ALONE = {"site_jobs_state_among"}
"""Rules that are broken together with another, which a database may name instead."""

FIRST = {"site_audit_number_least"}
"""Rules that no row comes to: a trigger refuses it before."""

ONCE: Mapping[type[Model], Mapping[str, Mapping[str, Any]]] = {
    kept.CodeApp: {"site_code_apps_one_an_account": {"secret": "other"}},
    kept.Result: {"site_results_one_a_choice": {"sha256": OTHER}},
    kept.ReleaseFolder: {"site_releases_once": {"folder": "other"}},
    kept.DeclaredFile: {"site_declared_files_once": {}},
    kept.Role: {
        "site_roles_once_by_region": {"region": "land.north"},
        "site_roles_once_everywhere": {},
    },
    kept.Draft: {
        "site_drafts_one_an_edition": {"seal": "c" * 64, "published_at": AT, "published_by": "x"},
    },
    kept.Signature: {"site_signatures_once_a_partner": {}},
    kept.Seen: {"site_taken_down_seen_once": {}},
}  # fmt: skip
"""Table to the name of each rule that something stands once, and a second of it."""


def test_every_rule_of_the_site_s_own_tables_is_kept() -> None:
    right = rows()
    for model, rules in WRONG.items():
        for rule, cells in rules.items():
            row = {**right[model], **cells}
            said = refusal(lambda m=model, r=row: m._base_manager.create(**r))
            assert rule in said or rule in NEVER_ALONE
        if model is not kept.Pen:
            with transaction.atomic():
                assert model._base_manager.create(**right[model]).pk
                transaction.set_rollback(True)


def test_what_stands_once_does_not_stand_twice() -> None:
    right = rows()
    for model, rules in ONCE.items():
        for rule, cells in rules.items():
            with transaction.atomic():
                second = {**right[model], **cells}
                same = {n: cells[n] for n in cells if n in ("region", "published_at", "published_by")}  # fmt: skip
                model._base_manager.create(**right[model] | same)
                said = refusal(lambda m=model, r=second: m._base_manager.create(**r))
                assert rule in said if connection.vendor == "postgresql" else "UNIQUE" in said  # fmt: skip
                transaction.set_rollback(True)


def test_no_rule_of_the_site_s_own_tables_is_left_untried() -> None:
    own = [
        model
        for model in apps.get_app_config("records").get_models()
        if not issubclass(model, Record)
    ]
    tried = {rule for rules in (*WRONG.values(), *ONCE.values()) for rule in rules}

    assert names_in(own) == tried | FIRST
    once = {one.name for m in own for one in m._meta.constraints if isinstance(one, UniqueConstraint)}  # fmt: skip
    assert once == {rule for rules in ONCE.values() for rule in rules}


def test_the_first_entry_of_the_journal_is_number_one() -> None:
    entry = {"at": 0, "by": "x", "act": "write", "before": "0" * 64, "hash": SHA}

    with pytest.raises(DatabaseError), transaction.atomic():
        kept.AuditEntry.objects.create(number=0, **entry)
