"""What stands on each page, read in the rehearsal and in a sample."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from tests.inform import sample
from tests.inform.pack.editions import edition, small
from tests.promises.page import Node, plain, tree

from vestibule.inform.material import Material, Owed
from vestibule.inform.pack import Earlier, Pack
from vestibule.inform.site import answering, telling, voices, whole
from vestibule.inform.site.views import CROSSED, views
from vestibule.inform.voiced import Voiced
from vestibule.protect.cleared import WITHHELD, Count, Quote

Files = dict[str, str]


@pytest.fixture(scope="module")
def first() -> Pack:
    """Return a small edition; tests put their own material into it."""
    return edition(small())


def told(first: Pack, material: Material = sample.MATERIAL, **more: object) -> Files:
    made = replace(first, material=material, sheets=(), **more)  # type: ignore[arg-type]
    return whole.in_one(telling.telling(made, "fr", signed=True))


def page(files: Files, name: str) -> Node:
    return tree(files[name])


def said(quote: Quote, **stances: str) -> Voiced:
    return Voiced(voice={"fr": quote}, stances=tuple(stances.items()))  # type: ignore[arg-type]


def test_each_page_has_one_main_heading(pages: Files) -> None:
    texts = {n: t for n, t in pages.items() if n.endswith(".html") and n[:2] != "da"}

    assert {name for name, text in texts.items() if text.count("<h1") != 1} == set()


def test_the_two_doors_lead_to_what_was_said_and_to_what_followed(pages: Files) -> None:
    doors = list(page(pages, "fr/index.html").all("a", "door"))

    assert [door.attributes["href"] for door in doors] == [
        "portrait.html", "suivi/index.html",
    ]  # fmt: skip
    assert [door.first("strong").text for door in doors] == ["Écouter", "Répondre"]  # type: ignore[union-attr]


def test_the_second_door_fills_as_groups_are_answered(first: Pack) -> None:
    def beads(answered: int) -> str:
        owed = Owed(answered=Count(value=answered), told=Count(value=0), due=Count(value=20 - answered), deferred=Count(value=0))  # fmt: skip
        material = replace(sample.MATERIAL, owed=owed)
        return told(first, material)["index.html"]

    few, many = beads(2), beads(18)
    full = 'fill="#1f2430" stroke="#1f2430"'

    assert few.count("a3.2 3.2") == many.count("a3.2 3.2")
    assert full in many
    assert few != many


def test_a_finding_shows_words_for_and_against_in_one_size(pages: Files) -> None:
    both = page(pages, "fr/constats/bridge.html").first("div", "both")
    assert both is not None
    for_, against = both.all("section", "side")

    assert "for" in for_.classes
    assert len(list(for_.all("blockquote"))) == 3
    assert len(list(against.all("blockquote"))) == 2
    assert not list(both.all("figure", "first"))  # none is printed larger


def test_where_nobody_contradicted_it_is_said_with_what_it_does_not_mean(
    first: Pack,
) -> None:
    finding = replace(sample.MATERIAL.findings[0], against=(), objections=())
    files = told(first, replace(sample.MATERIAL, findings=(finding,)))
    name = next(n for n in files if n.startswith("constats/") and n.endswith(".html"))
    against = list(page(files, name).all("section", "side"))[1]

    assert "Aucune parole contraire" in against.text
    assert "Cela ne veut pas dire que tous sont d'accord" in against.text


def test_a_finding_says_what_was_asked_because_of_it(pages: Files) -> None:
    followed = page(pages, "fr/constats/word.html")
    text = next(s.text for s in followed.all("section") if s.attributes.get("id") == "suite")  # fmt: skip

    assert "demandes, et leurs réponses" in text
    assert "Sans réponse depuis six mois" in text


def test_the_data_beside_a_finding_are_its_numbers_and_all_its_voices(
    pages: Files,
) -> None:
    data = json.loads(pages["fr/constats/bridge.json"])
    named = data["counts"][0]

    assert named == {"measure": "named", "finding": "bridge", "count": 87, "out_of": 102, "edition": 1}  # fmt: skip
    assert data["view"] == {"finding": "bridge"}
    assert all("bridge" in one["stances"] for one in data["voices"])
    assert data["voices"] == json.loads(pages["fr/paroles/constat-bridge.json"])["voices"]  # fmt: skip


def test_a_view_has_one_facet_or_two_and_never_three(published: Pack) -> None:
    every = views(telling.telling(published, "fr"))

    assert {len(one.facets) for one in every} == {1, 2}
    assert all({kind for kind, _ in one.facets} <= set(CROSSED) for one in every if len(one.facets) == 2)  # fmt: skip
    assert len({one.name for one in every}) == len(every)


def test_a_voice_is_in_a_view_only_by_what_stands_beside_it(first: Pack) -> None:
    north = sample.MATERIAL.places[0].place.key
    finding = sample.MATERIAL.findings[0].key
    placed = said(Quote(words="a", lang="fr", speaker="someone", place=north), **{finding: "for"})  # fmt: skip
    nowhere = said(Quote(words="b", lang="fr", speaker="someone"), **{finding: "against"})  # fmt: skip
    made = replace(first, material=sample.MATERIAL, sheets=(), voices=(placed, nowhere))
    by = {one.facets: one.voices for one in views(telling.telling(made, "fr"))}

    assert by[(("finding", finding),)] == (placed, nowhere)
    assert by[(("place", north),)] == (placed,)
    assert by[(("finding", finding), ("place", north))] == (placed,)


def test_words_that_contradict_say_so_where_their_finding_is_looked_at(
    pages: Files,
) -> None:
    view = page(pages, "fr/paroles/constat-bridge.html")
    tags = {node.text for node in view.all("p", "tag")}

    assert tags == {"Une parole contraire", "Une objection, gardée avec le constat"} & tags  # fmt: skip
    assert "Une parole contraire" in tags


def test_a_long_view_takes_several_pages_and_its_data_stay_whole(first: Pack) -> None:
    many = tuple(said(Quote(words=f"mot {i:03d}", lang="fr")) for i in range(voices.A_PAGE + 1))  # fmt: skip
    files = told(first, voices=many)
    second = page(files, "paroles/langue-fr-p2.html")

    assert len(list(page(files, "paroles/langue-fr.html").all("blockquote"))) == 40
    assert [b.text for b in second.all("blockquote")] == ["« mot 040 »"]
    assert len(json.loads(files["paroles/langue-fr.json"])["voices"]) == 41
    assert "paroles/langue-fr-p2.json" not in files


def test_a_withheld_number_says_so_on_the_page_in_csv_and_in_json(first: Pack) -> None:
    finding = sample.MATERIAL.findings[0]
    hidden = tuple((place, WITHHELD) for place, _ in finding.by_place[:1])
    material = replace(sample.MATERIAL, findings=(replace(finding, by_place=hidden),))
    files = told(first, material)
    name = next(n for n in files if n.startswith("paroles/constat-") and n.endswith("--lieu-" + n.rpartition("--lieu-")[2]) and n.endswith(".json"))  # fmt: skip
    row = next(iter(csv.DictReader(io.StringIO(files[name.replace(".json", ".csv")].partition("\n")[2]))))  # fmt: skip

    assert json.loads(files[name])["counts"][0]["withheld"] == plain_hidden()
    assert plain(row["count"]) == plain(plain_hidden())
    assert row["out_of"] == ""
    assert "non montré" in page(files, name.replace(".json", ".html")).text


def plain_hidden() -> str:
    return "non montré, pour protéger des personnes"


def test_a_formula_in_words_stays_words_in_csv(first: Pack) -> None:
    files = told(first, voices=(said(Quote(words="=1+1", lang="fr")),))
    text = files["paroles/langue-fr.csv"]

    assert "'=1+1" in text
    assert json.loads(files["paroles/langue-fr.json"])["voices"][0]["words"] == "=1+1"


def test_hostile_words_and_keys_stay_words_and_names(first: Pack) -> None:
    place = replace(sample.MATERIAL.places[0].place, key='../../x"><script>')
    row = replace(sample.MATERIAL.places[0], place=place)
    material = replace(sample.MATERIAL, places=(row,), findings=(), grid=None, grounds=())  # fmt: skip
    files = told(first, material, voices=(said(Quote(words="<script>x</script>", lang="fr")),))  # fmt: skip

    assert "lieux/x-script.html" in files
    assert not [name for name in files if ".." in name or "<" in name]
    assert not [name for name, text in files.items() if name.endswith(".html") and "<script" in text]  # fmt: skip


def test_every_place_has_a_page_also_where_nobody_was_heard(pages: Files) -> None:
    silent = page(pages, "fr/lieux/xn.grande-lisiere.html")
    tiles = list(page(pages, "fr/index.html").all("a", "tile"))

    assert "personne n'y a encore été entendu" in silent.text
    assert len(tiles) == 10
    assert sum("none" in tile.classes for tile in tiles) == 2


def test_the_board_shows_sides_beside_each_other_and_puts_silences_first(
    pages: Files,
) -> None:
    board = page(pages, "fr/suivi/index.html")
    card = next(iter(board.all("ul", "cards"))).first("li")

    assert (
        board.first("h1").text
        == "Quatre demandes restent sans réponse, leur date est passée"
    )  # type: ignore[union-attr]
    assert [one.text for one in card.all("dt")] == ["Officiel", "Communautés", "Observateurs"]  # type: ignore[union-attr] # fmt: skip


def test_where_nothing_was_asked_the_second_door_says_so(first: Pack) -> None:
    files = told(first, replace(sample.MATERIAL, followed=None, owed=None))

    assert "Rien n'a encore été demandé ni promis" in page(files, "suivi/index.html").text  # fmt: skip
    assert answering.by_standing(answering.Followed()) == []


def test_promises_that_stand_alike_have_a_page_of_their_own_where_they_are_many(
    first: Pack,
) -> None:
    followed = sample.MATERIAL.followed or answering.Followed()
    one = replace(followed.promises[0], standing="under_way") if followed.promises else None  # fmt: skip
    if one is None:
        one = answering.Promise(words={"fr": "Un puits"}, owner={"fr": "La mairie"}, side="authority", standing="under_way")  # fmt: skip
    many = replace(followed, promises=(one,) * (answering.MOST_CARDS + 2))
    files = told(first, replace(sample.MATERIAL, followed=many))
    cards = page(files, "suivi/under_way.html").first("ul", "cards")

    assert len(list(cards.all("dl"))) == answering.MOST_CARDS + 2  # type: ignore[union-attr]
    assert "Voir les 2 autres" in page(files, "suivi/index.html").text


def test_the_shelf_names_what_can_be_read_and_what_is_missing(pages: Files) -> None:
    shelf = page(pages, "fr/ecouter.html")
    links = [a.attributes["href"] for a in shelf.all("a")]

    assert "portrait-lire.txt" in links
    assert "lieux/xn.ardelume-lire.txt" in links
    assert "Aucun enregistrement n'existe encore" in shelf.text
    assert "pas encore de texte" in shelf.text


def test_earlier_editions_are_listed_with_what_was_taken_back_since(
    first: Pack,
) -> None:
    before = (Earlier(edition=1, month="2030-02", withdrawn=2),)
    text = page(told(first, earlier=before), "editions.html").text

    assert "Édition 1, février 2030" in text
    assert "2 fiches retirées depuis" in text


def test_a_conversation_without_gatherings_has_its_pages_too(first: Pack) -> None:
    files = told(first, sample.CONVERSATION)

    assert "lieux/index.html" not in files
    assert "entente.html" in files
    assert "confiance.html" not in files
    assert len(list(page(files, "index.html").all("a", "door"))) == 2


def test_before_validation_the_pages_give_no_order(first: Pack) -> None:
    front = page(told(first, sample.DRAFT), "index.html").text

    assert "pas encore validés" in front
