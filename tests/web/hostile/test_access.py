"""Nobody opens or writes what is another's, whichever address or form they try."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from tests.web import cast
from tests.web.act import made
from tests.web.api.test_api import asked, token
from tests.web.cast import Cast

from vestibule.web.api import tokens
from vestibule.web.records.models import AuditEntry, Excerpt, Token
from vestibule.web.records.tables import MODELS

ROLES = {
    "f": ("amina",),
    "r": ("bako", "hawa"),
    "p": ("dado",),
    "e": ("esi",),
    "v": ("fanta",),
}
"""Letter to who has the role: facilitator, researcher, officer, editor, reader."""

CENTRAL = {
    "/atelier/couverture/": "frpev",
    "/atelier/chercher/": "frpev",
    "/atelier/rencontres/": "frpe",
    "/atelier/rencontres/rencontres.csv": "frpe",
    "/atelier/rencontres/saisir/": "f",
    "/atelier/paroles/": "frp",
    "/atelier/enonces/": "frpe",
    "/atelier/enonces/ajouter/": "rpe",
    "/atelier/relecture/": "p",
    "/atelier/codage/": "r",
    "/atelier/constats/": "frpev",
    "/atelier/constats/nouveau/": "re",
    "/atelier/priorites/nouvelle/": "e",
    "/atelier/recommandations/": "frpev",
    "/atelier/recommandations/nouvelle/": "e",
    "/atelier/actions/": "frpe",
    "/atelier/actions/nouvelle/": "fe",
    "/atelier/restitutions/dire/": "f",
    "/atelier/editions/": "frpev",
    "/atelier/editions/signalements/": "p",
    "/atelier/equipe/": "frpe",
    "/atelier/equipe/inviter/": "p",
    "/atelier/equipe/jetons/": "p",
    "/atelier/acces/jetons/": "re",
    "/atelier/journal/": "p",
    "/atelier/journal/tetes.txt": "p",
    "/atelier/travaux/": "frpe",
    "/atelier/langues/": "frpev",
}
"""Central pages, and the letters of the roles that open them: written by hand."""


@pytest.fixture
def team(db: None) -> Cast:
    return made.team()


@pytest.mark.parametrize("url", CENTRAL)
def test_a_central_page_opens_to_the_roles_written_here_and_to_no_other(
    team: Cast, url: str
) -> None:
    for letter, names in ROLES.items():
        wanted = 200 if letter in CENTRAL[url] else 404
        for name in names:
            assert team.client(name).get(url).status_code == wanted, name
    assert team.client("chana").get(url).status_code == 404
    assert team.client(None).get(url).status_code == 302


def hidden(team: Cast) -> dict[str, str]:
    """Return records, by table, that neither Amina nor Hawa may see."""
    met = cast.gathering(team.places["hill"], "bridge-1", consent=1)
    words = cast.excerpt(met, "bridge-1", consent=1)
    group = cast.record("groups", "bridge-1", key="g", name="g", place=team.places["hill"])  # fmt: skip
    present = cast.record("attendances", "bridge-1", gathering=met, n=3, capacity="consulted")  # fmt: skip
    owed = cast.record("obligations", "bridge-1", gathering=met, due_on=made.TODAY)
    told = cast.record("restitutions", "bridge-1", obligation=owed, medium="visit", told_on=made.TODAY)  # fmt: skip
    return {
        "gatherings": met,
        "excerpts": words,
        "groups": group,
        "attendances": present,
        "obligations": owed,
        "restitutions": told,
    }


def written() -> int:
    """Return how many records there are, of all tables."""
    return sum(model._default_manager.count() for model in MODELS.values())


def test_words_of_another_partner_alone_cannot_be_cited(team: Cast) -> None:
    met = cast.gathering(team.places["hill"], "well-1", consent=1)
    words = cast.excerpt(met, "well-1", consent=1)
    finding = cast.record("findings", "bridge-1", key="f", kind="need", words="w", lang="fr")  # fmt: skip
    before = written()
    given = {"new": secrets.token_hex(16), "stance": "for", "what": f"excerpt {words}"}

    for what in (given["what"], words, f"excerpt:{words}", f"excerpts {words}"):
        url = f"/atelier/constats/{finding}/citer/"
        answer = team.client("bako").post(url, {**given, "what": what})
        assert answer.status_code != 302

    assert written() == before


def test_a_group_that_another_partner_heard_is_told_nothing(team: Cast) -> None:
    theirs, before = hidden(team), written()
    form = {
        "new": secrets.token_hex(16),
        "groups": [theirs["obligations"], f"{theirs['gatherings']}:"],
        "medium": "visit",
        "told_on": made.TODAY.isoformat(),
        "lang": "fr",
        "told_words": "x",
    }

    answer = team.client("amina").post("/atelier/restitutions/dire/", form)

    assert answer.status_code != 302
    assert written() == before


def test_a_token_of_another_partner_is_not_there(team: Cast) -> None:
    token(team, "bako")
    number = Token.objects.get().pk

    answer = team.client("dado").post(f"/atelier/equipe/jetons/{number}/finir/")
    own = team.client("hawa").post(f"/atelier/acces/jetons/{number}/finir/")

    assert (answer.status_code, own.status_code) == (404, 404)
    assert Token.objects.get().ended_at is None


@pytest.mark.parametrize("number", ["9" * 40, "٣", "-1", "1e9", "\x00", ""])
def test_a_number_of_an_account_that_is_none_is_not_there(
    team: Cast, number: str
) -> None:
    browser = team.client("dado")

    assert browser.post(f"/atelier/equipe/{number}/fermer/").status_code == 404
    assert browser.post(f"/atelier/equipe/jetons/{number}/finir/").status_code == 404
    for url in (f"/atelier/equipe/{'9' * 40}/", f"/atelier/editions/{'9' * 40}/retirer/"):  # fmt: skip
        assert browser.get(url).status_code == 404


@pytest.fixture
def lasting(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.web.api.test_api import LONG

    monkeypatch.setattr(tokens, "LASTS", LONG)


def brought(team: Cast, name: str, table: str, /, **cells: Any) -> Any:
    """Bring one record in with a token."""
    record = {"id": secrets.token_hex(16), **cells}
    given = token(team, name, "import")
    return asked("post", f"import/{table}", given, {"records": [record]})


@pytest.mark.parametrize(
    "review",
    [
        {"review": "cleared", "reviewed_by": "dado", "second_reviewed_by": "k9"},
        {"review": "redacted", "reviewed_by": "dado"},
        {"review": "cleared"},
    ],
)
def test_a_program_brings_in_no_review_that_two_people_did_not_make_here(
    team: Cast, lasting: None, review: dict[str, str]
) -> None:
    met = cast.gathering(team.places["hill"], "bridge-1", consent=4)
    words = cast.excerpt(met, "bridge-1", consent=4)
    row = {"gathering": met, "words": "The well is dry.", "consent": 4, **review}

    for more in ({}, {"supersedes": words}):
        answer = brought(team, "bako", "excerpts", **row, **more)
        assert (answer.status_code, answer.json()["code"]) == (422, "reviewed-elsewhere")  # fmt: skip

    assert Excerpt.objects.count() == 1


def test_a_program_says_nothing_in_another_language_that_nobody_has_checked_here(
    team: Cast, lasting: None
) -> None:
    met = cast.gathering(team.places["hill"], "bridge-1", consent=4)
    words = cast.excerpt(met, "bridge-1", consent=4)
    stated = cast.record("statements", key="s1", words="L'eau.", source="seed", moderation="in")  # fmt: skip
    text = {"field": "words", "lang": "en", "words": "Amina's well."}
    checked = cast.record("texts", statement=stated, state="checked", **text)

    for state in ("checked", "validated"):
        for of in ({"excerpt": words}, {"statement": stated}):
            answer = brought(team, "bako", "texts", **text, **of, state=state)
            assert (answer.status_code, answer.json()["code"]) == (422, "checked-elsewhere")  # fmt: skip
    instead = brought(team, "bako", "texts", **text, statement=stated, state="draft", supersedes=checked)  # fmt: skip
    assert (instead.status_code, instead.json()["code"]) == (422, "checked-elsewhere")
    for of in ({"excerpt": words, "statement": stated}, {}):
        answer = brought(team, "bako", "texts", **text, **of, state="draft")
        assert (answer.status_code, answer.json()["code"]) == (422, "translated-twice")
    assert MODELS["texts"].objects.count() == 1

    for of in ({"excerpt": words}, {"statement": stated}):
        answer = brought(team, "bako", "texts", **text, **of, state="draft")
        assert answer.status_code == 200


def test_a_translation_of_someones_words_is_none_of_a_statement(team: Cast) -> None:
    met = cast.gathering(team.places["hill"], "bridge-1", consent=4)
    words = cast.excerpt(met, "bridge-1", consent=4)
    stated = cast.record("statements", key="s1", words="L'eau.", source="seed", moderation="in")  # fmt: skip
    both = {"statement": stated, "excerpt": words, "field": "words", "lang": "en"}
    text = cast.record("texts", **both, words="Amina's well.", state="draft")
    browser = team.client("bako")

    page = browser.get(f"/atelier/enonces/{stated}/")
    asked = browser.post(f"/atelier/enonces/{stated}/verifier/", {"new": secrets.token_hex(16), "text": text})  # fmt: skip

    assert page.status_code == 200
    assert "Amina" not in page.content.decode()
    assert asked.status_code == 404
    assert MODELS["texts"].objects.count() == 1


def test_whose_words_a_translation_is_of_is_in_the_journal_when_a_program_reads_it(
    team: Cast, lasting: None
) -> None:
    met = cast.gathering(team.places["hill"], "bridge-1", consent=4)
    words = cast.excerpt(met, "bridge-1", consent=4)
    cast.record("texts", excerpt=words, field="words", lang="en", words="The well.", state="checked")  # fmt: skip

    for path, scope in (("query/texts", "query"), ("export", "export")):
        before = AuditEntry.objects.filter(act="read", record=words, table="excerpts").count()  # fmt: skip
        answer = asked("get", path, token(team, "bako", scope))
        assert answer.status_code == 200
        after = AuditEntry.objects.filter(act="read", record=words, table="excerpts").count()  # fmt: skip
        assert after > before, path


@pytest.mark.parametrize("table", ["screenings", "releases", "published"])
def test_a_program_writes_nothing_that_reviewers_and_signers_write(
    team: Cast, lasting: None, table: str
) -> None:
    rows: dict[str, dict[str, Any]] = {
        "screenings": {"table": "excerpts", "record": "0" * 32, "field": "words", "flag": "0" * 16, "reviewer": "dado", "verdict": "harmless"},
        "releases": {"edition": 9, "cut": "{}", "sha256": "a" * 64, "records": 1, "published_on": "2031-05-01", "signed_by": "a", "second_signed_by": "b"},
        "published": {"edition": 9, "key": "x", "state": "shown", "n": 3},
    }  # fmt: skip
    before = written()

    answer = brought(team, "bako", table, **rows[table])

    assert answer.status_code == 422
    assert written() == before


def test_a_program_corrects_nothing_that_its_person_neither_sees_nor_wrote(
    team: Cast, lasting: None
) -> None:
    north = cast.gathering(team.places["hill"], "well-1", consent=2)
    row = {"code": "G", "kind": "focus_group", "place": team.places["shore"]}

    answer = brought(team, "hawa", "gatherings", **row, supersedes=north)

    assert (answer.status_code, answer.json()["code"]) == (422, "no-such-record")


@pytest.mark.parametrize("text", ["a\u202eb", "a\x00b", "\ud800", "a\U000e0041"])
def test_a_program_brings_in_no_sign_that_misleads(
    team: Cast, lasting: None, text: str
) -> None:
    answer = brought(team, "bako", "statements", key="s", words=text, lang="fr", source="seed", moderation="in")  # fmt: skip

    assert (answer.status_code, answer.json()["code"]) == (422, "hidden-signs")


def test_what_was_tried_leaves_no_trace_of_what_is_there(team: Cast) -> None:
    theirs = hidden(team)
    before = AuditEntry.objects.count()

    team.client("amina").get(f"/atelier/paroles/{theirs['excerpts']}/")

    assert AuditEntry.objects.count() == before
