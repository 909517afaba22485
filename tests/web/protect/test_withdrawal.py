"""An officer takes back what people said: told first, confirmed, once, for good."""

from __future__ import annotations

import io
import json
import re
import zipfile
from itertools import chain
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.web import cast
from tests.web.act import made
from tests.web.api import test_api as api
from tests.web.cast import AT, Cast
from tests.web.protect.taking import address, answer_of, held, text_of, withdraw
from tests.web.records.samples import forgotten

from vestibule.web.api import tokens
from vestibule.web.protect import withdrawing
from vestibule.web.records import audit, frames, storing, withdrawn
from vestibule.web.records.models import (
    AuditEntry,
    Draft,
    Excerpt,
    ReleaseFolder,
    Withdrawal,
)
from vestibule.web.records.tables import MODELS

pytestmark = pytest.mark.django_db

WORDS = "Le puits de Dor est fermé depuis la pluie."


@pytest.fixture(autouse=True)
def a_quick_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own transaction is never committed: what waits for it is done at once."""
    monkeypatch.setattr(transaction, "on_commit", lambda do, *_args, **_named: do())
    monkeypatch.setattr(tokens, "LASTS", api.LONG)


@pytest.fixture
def team(db: None) -> Cast:
    return made.team()


@pytest.fixture
def said(team: Cast) -> dict[str, str]:
    """Return a gathering of the well in the north, with two excerpts; one was coded."""
    met = cast.gathering(team.places["hill"], consent=4, code="NORD-9")
    first = cast.excerpt(met, words=WORDS, lang="fr", consent=4, position=1)
    second = cast.excerpt(met, words="Un autre puits.", lang="fr", consent=4, position=2)  # fmt: skip
    code = cast.record("codes", key="water", name="water", kind="need")
    cast.record("codings", "bridge-1", excerpt=first, code=code, coder="bako")
    cast.record("attendances", gathering=met, n=7, capacity="consulted")
    return {"gatherings": met, "excerpts": first, "second": second}


def unpacked(body: bytes) -> bytes:
    """Return what an answer holds, also within an archive."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def test_the_page_says_what_leaves_before_anything_is_done(
    team: Cast, said: dict[str, str]
) -> None:
    cast.excerpt(said["gatherings"], words="Corrigé.", consent=4, supersedes=said["second"])  # fmt: skip
    before = held()

    answer = team.client("dado").get(address("gatherings", said["gatherings"]))

    text = text_of(answer)
    assert answer.status_code == 200
    assert "6 fiches quitteront le recueil" in text
    listed = re.findall("<li>([^<]*)</li>", answer.content.decode())
    for one in ("1 rencontre", "1 ligne de présences", "3 extraits", "1 codage"):
        assert one in listed
    assert "ne se défait pas" in text
    assert "NORD-9" in text
    assert WORDS not in text  # whoever withdraws need not read it once more
    assert held() == before


def test_what_was_confirmed_leaves_with_what_hangs_on_it_and_is_written_down(
    team: Cast, said: dict[str, str]
) -> None:
    answer = withdraw(team, "dado", "excerpts", said["excerpts"], 2)

    assert (answer.status_code, answer["Location"]) == (302, "/atelier/retrait/")
    assert not Excerpt.objects.filter(pk=said["excerpts"]).exists()
    assert not MODELS["codings"].objects.exists()
    assert Excerpt.objects.filter(pk=said["second"]).exists()
    row = Withdrawal.objects.get()
    told = (row.table, row.record, row.reason, row.by)
    assert told == ("excerpts", said["excerpts"], "asked", "dado")
    entry = AuditEntry.objects.get(act="withdraw")
    assert (entry.table, entry.record, entry.by) == ("excerpts", said["excerpts"], "dado")  # fmt: skip
    written = {"table": "excerpts", "record": said["excerpts"], "reason": "asked"}
    assert entry.sha256 == audit.digest(written)


def test_the_page_afterwards_says_what_left_and_by_whom(
    team: Cast, said: dict[str, str]
) -> None:
    browser = team.client("dado")
    form = {"reason": "danger", "sure": "yes", "n": 2}

    answer = browser.post(address("excerpts", said["excerpts"]), form, follow=True)

    text = text_of(answer)
    assert "2 fiches ont quitté le recueil, pour toujours: 1 extrait et 1 codage." in text  # fmt: skip
    assert "quelqu'un est en danger" in text
    assert WORDS not in text


