"""The home of the workshop: who was heard, what waits, the chain, the debt."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web import cast
from tests.web.cast import Cast

from vestibule.web.plan import grid, queries, seeking, thread, waiting
from vestibule.web.records.models import Job
from vestibule.words import Catalogue

HOME = "/atelier/couverture/"
HERE = "/atelier/couverture/ici/?lieu=land.north&profil=farmers"
FRENCH = Catalogue("fr")


@pytest.fixture
def land(db: None) -> Cast:
    """Two farmers' gatherings on the hill, of three set out; herders set out, not heard."""
    team = cast.gather()
    profiles = {
        key: cast.record(
            "profiles", key=key, name=key, side="community", restricted=False
        )
        for key in ("farmers", "herders")
    }
    for key, wanted in (("farmers", 3), ("herders", 1)):
        cast.record(
            "targets",
            place=team.places["north"],
            profile=profiles[key],
            gatherings=wanted,
        )
    for code, day in (("A-1", 2), ("A-2", 9)):
        held = cast.gathering(
            team.places["hill"],
            code=code,
            profile=profiles["farmers"],
            composition="homogeneous",
            held_on=dt.date(2025, 1, day),
            present=12,
            lang="fr",
        )
        cast.record(
            "attendances", gathering=held, n=12, capacity="consulted", sex="female"
        )
    return team


def page(team: Cast, name: str, address: str = HOME) -> str:
    return team.client(name).get(address).content.decode()


def drawn(**asked: str) -> grid.Grid:
    return queries.coverage(grid.Asked(**asked), FRENCH)


def cell(found: grid.Grid, place: str, profile: str) -> grid.Cell:
    line = next(one for one in found.lines if one.key == place)
    at = [column.key for column in found.columns].index(profile)
    return line.cells[at]


def test_a_cell_says_how_many_were_heard_of_how_many_set_out(land: Cast) -> None:
    found = drawn()

    farmers = cell(found, "land.north", "farmers")
    assert (farmers.n, farmers.target, farmers.state) == (2, 3, "few")
    assert farmers.dye == "d2"  # two of three: from a half, below three quarters


def test_nobody_is_said_only_where_somebody_was_set_out(land: Cast) -> None:
    found = drawn()

    assert cell(found, "land.north", "herders").state == "nobody"
    assert cell(found, "land.south", "herders").state == "outside"
    assert (len(found.empty), found.within) == (1, 2)


def test_attendances_are_counted_when_asked(land: Cast) -> None:
    assert cell(drawn(count="attendances"), "land.north", "farmers").n == 24


def test_among_women_no_target_is_claimed(land: Cast) -> None:
    women = cell(drawn(among="female"), "land.north", "farmers")

    assert (women.n, women.target, women.state) == (2, None, "heard")


def test_what_the_address_does_not_know_counts_as_not_said() -> None:
    asked = grid.Asked.of({"compter": "votes", "parmi": "men"})

    assert asked == grid.Asked()


def test_many_profiles_are_shown_a_side_at_a_time(land: Cast) -> None:
    for n in range(7):
        cast.record(
            "profiles",
            key=f"guard{n}",
            name=f"guard{n}",
            side="forces",
            restricted=True,
        )

    found = drawn()

    assert found.sides == ("forces", "community")
    assert [column.key for column in found.columns] == [f"guard{n}" for n in range(7)]
    assert len(drawn(side="community").columns) == 2
    assert found.empty_of("community") == 1


def test_the_home_says_what_it_counted_and_offers_to_plan(land: Cast) -> None:
    said = page(land, "amina")

    assert "2 rencontres, 24 présences" in said
    assert "1 case sur 2" in said
    assert "ici/?lieu=land.north&amp;profil=herders" in said
    assert "Saisir une rencontre" in said


def test_a_reader_sees_numbers_and_no_gathering(land: Cast) -> None:
    said = page(land, "fanta")

    assert "2 rencontres" in said
    assert "A-1" not in said
    assert "/atelier/rencontres/" not in said
    assert land.client("fanta").get(HERE).status_code == 404


