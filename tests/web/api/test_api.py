"""A program speaks with its token: what its person may, once, and in one form."""

from __future__ import annotations

import datetime as dt
import io
import re
import secrets
import zipfile
from pathlib import Path
from typing import Any

import openapi_spec_validator
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone
from tests.web import cast
from tests.web.cast import Cast, excerpt, gathering
from tests.web.records.writers import TEXT

from vestibule.dossier import packages
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.api import tokens
from vestibule.web.api.endpoints import ENDPOINTS
from vestibule.web.api.openapi import description
from vestibule.web.records import declarations, results, writing
from vestibule.web.records.models import (
    Account,
    AuditEntry,
    OriginOwner,
    ReleaseFolder,
    Token,
    Vote,
)

pytestmark = pytest.mark.django_db

AT = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)
LONG = dt.timedelta(days=36_500)


@pytest.fixture(autouse=True)
def lasting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "LASTS", LONG)


@pytest.fixture
def team() -> Cast:
    declarations.declare(TEXT, at=AT, by="one")
    return cast.gather()


def token(team: Cast, name: str, *scopes: str) -> str:
    wanted = scopes or tokens.SCOPES
    return tokens.make(team.accounts[name], name="trial", scopes=wanted, by=None, at=AT)


def asked(method: str, path: str, given: str | None, body: Any = None) -> Any:
    headers = {"authorization": f"Bearer {given}"} if given else {}
    send = getattr(Client(headers=headers), method)
    more = {} if body is None else {"data": body, "content_type": "application/json"}
    return send(f"/api/v1/{path}", secure=True, **more)


def new_id() -> str:
    return secrets.token_hex(16)


def statement() -> dict[str, Any]:
    words = {"words": "Water comes first.", "lang": "en"}
    return {"id": new_id(), "key": "s1", "source": "seed", "moderation": "in", **words}


@pytest.fixture
def ballot(team: Cast) -> tuple[str, dict[str, Any]]:
    """A token that may bring in, and one vote with what it names."""
    given = token(team, "bako", "import")
    person = {"id": new_id(), "pseudonym": "p1"}
    said = statement()
    assert (
        asked("post", "import/people", given, {"records": [person]}).status_code == 200
    )
    assert asked("post", "import/statements", given, {"records": [said]}).json() == {
        "written": 1,
        "known": 0,
        "withdrawn": 0,
    }
    vote = {"id": new_id(), "person": person["id"], "statement": said["id"], "vote": 1}
    return given, vote


def brought(given: str, *votes: dict[str, Any]) -> Any:
    return asked("post", "import/votes", given, {"records": list(votes)})