def test_sent_twice_it_does_nothing_more(team: Cast, said: dict[str, str]) -> None:
    withdraw(team, "dado", "excerpts", said["excerpts"], 2)
    before = held()

    again = withdraw(team, "dado", "excerpts", said["excerpts"], 2)

    assert (again.status_code, again["Location"]) == (302, "/atelier/retrait/")
    assert held() == before


@pytest.mark.parametrize(
    "given",
    [
        {"sure": None, "reason": None, "n": None},
        {"sure": None},
        {"reason": None},
        {"reason": "because"},
        {"sure": "no"},
        {"n": 1},
        {"n": None},
        {"n": "9" * 5000},
    ],
)
def test_what_is_not_confirmed_changes_nothing(
    team: Cast, said: dict[str, str], given: dict[str, Any]
) -> None:
    before = held()

    answer = withdraw(team, "dado", "excerpts", said["excerpts"], **{"n": 2, **given})

    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()
    assert held() == before


def test_what_would_leave_more_than_was_shown_is_shown_anew(
    team: Cast, said: dict[str, str]
) -> None:
    cast.record("codings", "bridge-1", excerpt=said["excerpts"], coder="hawa")

    answer = withdraw(team, "dado", "excerpts", said["excerpts"], 2)

    assert answer.status_code == 422
    assert "a changé depuis" in text_of(answer)
    assert 'name="n" value="3"' in answer.content.decode()
    assert Excerpt.objects.filter(pk=said["excerpts"]).exists()


def test_what_was_withdrawn_is_on_no_page_and_in_no_export(
    team: Cast, said: dict[str, str]
) -> None:
    token = api.token(team, "bako", "export", "query")
    one, met = said["excerpts"], said["gatherings"]
    pages = {
        "amina": [f"/atelier/paroles/{one}/", f"/atelier/rencontres/{met}/", "/atelier/paroles/"],
        "bako": [f"/atelier/codage/{one}/"],
        "dado": [f"/atelier/relecture/excerpts/{one}/", f"/atelier/fil/{one}/"],
    }  # fmt: skip

    def seen() -> set[str]:
        found = set()
        for name, paths in pages.items():
            for path in paths:
                page = team.client(name).get(path).content.decode()
                if "puits de Dor" in page or one in page:
                    found.add(path)
        for path in ("export", "query/excerpts"):
            answer = api.asked("get", path, token)
            assert answer.status_code == 200
            body = unpacked(b"".join(answer) if answer.streaming else answer.content)
            if one.encode() in body or b"puits de Dor" in body:
                found.add(path)
        return found

    there = seen()
    assert there == {*chain(*pages.values()), "query/excerpts", "export"}

    withdraw(team, "dado", "excerpts", said["excerpts"], 2)

    assert seen() == set()
    assert team.client("dado").get(address("excerpts", said["excerpts"])).status_code == 404  # fmt: skip


def test_what_was_withdrawn_does_not_come_back_with_an_old_copy_or_backup(
    team: Cast, said: dict[str, str], settings: Any
) -> None:
    copy = frames.dossier_of()
    with forgotten():  # the database as a backup holds it: only the list knows
        withdraw(team, "dado", "excerpts", said["excerpts"], 2)
        storing.store(copy, at=AT, by="import")
        assert not Excerpt.objects.filter(pk=said["excerpts"]).exists()
    assert Excerpt.objects.filter(pk=said["excerpts"]).exists()

    kept = withdrawn.listed(settings.HOME / withdrawn.FILE)
    left = storing.store(copy.with_tables(withdrawals=kept), at=AT, by="import").left

    assert left == {"excerpts": 1, "codings": 1}
    assert not Excerpt.objects.filter(pk=said["excerpts"]).exists()


def test_only_officers_of_the_partner_who_heard_it_and_of_its_region_may(
    team: Cast, said: dict[str, str]
) -> None:
    officers = {"moussa": ("bridge", None), "nana": ("well", "land.south")}
    for name, (of, region) in officers.items():
        partner = team.partners[of]
        team.accounts[name] = cast.account(name, partner, "protection_officer", region)
    before = held()

    for name in ("amina", "moussa", "nana"):
        for method in ("get", "post"):
            for table in ("excerpts", "gatherings"):
                none = answer_of(team, name, table, "0" * 32, method)
                assert none.status == 404
                assert answer_of(team, name, table, said[table], method) == none

    assert held() == before
    assert team.client("dado").get(address("excerpts", said["excerpts"])).status_code == 200  # fmt: skip