def test_groups_that_wait_are_squares_and_the_late_ones_have_names(land: Cast) -> None:
    words, today = Catalogue("fr"), dt.date(2025, 4, 5)

    home = queries.home(land.person("amina"), grid.Asked(), words, today=today)

    # without a process 90 days: the second of January is due on the second of April
    assert home.squares == {
        "answered": 0,
        "told": 0,
        "due": 1,
        "late": 1,
        "deferred": 0,
    }
    assert [(one["code"], one["days"]) for one in home.late] == [("A-1", 3)]


def test_a_partner_s_late_groups_are_named_to_nobody_else(land: Cast) -> None:
    today = dt.date(2025, 6, 1)

    home = queries.home(land.person("gara"), grid.Asked(), FRENCH, today=today)

    assert (home.squares["late"], home.late) == (2, [])


def test_the_chain_names_the_links_that_are_missing(land: Cast) -> None:
    cast.record("findings", key="C-1", kind="obstacle", words="x", lang="fr")
    cast.record(
        "recommendations", key="R-1", words="y", addressee="z", made_on=dt.date(2025, 1, 1),
        addressee_side="authority", answer_by=dt.date(2025, 2, 1),
    )  # fmt: skip
    today = dt.date(2025, 4, 5)

    home = queries.home(land.person("amina"), grid.Asked(), FRENCH, today=today)

    said = {link.key: (link.n, link.missing) for link in home.chain}
    assert said["findings"] == (1, "")
    assert said["validations"] == (0, "C-1 jamais validé")
    assert said["responses"] == (0, "1 sans réponse")
    assert said["restitutions"] == (0, "2 groupes attendent")
    assert [link.key for link in home.chain if link.before_gap] == [
        "findings", "recommendations", "verifications",
    ]  # fmt: skip


def test_corrected_records_are_counted_once(land: Cast) -> None:
    first = cast.record("findings", key="C-1", kind="obstacle", words="x", lang="fr")
    cast.record(
        "findings", key="C-1", kind="obstacle", words="y", lang="fr", supersedes=first
    )

    assert thread.counts()["findings"] == 1


def test_numbers_that_never_arrived_are_missed(land: Cast) -> None:
    cast.record("findings", "field-9", key="C-1", kind="obstacle", words="x", lang="fr")
    from vestibule.web.records.models import Finding

    seq = Finding.objects.get(key="C-1").seq

    assert dict(waiting.missing_by_origin())["field-9"] == seq - 1


def test_a_gathering_corrected_twice_waits_for_who_may_settle_it(land: Cast) -> None:
    old = cast.gathering(land.places["hill"], code="B-1", lang="fr")
    both = [
        cast.gathering(land.places["hill"], code="B-1", supersedes=old, present=n)
        for n in (18, 21)
    ]

    assert waiting.corrected_twice("gatherings") == [tuple(sorted(both))]
    assert "Départager B-1" in page(land, "amina")
    assert "Départager" not in page(land, "gara")


def test_what_waits_is_what_someone_may_do(land: Cast) -> None:
    cast.record(
        "statements", key="s1", words="x", source="seed", moderation="in",
        sensitivity="undecided",
    )  # fmt: skip
    at = cast.gathering(land.places["hill"], code="B-2", consent=4)
    cast.excerpt(at, consent=4)

    assert "Décider de 1 énoncé" in page(land, "bako")
    assert "Décider" not in page(land, "amina")
    assert "Relire 1 extrait" in page(land, "dado")
    assert "Relire" not in page(land, "bako").split("<aside")[1]


def test_before_going_somewhere_the_debt_there_is_said(land: Cast) -> None:
    said = page(land, "bako", HERE)

    assert "2 groupes y attendent encore une réponse" in said
    assert "2 visites jusqu" in said
    assert "ne garde aucune visite à venir" in said
    assert "Saisir la rencontre" not in said
    assert "Saisir la rencontre" in page(land, "amina", HERE)


@pytest.mark.parametrize(
    "where", ["lieu=nowhere&profil=farmers", "lieu=land.north", ""]
)
def test_a_cell_that_is_not_there_is_not_found(land: Cast, where: str) -> None:
    found = land.client("bako").get(f"/atelier/couverture/ici/?{where}")

    assert found.status_code == 404


