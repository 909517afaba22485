"""The way in: passphrase and code, spare codes, invitations, passkeys, out again."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from tests.web import cast
from tests.web.cast import Cast
from tests.web.protect.device import Device

from vestibule.web.middleware import idle
from vestibule.web.protect import accounts, codes, entering, keys, sealing
from vestibule.web.records.models import (
    Account,
    AuditEntry,
    CodeApp,
    OneTimeCode,
    Passkey,
)

PHRASE = "four unrelated words here"
SECRET = b"12345678901234567890"


@pytest.fixture
def team(db: None) -> Cast:
    made = cast.gather()
    amina = made.accounts["amina"]
    amina.set_password(PHRASE)
    amina.save()
    codes.add(amina, SECRET, step=0, at=cast.AT)
    return made


def typed(browser: Client, *, name: str = "amina-enters", phrase: str = PHRASE) -> Any:
    return browser.post("/entrer/", {"sign_in": name, "passphrase": phrase})


def now_code(drift: int = 0) -> str:
    return f"{totp(SECRET, drift=drift):06d}"


def is_in(browser: Client) -> bool:
    return browser.get("/atelier/acces/").status_code == 200


def test_a_passphrase_and_a_code_let_in(team: Cast) -> None:
    browser = Client()

    half = typed(browser)
    whole = browser.post("/entrer/code/", {"code": now_code()})

    assert half["Location"] == "/entrer/code/"
    assert whole["Location"] == "/atelier/acces/"
    assert is_in(browser)
    assert AuditEntry.objects.filter(act="enter", by="amina").count() == 1


def test_a_passphrase_alone_lets_nobody_in(team: Cast) -> None:
    browser = Client()
    typed(browser)

    assert not is_in(browser)


def test_a_code_alone_lets_nobody_in(team: Cast) -> None:
    browser = Client()

    response = browser.post("/entrer/code/", {"code": now_code()})

    assert response["Location"] == "/entrer/"
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("amina-enters", "another passphrase"),
        ("nobody-enters", PHRASE),
        ("amina", PHRASE),  # the pseudonym opens nothing
        ("bako-enters", ""),
    ],
)
def test_what_does_not_go_together_is_one_sentence(
    team: Cast, name: str, phrase: str
) -> None:
    response = typed(Client(), name=name, phrase=phrase or "x")

    assert response.status_code == 200
    assert "ne vont pas ensemble" in response.content.decode()


def test_an_unknown_name_costs_as_many_hashes_as_a_known_one(
    team: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    entering.known("warm", "warm")
    plain = hashers.MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        counted.append(password)
        return plain(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counting)
    spent = []
    closed = cast.account("zed", team.partners["well"])
    for name in ("amina-enters", "nobody-enters", closed.sign_in):
        counted.clear()
        assert entering.known(name, "not this one") is None
        spent.append(len(counted))

    assert len(set(spent)) == 1


def test_a_code_is_taken_once(team: Cast) -> None:
    first, second = Client(), Client()
    code = now_code()
    typed(first)
    first.post("/entrer/code/", {"code": code})
    typed(second)

    response = second.post("/entrer/code/", {"code": code})

    assert "ouvre pas" in response.content.decode()
    assert not is_in(second)


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_telephone_may_be_a_step_ahead_or_behind(seconds: int) -> None:
    # RFC 6238, appendix B: the code of 1111111109, read by a clock that is off
    at = dt.datetime.fromtimestamp(1111111109 + seconds, tz=dt.UTC)

    assert codes.step_of(SECRET, "081 804", at) == 1111111109 // 30


@pytest.mark.parametrize(
    ("seconds", "code"), [(90, "081804"), (0, "81804"), (0, "0818040")]
)
def test_no_other_code_is_taken(seconds: int, code: str) -> None:
    at = dt.datetime.fromtimestamp(1111111109 + seconds, tz=dt.UTC)

    assert codes.step_of(SECRET, code, at) is None


def test_the_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B, SHA-1: at 1111111109 the code ends in 081804
    at = dt.datetime.fromtimestamp(1111111109, tz=dt.UTC)

    assert codes.step_of(SECRET, "081804", at) == 1111111109 // 30


def test_half_the_way_is_open_for_ten_minutes(team: Cast) -> None:
    browser = Client()
    typed(browser)
    session = browser.session
    account, since = session[entering.HALF]
    session[entering.HALF] = [account, since - 601]
    session.save()

    response = browser.post("/entrer/code/", {"code": now_code()})

    assert response["Location"] == "/entrer/"


def test_the_session_is_a_new_one_at_each_step(team: Cast) -> None:
    browser = Client()
    browser.post("/entrer/cle/")
    keys_seen = [browser.cookies["sessionid"].value]
    typed(browser)
    keys_seen.append(browser.cookies["sessionid"].value)
    browser.post("/entrer/code/", {"code": now_code()})
    keys_seen.append(browser.cookies["sessionid"].value)

    assert len(set(keys_seen)) == 3
    assert Session.objects.filter(session_key__in=keys_seen[:2]).count() == 0


def test_the_page_that_was_wanted_opens_after(team: Cast) -> None:
    browser = Client()
    asked = browser.get("/atelier/equipe/")["Location"]
    browser.post(asked, {"sign_in": "amina-enters", "passphrase": PHRASE})

    response = browser.post("/entrer/code/", {"code": now_code()})

    assert response["Location"] == "/atelier/equipe/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"],
)
def test_no_other_site_is_opened_after(team: Cast, elsewhere: str) -> None:
    browser = Client()
    browser.post(
        f"/entrer/?suite={elsewhere}", {"sign_in": "amina-enters", "passphrase": PHRASE}
    )

    response = browser.post("/entrer/code/", {"code": now_code()})

    assert response["Location"] == "/atelier/acces/"


def test_a_spare_code_opens_once(team: Cast) -> None:
    amina = team.accounts["amina"]
    spare = accounts.ways_back(amina, by=None, at=timezone.now())
    assert len(set(spare)) == 8
    browser = Client()
    for expected in (True, False):
        typed(browser)
        browser.post("/entrer/code/", {"code": spare[0].upper().replace("-", " ")})
        assert is_in(browser) is expected
        browser.post("/sortir/")


def test_no_code_and_no_secret_stands_in_the_database(team: Cast) -> None:
    amina = team.accounts["amina"]
    spare = accounts.ways_back(amina, by=None, at=timezone.now())

    kept = repr([*OneTimeCode.objects.values_list(), *CodeApp.objects.values_list()])

    assert not any(code in kept or code.replace("-", "") in kept for code in spare)
    assert SECRET.decode() not in kept
    assert codes.spelled(SECRET).replace(" ", "") not in kept


def test_a_secret_sealed_by_another_site_is_no_second_factor(
    team: Cast, settings: Any
) -> None:
    settings.SECRET_KEY = "the secret of another site"  # noqa: S105

    assert not codes.take(team.accounts["amina"], now_code(), at=timezone.now())
    assert sealing.unseal(CodeApp.objects.get().secret) is None


def invited(team: Cast) -> tuple[Account, str]:
    return accounts.invite(
        pseudonym="issa",
        partner="well",
        roles=[("reader", None)],
        by=team.person("dado"),
        at=timezone.now(),
    )


def accepting(browser: Client, code: str, **other: str) -> Any:
    given = {
        "invitation": code,
        "sign_in": "issa-enters",
        "passphrase": PHRASE,
        "again": PHRASE,
        **other,
    }
    return browser.post("/entrer/invitation/", given)


def test_an_invitation_leads_to_two_factors_and_in(team: Cast) -> None:
    account, code = invited(team)
    browser = Client()

    assert accepting(browser, code)["Location"] == "/entrer/application/"
    page = browser.get("/entrer/application/").content.decode()
    secret = sealing.unseal(browser.session["app-secret"])
    assert secret is not None
    assert codes.spelled(secret) in page
    done = browser.post("/entrer/application/", {"first_code": f"{totp(secret):06d}"})

    assert done.content.decode().count('<li class="id">') == 8
    assert is_in(browser)
    account.refresh_from_db()
    assert account.sign_in == "issa-enters"


def test_an_invitation_opens_once_and_not_after_seven_days(team: Cast) -> None:
    account, code = invited(team)
    assert accounts.invited(code, at=timezone.now() + dt.timedelta(days=8)) is None
    assert accounts.invited(code, at=timezone.now()) == account

    accepting(Client(), code)

    assert accounts.invited(code, at=timezone.now()) is None
    with pytest.raises(accounts.InvitationUsed):
        accounts.accept(
            account, code, sign_in="x", passphrase=PHRASE, at=timezone.now()
        )
    again = accepting(Client(), code, sign_in="other")
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"sign_in": "issa"}, "pseudonyme"),
        ({"sign_in": "amina-enters"}, "pris"),
        ({"passphrase": "short", "again": "short"}, "12"),
        ({"again": "another phrase altogether"}, "diffèrent"),
        ({"invitation": "wrong-wrong-wrong-wrong"}, "cette invitation"),
    ],
)
def test_an_invitation_says_what_is_to_be_mended(
    team: Cast, other: dict[str, str], said: str
) -> None:
    _, code = invited(team)

    response = accepting(Client(), code, **other)

    assert response.status_code == 200
    assert said in response.content.decode().lower()
    assert OneTimeCode.objects.filter(kind="invitation", used_at=None).exists()


def test_whoever_is_half_way_in_without_an_application_is_led_to_one(
    team: Cast,
) -> None:
    CodeApp.objects.update(ended_at=cast.AT, ended_by="amina")
    browser = Client()
    typed(browser)

    assert browser.get("/entrer/code/")["Location"] == "/entrer/application/"
    wrong = browser.post("/entrer/application/", {"first_code": "000000"})
    assert "ouvre pas" in wrong.content.decode()


def test_an_application_is_not_replaced_on_the_way_in(team: Cast) -> None:
    browser = Client()
    typed(browser)

    assert browser.get("/entrer/application/")["Location"] == "/entrer/"


def with_key(team: Cast, name: str = "amina", **kind: Any) -> tuple[Client, Device]:
    browser = team.client(name)
    options = browser.post("/atelier/acces/cle/").json()
    device = Device(**kind)
    browser.post(
        "/atelier/acces/cle/ajouter/",
        {"key_name": "blue", "answer": device.made(options)},
    )
    return browser, device


def entered(device: Device) -> Client:
    browser = Client()
    options = browser.post("/entrer/cle/").json()
    browser.post("/entrer/avec-cle/", {"answer": device.signs(options)})
    return browser


@pytest.fixture
def plain_http(settings: Any) -> None:
    settings.PLAIN_HTTP = True


@pytest.mark.usefixtures("plain_http")
def test_a_passkey_lets_in_alone(team: Cast) -> None:
    _, device = with_key(team)

    browser = entered(device)

    assert is_in(browser)
    assert Passkey.objects.get().signed == 1
    assert AuditEntry.objects.filter(table="site_passkeys").count() == 1


@pytest.mark.usefixtures("plain_http")
@pytest.mark.parametrize(
    "kind",
    [
        {"origin": "https://evil.example"},
        {"site": "evil.example"},
        {"verified": False},
    ],
)
def test_a_key_of_another_site_or_without_its_owner_is_not_added(
    team: Cast, kind: dict[str, Any]
) -> None:
    with_key(team, **kind)

    assert not Passkey.objects.exists()


@pytest.mark.usefixtures("plain_http")
def test_a_signature_is_good_once(team: Cast) -> None:
    _, device = with_key(team)
    browser = Client()
    options = browser.post("/entrer/cle/").json()
    answer = device.signs(options)
    browser.post("/entrer/avec-cle/", {"answer": answer})

    again = Client()
    again.post("/entrer/cle/")
    response = again.post("/entrer/avec-cle/", {"answer": answer})

    assert response.status_code == 200
    assert not is_in(again)
    assert not is_in(Client())
    without = Client().post("/entrer/avec-cle/", {"answer": answer})
    assert without.status_code == 200


@pytest.mark.usefixtures("plain_http")
def test_a_copied_key_is_seen_by_its_counter(team: Cast) -> None:
    _, device = with_key(team)
    device.signed = 5
    assert is_in(entered(device))

    device.signed = 2

    assert not is_in(entered(device))


@pytest.mark.usefixtures("plain_http")
def test_a_key_that_was_removed_opens_nothing(team: Cast) -> None:
    browser, device = with_key(team)
    key = Passkey.objects.get()

    browser.post(f"/atelier/acces/cle/{key.pk}/retirer/")

    assert not is_in(entered(device))
    assert browser.post(f"/atelier/acces/cle/{key.pk}/retirer/").status_code == 404


@pytest.mark.usefixtures("plain_http")
def test_nobody_removes_another_s_key(team: Cast) -> None:
    _, device = with_key(team)
    key = Passkey.objects.get()

    response = team.client("bako").post(f"/atelier/acces/cle/{key.pk}/retirer/")

    assert response.status_code == 404
    assert is_in(entered(device))


@pytest.mark.usefixtures("plain_http")
def test_one_key_is_not_added_twice(team: Cast) -> None:
    browser, device = with_key(team)
    options = browser.post("/atelier/acces/cle/").json()

    assert [one["id"] for one in options["excludeCredentials"]] == [
        Passkey.objects.get().credential
    ]
    browser.post(
        "/atelier/acces/cle/ajouter/",
        {"key_name": "again", "answer": device.made(options)},
    )
    assert Passkey.objects.count() == 1


@pytest.mark.usefixtures("plain_http")
@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", '{"id": 3}', '{"id": "\\u0000"}', "null", "\0"]
)
def test_what_no_device_says_is_refused_calmly(team: Cast, answer: str) -> None:
    _, _ = with_key(team)
    browser = Client()
    browser.post("/entrer/cle/")
    adding = team.client("amina")
    adding.post("/atelier/acces/cle/")

    assert browser.post("/entrer/avec-cle/", {"answer": answer}).status_code == 200
    form = {"key_name": "x", "answer": answer}
    assert adding.post("/atelier/acces/cle/ajouter/", form).status_code == 200
    nameless = {"key_name": "", "answer": answer}
    assert adding.post("/atelier/acces/cle/ajouter/", nameless).status_code == 200
    assert adding.post("/atelier/acces/cle/ajouter/", form).status_code == 200


def test_signing_out_clears_what_the_browser_kept(team: Cast) -> None:
    browser = team.client("amina")

    response = browser.post("/sortir/")

    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not is_in(browser)
    assert not Session.objects.exists()
    assert browser.get("/sortir/").status_code == 405


def test_who_does_nothing_for_half_an_hour_is_signed_out(team: Cast) -> None:
    browser = team.client("amina")
    assert is_in(browser)
    session = browser.session
    session[idle.SEEN] -= 31 * 60
    session.save()

    assert not is_in(browser)
    assert not Session.objects.exists()


def test_who_works_stays_in_for_twelve_hours_at_most(team: Cast) -> None:
    browser = team.client("amina")
    assert is_in(browser)
    session = browser.session
    session[idle.SEEN] -= 29 * 60
    session.save()
    assert is_in(browser)

    session = browser.session
    session[idle.SINCE] -= 12 * 3600 + 1
    session.save()

    assert not is_in(browser)


def test_a_page_does_not_write_each_time_that_someone_is_there(team: Cast) -> None:
    browser = team.client("amina")
    is_in(browser)
    before = Session.objects.get().session_data

    is_in(browser)

    assert Session.objects.get().session_data == before


def test_a_new_passphrase_ends_the_other_sessions(team: Cast) -> None:
    here, elsewhere = team.client("amina"), team.client("amina")
    assert is_in(here)
    assert is_in(elsewhere)
    given = {"current": PHRASE, "passphrase": "four other words indeed"}

    done = here.post("/atelier/acces/phrase/", given | {"again": given["passphrase"]})

    assert done.status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_new_passphrase_asks_for_the_one_of_today(team: Cast) -> None:
    browser = team.client("amina")
    new = "four other words indeed"
    given = {"current": "not it", "passphrase": new, "again": new}

    said = [browser.post("/atelier/acces/phrase/", given) for _ in range(6)]

    assert "ne vont pas ensemble" in said[0].content.decode()
    assert "quart d" in said[5].content.decode()
    assert team.accounts["amina"].check_password(PHRASE)


def test_new_spare_codes_are_shown_once(team: Cast) -> None:
    browser = team.client("amina")

    page = browser.post("/atelier/acces/secours/").content.decode()

    assert page.count('<li class="id">') == 8
    assert browser.get("/atelier/acces/secours/").status_code == 405


def test_the_language_is_the_one_that_was_chosen(team: Cast) -> None:
    browser = team.client("amina")
    assert 'lang="fr"' in browser.get("/atelier/acces/").content.decode()

    browser.post(
        "/langue/",
        {"lang": "en"},
        headers={"Referer": "http://testserver/atelier/equipe/"},
    )

    assert "My access" in browser.get("/atelier/acces/").content.decode()
    assert Account.objects.get(pseudonym="amina").lang == "en"


def test_a_stranger_s_language_is_a_cookie_or_what_the_browser_says(db: None) -> None:
    browser = Client()
    asked = browser.get(
        "/entrer/", headers={"Accept-Language": "ar, en-GB;q=0.8, fr;q=0.1"}
    )
    assert "Enter the workshop" in asked.content.decode()
    assert asked["Content-Language"] == "en"

    browser.post("/langue/", {"lang": "fr"})
    browser.post("/langue/", {"lang": "xx"})

    chosen = browser.get("/entrer/", headers={"Accept-Language": "en"})
    assert "Entrer dans l" in chosen.content.decode()


def test_a_form_that_is_not_ours_is_refused(team: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(team.accounts["dado"])

    for url in (
        "/entrer/",
        "/sortir/",
        "/langue/",
        "/atelier/equipe/inviter/",
        "/entrer/avec-cle/",
    ):
        response = browser.post(url, {"pseudonym": "x"})
        assert response.status_code == 403, url
        assert "À renvoyer" in response.content.decode()


def test_the_cookies_are_for_this_site_and_no_script(team: Cast, settings: Any) -> None:
    browser = Client()
    typed(browser)
    browser.get("/entrer/")

    for name in ("sessionid", "csrftoken"):
        cookie = browser.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert bool(cookie["secure"]) is not settings.PLAIN_HTTP


def test_a_staff_page_is_kept_by_nobody(team: Cast) -> None:
    for url in ("/atelier/equipe/", "/atelier/nulle-part/", "/entrer/"):
        response = team.client("amina").get(url)

        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "same-origin"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]


def test_no_page_has_a_script_or_a_style_inside(team: Cast) -> None:
    browser = team.client("dado")
    for url in (
        "/atelier/equipe/",
        "/atelier/equipe/inviter/",
        "/atelier/acces/",
        "/atelier/journal/",
        "/entrer/",
    ):
        page = browser.get(url).content.decode()

        assert " style=" not in page, url
        assert "<style" not in page, url
        assert " onclick=" not in page, url
        assert page.count("<script") == page.count("<script src="), url


def test_the_square_says_what_the_letters_say() -> None:
    drawn = str(codes.square(SECRET, "amina", "a square"))

    assert Tree.fromstring(drawn).get("aria-label") == "a square"  # noqa: S314
    assert codes.address(SECRET, "amina") == (
        "otpauth://totp/Vestibule:amina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=Vestibule"
    )
    assert "style" not in drawn


def test_options_name_no_account(db: None) -> None:
    options = json.loads(json.dumps(Client().post("/entrer/cle/").json()))

    assert options["allowCredentials"] == []
    assert options["userVerification"] == "required"
    assert keys.CHALLENGE == "challenge"