class TestBringingIn:
    """Records come in once, whole, under the partner of the token."""

    def test_a_vote_is_counted_once_however_often_it_is_sent(
        self, ballot: tuple[str, dict[str, Any]]
    ) -> None:
        given, vote = ballot

        first, again = brought(given, vote), brought(given, vote)

        assert first.json() == {"written": 1, "known": 0, "withdrawn": 0}
        assert again.json() == {"written": 0, "known": 1, "withdrawn": 0}
        held = Vote.objects.get()
        assert (held.by, held.vote) == ("bako", 1)
        assert OriginOwner.objects.get(origin_id=held.origin).partner.key == "bridge"
        assert AuditEntry.objects.filter(table="votes", record=held.pk).count() == 1

    def test_a_batch_has_numbers_without_a_gap(
        self, ballot: tuple[str, dict[str, Any]]
    ) -> None:
        given, vote = ballot
        many = [{**vote, "id": new_id()} for _ in range(50)]

        assert brought(given, *many).json()["written"] == 50

        numbers = sorted(Vote.objects.values_list("seq", flat=True))
        assert numbers == list(range(numbers[0], numbers[0] + 50))

    def test_the_same_id_with_other_content_is_refused_with_all_the_rest(
        self, ballot: tuple[str, dict[str, Any]]
    ) -> None:
        given, vote = ballot
        brought(given, vote)

        answer = brought(given, {**vote, "id": new_id()}, {**vote, "vote": -1})

        assert (answer.status_code, answer.json()["code"]) == (422, "other-content")
        assert Vote.objects.count() == 1

    def test_what_was_withdrawn_stays_away(
        self, ballot: tuple[str, dict[str, Any]]
    ) -> None:
        given, vote = ballot
        brought(given, vote)
        writing.withdraw("votes", vote["id"], origin="site", by="dado", at=AT)

        assert brought(given, vote).json() == {"written": 0, "known": 0, "withdrawn": 1}
        assert not Vote.objects.exists()

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"vote": 7}, "cell"),
            ({"colour": "red"}, "column"),
            ({"id": ""}, "no-own-id"),
            ({"seq": 4}, "held-column"),
            ({"person": "a" * 32}, "no-such-record"),
        ],
    )
    def test_what_cannot_be_is_refused_in_one_form(
        self, ballot: tuple[str, dict[str, Any]], change: dict[str, Any], code: str
    ) -> None:
        given, vote = ballot

        answer = brought(given, {**vote, **change})

        assert answer.status_code == 422
        assert set(answer.json()) == {"code", "message", "details"}
        assert answer.json()["code"] == code
        assert not Vote.objects.exists()

    def test_what_another_partner_s_people_may_not_see_cannot_be_named(
        self, team: Cast
    ) -> None:
        hidden = gathering(team.places["hill"], "well-1")
        row = {"n": 1, "capacity": "consulted"}
        theirs = {"id": new_id(), "gathering": hidden, **row}
        missing = {"id": new_id(), "gathering": "a" * 32, **row}
        hawa, bako = (token(team, name, "import") for name in ("hawa", "bako"))

        told, none, his = (
            asked("post", "import/attendances", given, {"records": [record]})
            for given, record in ((hawa, theirs), (hawa, missing), (bako, theirs))
        )

        # of her partner, but beyond her region: as if it were not there
        assert (told.status_code, told.json()) == (422, none.json())
        assert told.json()["code"] == "no-such-record"
        # his role reaches everywhere
        assert his.status_code == 200

    @pytest.mark.parametrize(
        "body", [{}, {"records": []}, {"records": [1]}, {"records": [{}] * 5001}]
    )
    def test_a_body_that_is_none_is_refused(self, team: Cast, body: Any) -> None:
        answer = asked("post", "import/votes", token(team, "bako"), body)

        assert answer.status_code == 422

    def test_a_body_that_is_not_json_is_refused(self, team: Cast) -> None:
        answer = Client(
            headers={"authorization": f"Bearer {token(team, 'bako')}"}
        ).post(
            "/api/v1/import/votes", "[", content_type="application/json", secure=True
        )

        assert answer.json()["code"] == "no-json"

    @pytest.mark.parametrize("table", ["withdrawals", "removals", "runes"])
    def test_no_other_table_is_written(self, team: Cast, table: str) -> None:
        body = {"records": [{"id": new_id()}]}
        answer = asked("post", f"import/{table}", token(team, "bako"), body)

        assert answer.json()["code"] == "no-table"