def test_the_grid_leaves_as_a_sheet_and_for_programs(land: Cast) -> None:
    sheet = land.client("fanta").get(f"{HOME}couverture.csv").content.decode()
    told = land.client("fanta").get(f"{HOME}couverture.json").json()

    assert sheet.splitlines()[0] == "place,profile,gatherings,target,state"
    assert "land.north,farmers,2,3,few" in sheet.splitlines()
    assert len(told["coverage"]) == 4


def test_without_a_frame_the_home_says_what_to_bring(db: None) -> None:
    said = page(cast.gather(), "bako")

    assert "n’est pas encore entré" in said


def test_the_home_asks_as_much_of_a_small_dossier_as_of_a_large_one(land: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            page(land, "amina")
        return len(found)

    before = asked()
    for n in range(12):
        at = cast.gathering(
            land.places["hill"], code=f"C-{n}", held_on=dt.date(2025, 2, 1)
        )
        cast.record("attendances", gathering=at, n=2, capacity="consulted")
        cast.record("findings", key=f"C-{n}", kind="obstacle", words="x", lang="fr")

    assert asked() == before


def test_the_work_in_line_leaves_out_what_another_partner_brings(land: Cast) -> None:
    asked = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)
    brought, analysed = (
        Job.objects.create(kind=kind, asked_at=asked, asked_by="bako")
        for kind in ("import", "analysis")
    )

    assert waiting.open_jobs(land.person("bako")) == [brought, analysed]
    assert waiting.open_jobs(land.person("hawa")) == [analysed]


def test_the_workshop_begins_with_coverage(land: Cast) -> None:
    found = land.client("bako").get("/atelier/")

    assert (found.status_code, found.headers["Location"]) == (302, HOME)


def test_a_search_folds_accents_and_finds_what_someone_may_see(land: Cast) -> None:
    cast.gathering(land.places["hill"], code="Kɛlu-7")
    cast.record(
        "statements", key="s1", words="Les éleveurs attendent", source="seed", moderation="in",
    )  # fmt: skip

    mine = seeking.found("kelu", land.person("amina"), FRENCH)
    theirs = seeking.found("kelu", land.person("gara"), FRENCH)
    said = seeking.found("eleveurs att", land.person("bako"), FRENCH)
    readers = seeking.found("eleveurs", land.person("fanta"), FRENCH)

    assert [hit.name for group in mine for hit in group.hits] == ["Kɛlu-7"]
    assert theirs == []
    assert [group.key for group in said] == ["statements"]
    assert readers == []


def test_a_search_finds_places_by_their_other_names(land: Cast) -> None:
    cast.record(
        "place_names", place=land.places["north"], name="Le Haut", kind="variant"
    )

    (found,) = seeking.found("haut", land.person("fanta"), FRENCH)

    assert found.hits[0].url.endswith("?lieu=land.north")


def test_one_letter_is_no_search(land: Cast) -> None:
    said = page(land, "bako", "/atelier/chercher/?q=a")

    assert "Rien que vous puissiez voir" in said


def test_a_search_of_markup_is_shown_as_text(land: Cast) -> None:
    said = page(land, "bako", "/atelier/chercher/?q=%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script>alert" not in said


def test_a_record_s_chain_is_walked_both_ways_and_names_what_is_missing(
    land: Cast,
) -> None:
    at = cast.gathering(land.places["hill"], code="Z-1", consent=4)
    said = cast.excerpt(at, consent=2)
    found = cast.record(
        "findings", key="C-1", kind="obstacle", words="The well.", lang="fr"
    )
    cast.record("supports", finding=found, excerpt=said, stance="for")

    page = land.client("bako").get(f"/atelier/fil/{said}/").content.decode()

    assert "The well." in page
    assert "jamais rapporté aux gens" in page
    assert "The well is dry." not in page
    up, down = page.split("Cela vient de")[1].split("Ce qui a suivi")
    assert "Z-1" in up
    assert "The well." in down


def test_the_chain_of_what_one_may_not_see_is_not_there(land: Cast) -> None:
    said = cast.excerpt(cast.gathering(land.places["hill"], consent=4), consent=1)

    for one in (said, "f" * 32, "nothing"):
        assert land.client("gara").get(f"/atelier/fil/{one}/").status_code == 404