def test_what_protects_is_not_taken_back_by_a_page(
    team: Cast, said: dict[str, str]
) -> None:
    verdict = cast.record("screenings", excerpt=said["excerpts"], flag="0" * 16, reviewer="x", verdict="identifying")  # fmt: skip
    refused = cast.record("consents", gathering=said["gatherings"], level=0)
    browser = team.client("dado")

    for table, record in (("screenings", verdict), ("consents", refused), ("places", team.places["hill"])):  # fmt: skip
        assert browser.get(address(table, record)).status_code == 404
        assert withdraw(team, "dado", table, record, 1).status_code == 404
    assert browser.get(address("nothing", "0" * 32)).status_code == 404
    assert browser.get(address("gatherings", "a\x00b")).status_code == 404


def test_it_says_which_editions_may_hold_it_and_that_a_draft_goes(
    team: Cast, said: dict[str, str]
) -> None:
    last = max(Excerpt.objects.values_list("seq", flat=True))
    for edition, cut in ((1, {"well-1": last}), (2, {"bridge-1": 1}), (3, None)):
        ReleaseFolder.objects.create(edition=edition, folder=f"e{edition}", sha256=f"{edition}" * 64, frozen_at=AT, frozen_by="x")  # fmt: skip
        if cut is not None:
            cast.record("releases", edition=edition, cut=json.dumps(cut), sha256="a" * 64)  # fmt: skip
    Draft.objects.create(edition=4, seal="b" * 64, content_sha256="c" * 64, files_sha256="d" * 64, folder="e" * 24, cut={}, left=0, declaration=1, drawn_on=AT.date(), made_at=AT, made_by="x")  # fmt: skip

    text = text_of(team.client("dado").get(address("excerpts", said["second"])))

    assert "L'édition 1 a été faite quand l'une de ces fiches était là" in text
    assert "édition 2" not in text  # its cut does not know it
    assert "L'édition 3 est venue sans dire" in text
    assert "Le projet d'édition en préparation sera effacé" in text

    withdraw(team, "dado", "excerpts", said["second"], 1)
    assert Draft.objects.get().folder is None


def test_pages_lead_officers_to_it_and_nobody_else(
    team: Cast, said: dict[str, str]
) -> None:
    pages = {
        f"/atelier/rencontres/{said['gatherings']}/": address("gatherings", said["gatherings"]),
        f"/atelier/paroles/{said['excerpts']}/": address("excerpts", said["excerpts"]),
        f"/atelier/relecture/excerpts/{said['excerpts']}/": address("excerpts", said["excerpts"]),
    }  # fmt: skip
    present = MODELS["attendances"].objects.get().pk
    pages[f"/atelier/rencontres/{said['gatherings']}/nombres/"] = address("attendances", present)  # fmt: skip
    moussa = cast.account("moussa", team.partners["bridge"], "protection_officer")
    team.accounts["moussa"] = moussa

    for page, leads in pages.items():
        assert leads in team.client("dado").get(page).content.decode(), page
        for name in ("amina", "bako", "moussa"):
            assert leads not in team.client(name).get(page).content.decode(), page


def test_what_has_no_page_is_found_by_its_number_or_name_by_who_may_take_it_back(
    team: Cast, said: dict[str, str]
) -> None:
    voice = cast.voice(said["gatherings"], consent=4)
    someone = cast.record("people", pseudonym="p-17", place=team.places["hill"])
    theirs = cast.record("people", "bridge-1", pseudonym="p-18", place=team.places["hill"])  # fmt: skip
    dado = team.person("dado")

    def found(text: str) -> list[tuple[str, str]]:
        return withdrawing.sought(text, dado)

    assert found(voice) == [("voices", voice)]
    assert found(" p-17 ") == [("people", someone)]
    assert found("NORD-9") == [("gatherings", said["gatherings"])]
    assert found("p-18") == found(theirs) == found("") == found("a\x00b") == []
    assert withdrawing.sought("p-17", team.person("amina")) == []
    page = team.client("dado").get("/atelier/retrait/", {"q": "p-17"})
    assert address("people", someone) in page.content.decode()


def test_who_reads_that_someone_takes_their_words_back_is_led_to_it(team: Cast) -> None:
    report = {"kind": "withdraw", "page": "", "words": "Je reprends ma parole."}
    Client().post("/signaler/fr/", report)

    page = team.client("dado").get("/atelier/editions/signalements/").content.decode()

    assert 'href="/atelier/retrait/"' in page