class TestTokens:
    """A token opens what its person may, within its scopes, until it ends."""

    @pytest.mark.parametrize("given", [None, "", "vst_wrong", "other"])
    def test_without_a_token_nothing_opens(self, team: Cast, given: str | None) -> None:
        answer = asked("get", "query/places", given)

        assert (answer.status_code, answer.json()["code"]) == (401, "no-token")

    def test_another_scope_opens_nothing(self, team: Cast) -> None:
        assert (
            asked("get", "query/places", token(team, "bako", "import")).status_code
            == 401
        )

    def test_a_token_that_ended_or_is_too_old_opens_nothing(self, team: Cast) -> None:
        ended, old = token(team, "bako"), token(team, "bako")
        first, second = Token.objects.order_by("pk")
        tokens.end(first.pk, by=team.person("dado"), at=AT)
        Token.objects.filter(pk=second.pk).update(
            expires_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        )

        codes = [asked("get", "query/places", t).status_code for t in (ended, old)]
        assert codes == [401, 401]

    def test_with_the_role_the_token_ends(self, team: Cast) -> None:
        given = token(team, "bako")
        team.accounts["bako"].roles.update(ended_at=AT, ended_by="dado")

        assert asked("get", "query/places", given).status_code == 404

    def test_with_the_account_the_token_ends(self, team: Cast) -> None:
        given = token(team, "bako")
        who = Account.objects.filter(pk=team.accounts["bako"].pk)
        who.update(is_active=False, closed_at=AT, closed_by="dado")

        assert asked("get", "query/places", given).status_code == 404

    @pytest.mark.parametrize("name", ["amina", "chana", "dado", "fanta"])
    def test_other_roles_get_no_token(self, team: Cast, name: str) -> None:
        with pytest.raises(DataError, match="through no program"):
            token(team, name)

    @pytest.mark.parametrize(
        ("name", "scopes"), [("", ["query"]), ("x", []), ("x", ["all"])]
    )
    def test_a_token_has_a_name_and_scopes(
        self, team: Cast, name: str, scopes: list[str]
    ) -> None:
        with pytest.raises(DataError, match="at least one scope"):
            tokens.make(team.accounts["bako"], name=name, scopes=scopes, by=None, at=AT)

    def test_only_its_hash_is_kept(self, team: Cast) -> None:
        given = token(team, "bako")

        kept = Token.objects.values().get()
        assert given not in str(kept)
        assert given.removeprefix(tokens.MARK) not in str(kept)

    def test_another_method_is_refused(self, team: Cast) -> None:
        answer = asked("delete", "query/places", token(team, "bako"))

        assert (answer.status_code, answer.json()["code"]) == (405, "method")


class TestQuerying:
    """Records are given as the person behind the token may see them."""

    def test_excerpts_of_another_region_are_not_given_and_readings_are_noted(
        self, team: Cast
    ) -> None:
        north = gathering(team.places["hill"])
        south = gathering(team.places["shore"])
        for where in (north, south):
            cast.record("consents", "well-1", gathering=where, level=2, basis="consent")
            excerpt(where)

        given = token(team, "hawa", "query")
        found = asked("get", "query/excerpts?columns=gathering", given).json()

        assert [row["gathering"] for row in found["records"]] == [south]
        read = AuditEntry.objects.filter(act="read", table="excerpts", by="hawa")
        assert read.count() == 1

    def test_pages_follow_each_other_to_the_end(self, team: Cast) -> None:
        given, after, got = token(team, "bako"), "", []
        for _ in range(4):
            told = asked("get", f"query/places?limit=2&after={after}", given).json()
            got += [row["id"] for row in told["records"]]
            after = told["next"]
            if after is None:
                break

        assert sorted(got) == sorted(team.places.values())

    @pytest.mark.parametrize(
        "ask",
        ["columns=origin", "columns=facilitator", "columns=x", "limit=0", "limit=a"],
    )
    def test_numbers_of_a_record_and_wrong_limits_are_refused(
        self, team: Cast, ask: str
    ) -> None:
        answer = asked("get", f"query/gatherings?{ask}", token(team, "bako"))

        assert answer.status_code == 422

    def test_who_wrote_a_record_and_when_is_not_given(self, team: Cast) -> None:
        given = token(team, "bako")
        gathering(team.places["hill"])

        [row] = asked("get", "query/gatherings", given).json()["records"]

        assert {"origin", "seq", "at", "by", "supersedes"}.isdisjoint(row)

    @pytest.mark.parametrize("table", ["people", "withdrawals", "codings", "runes"])
    def test_a_table_that_is_not_theirs_is_not_there(
        self, team: Cast, table: str
    ) -> None:
        assert asked("get", f"query/{table}", token(team, "bako")).status_code == 404


def test_the_dossier_is_exported_as_far_as_it_may_be_seen(
    team: Cast, tmp_path: Path
) -> None:
    south = gathering(team.places["shore"])
    cast.record("consents", "well-1", gathering=south, level=2, basis="consent")
    seen, unseen = excerpt(south), excerpt(gathering(team.places["hill"]))

    answer = asked("get", "export", token(team, "hawa"))
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)

    back = packages.read(tmp_path / "dossier")
    ids = set(back.table("excerpts")["id"])
    assert (seen in ids, unseen in ids) == (True, False)
    assert "people" not in back.tables
    assert AuditEntry.objects.filter(act="read", record=seen).exists()


def test_editions_are_open_to_all_and_name_nobody(team: Cast) -> None:
    ReleaseFolder.objects.create(
        edition=1, sha256="a" * 64, folder="1-a", frozen_at=AT, frozen_by="esi"
    )

    told = asked("get", "releases", None)

    assert told.json() == {
        "releases": [
            {
                "edition": 1,
                "sha256": "a" * 64,
                "month": "2031-05",
                "address": "/editions/1/",
                "taken_down": False,
            }
        ]
    }


def test_follow_up_is_that_of_the_last_analysis(team: Cast) -> None:
    given = token(team, "esi", "follow_up")
    assert asked("get", "follow-up", given).json()["code"] == "no-analysis"
    results.keep("follow_up", {"a": 1}, of=results.basis(), settings={}, at=AT)

    told = asked("get", "follow-up", given).json()

    assert (told["board"], told["records_since"]) == ({"a": 1}, 0)


def test_follow_up_names_no_gathering_place_or_action(team: Cast) -> None:
    asked_for = {"key": "r1", "state": "silent", "gathering": "g" * 32}
    owed = {"key": "c1", "counted": True, "action": "a" * 32, "owner": "La mairie"}
    content = {
        "recommendations": [asked_for],
        "commitments": [owed],
        "told": {"fr": {"actions": [{"words": "Curer"}], "commitments": [owed]}},
    }
    results.keep("follow_up", content, of=results.basis(), settings={}, at=AT)

    told = asked("get", "follow-up", token(team, "esi", "follow_up")).json()["board"]

    kept = {"key": "c1", "counted": True, "owner": "La mairie"}
    assert told == {
        "recommendations": [{"key": "r1", "state": "silent"}],
        "commitments": [kept],
        "told": {"fr": {"commitments": [kept]}},
    }


class TestDescription:
    """The OpenAPI file says what is there, all of it and nothing else."""

    def test_every_address_is_described(self) -> None:
        routes = {
            str(p.pattern)
            for r in get_resolver().url_patterns
            for p in getattr(r, "url_patterns", [])
            if str(p.pattern).startswith("api/v1/")
        }
        told = {path.lstrip("/") for path in description("1")["paths"]}

        assert {re.sub(r"<str:(\w+)>", r"{\1}", one) for one in routes} == told

    def test_it_is_given_to_everyone(self, team: Cast) -> None:
        told = asked("get", "openapi.json", None).json()

        assert told["openapi"].startswith("3.")
        assert set(told["paths"]) == {one.path for one in ENDPOINTS}

    def test_it_is_what_the_standard_asks(self) -> None:
        openapi_spec_validator.validate(description("1"))

    def test_it_is_whole(self) -> None:
        told = description("1")
        names = [op["operationId"] for p in told["paths"].values() for op in p.values()]
        assert len(names) == len(set(names)) == len(ENDPOINTS)
        for path, methods in told["paths"].items():
            for operation in methods.values():
                parts = {
                    p["name"] for p in operation["parameters"] if p["in"] == "path"
                }
                assert parts == set(re.findall(r"\{(\w+)\}", path))
                assert "200" in operation["responses"]
                assert operation["summary"]
                for need in operation["security"]:
                    assert set(need) <= set(told["components"]["securitySchemes"])
        for name in re.findall(r"#/components/schemas/(\w+)", str(told)):
            assert name in told["components"]["schemas"]
        tables = told["paths"]["/api/v1/query/{table}"]["get"]["parameters"][0]
        assert tables["schema"]["enum"] == list(TABLES)


class TestPages:
    """Whoever a token speaks for makes it, and sees it once; officers end it."""

    OWN = "/atelier/acces/jetons/"
    TEAM = "/atelier/equipe/jetons/"
    GIVEN = {"name": "notebook", "scope": "query"}  # noqa: RUF012

    def test_its_holder_makes_a_token_and_sees_it_once(self, team: Cast) -> None:
        browser, officer = team.client("hawa"), team.client("dado")

        shown = browser.post(self.OWN, self.GIVEN, secure=True).content.decode()
        later = browser.get(self.OWN, secure=True).content.decode()
        theirs = officer.get(self.TEAM, secure=True).content.decode()

        [made] = re.findall(r"vst_[\w-]{40,}", shown)
        row = Token.objects.get()
        assert (row.account, row.made_by) == (team.accounts["hawa"], "hawa")
        assert asked("get", "query/places", made).status_code == 200
        for page in (later, theirs):
            assert made not in page
            assert "notebook" in page
        told = AuditEntry.objects.filter(table="site_tokens", by="hawa", act="team")
        assert told.count() == 1

    def test_an_officer_makes_none_and_ends_it(self, team: Cast) -> None:
        given, officer = token(team, "hawa"), team.client("dado")
        number = Token.objects.get().pk
        form = {**self.GIVEN, "account": team.accounts["hawa"].pk}

        made = officer.post(self.TEAM, form, secure=True)
        ended = officer.post(f"{self.TEAM}{number}/finir/", secure=True)

        assert (made.status_code, ended.status_code) == (405, 302)
        assert officer.get(self.OWN, secure=True).status_code == 404
        assert Token.objects.get().ended_by == "dado"
        assert asked("get", "query/places", given).status_code == 401

    def test_nobody_makes_a_token_that_speaks_for_another(self, team: Cast) -> None:
        with pytest.raises(tokens.NotHolder):
            tokens.make(
                team.accounts["hawa"],
                name="x",
                scopes=["query"],
                by=team.person("dado"),
                at=AT,
            )

    def test_its_holder_ends_a_token_and_nobody_else_s(self, team: Cast) -> None:
        for name in ("hawa", "bako"):
            token(team, name)
        browser, mine = team.client("hawa"), team.accounts["hawa"]

        answers = {
            row.account_id: browser.post(
                f"{self.OWN}{row.pk}/finir/", secure=True
            ).status_code
            for row in Token.objects.all()
        }

        assert answers == {mine.pk: 302, team.accounts["bako"].pk: 404}
        assert Token.objects.get(account=mine).ended_by == "hawa"

    def test_tokens_of_another_partner_are_not_there(self, team: Cast) -> None:
        token(team, "bako")
        browser = team.client("dado")

        ended = browser.post(f"{self.TEAM}{Token.objects.get().pk}/finir/", secure=True)

        assert ended.status_code == 404
        assert "bako" not in browser.get(self.TEAM, secure=True).content.decode()

    @pytest.mark.parametrize(
        ("form", "kept", "ticked"),
        [
            ({"name": "notebook"}, 'value="notebook"', 0),
            ({"name": "n" * 81, "scope": "query"}, "n" * 81, 1),
            ({"scope": ["query", "export"]}, "", 2),
        ],
    )
    def test_what_was_typed_of_a_token_stays_where_something_is_missing(
        self, team: Cast, form: dict[str, Any], kept: str, ticked: int
    ) -> None:
        answer = team.client("hawa").post(self.OWN, form, secure=True)

        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'class="bad"' in page
        assert kept in page
        assert page.count(" checked") == ticked
        assert not Token.objects.exists()

    def test_the_day_of_last_use_is_kept_and_written_once_a_day(
        self, team: Cast
    ) -> None:
        given = token(team, "hawa", "query")
        assert Token.objects.get().used_on is None

        asked("get", "query/places", given)
        with CaptureQueriesContext(connection) as again:
            asked("get", "query/places", given)

        assert Token.objects.get().used_on == timezone.now().date()
        assert not [one for one in again if one["sql"].startswith("UPDATE")]
        for name, url in (("hawa", self.OWN), ("dado", self.TEAM)):
            page = team.client(name).get(url, secure=True).content.decode()
            assert ">jamais<" not in page

    def test_only_who_may_use_the_api_is_led_to_tokens(self, team: Cast) -> None:
        for name, may in (("hawa", True), ("esi", True), ("dado", False)):
            page = team.client(name).get("/atelier/acces/", secure=True)
            assert (f'href="{self.OWN}"' in page.content.decode()) is may
