"""Maps made elsewhere come in whole, and come back equal; hostile files do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.understand.maps.tellings import dossier, merge

from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.inform import maps as leaving
from vestibule.listen import arrivals, map_formats, maps
from vestibule.understand.maps import system_map

MAPPED = ("factors", "merges", "claims")

TOLD = {"t1": "a+b b-c A+b", "t2": "b-c c+a a+A"}


def given_map() -> Dossier:
    names = {
        "a": "Peur, la nuit",
        "A": "=la peur",
        "b": "« Marché »\n& <co>",
        "c": "'-d",
    }
    return dossier(
        TOLD,
        factors=[
            {"id": one, "name": name, "lang": "fr"} for one, name in names.items()
        ],
        merges=[merge("A", "a", reason="one thing")],
    )


def without(whole: Dossier) -> Dossier:
    return whole.with_tables(**{name: whole.table(name).clear() for name in MAPPED})


def written(whole: Dossier, folder: Path, form: str) -> Path:
    told = leaving.blueprint(system_map(whole), whole)
    path = folder / f"map{form}"
    if form in (".json", ".graphml"):
        write = {".json": leaving.kumu, ".graphml": leaving.graphml}[form]
        path.write_text(write(told), encoding="utf-8")
        return path
    path.mkdir()
    for name, text in leaving.spreadsheets(told).items():
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", [".json", ".graphml", ""])
def test_a_map_comes_back_equal(tmp_path: Path, form: str) -> None:
    whole = given_map()
    path = written(whole, tmp_path, form)
    back = lineage.settled(
        arrivals.bring_in(without(whole), maps.read(path, without(whole)))
    )
    found, before = system_map(back), system_map(whole)

    told = json.dumps(leaving.blueprint(before, whole))
    again = json.dumps(leaving.blueprint(found, back))
    # a new line inside a name comes back as a blank, nothing else changes
    assert again == told.replace("\\n", " ")
    assert found.claims["source"].sort().equals(before.claims["source"].sort())
    assert set(back.table("merges")["state"]) == {"decided"}
    assert back.table("claims")["origin"].str.starts_with("import-").all()


@pytest.mark.parametrize("form", [".json", ".graphml", ""])
def test_a_map_brought_in_again_adds_nothing(tmp_path: Path, form: str) -> None:
    whole = dossier(TOLD, merges=[merge("A", "a", reason="one thing")])
    path = written(whole, tmp_path, form)
    empty = without(whole)
    once = arrivals.bring_in(empty, maps.read(path, empty))

    again = maps.read(path, once)
    assert again.tables == {}
    assert again.known == {"factors": 4, "merges": 1, "claims": 6}
    # the dossier that it left knows it too
    assert maps.read(path, whole).tables == {}


def test_a_map_known_in_part_adds_the_rest_alone(tmp_path: Path) -> None:
    whole = dossier(TOLD)
    path = written(whole, tmp_path, ".json")
    part = whole.with_tables(claims=whole.table("claims").head(2))
    incoming = maps.read(path, part)

    assert set(incoming.tables) == {"claims"}
    after = lineage.settled(arrivals.bring_in(part, incoming))
    assert system_map(after).links.equals(system_map(whole).links)


def test_the_spreadsheet_holds_no_formula(tmp_path: Path) -> None:
    path = written(given_map(), tmp_path, "")
    text = (path / "elements.csv").read_text("utf-8")

    assert "\n'=la peur," in text


def read_text(tmp_path: Path, name: str, text: str) -> arrivals.Incoming:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return maps.read(path, dossier({}))


def test_a_blueprint_made_in_kumu_comes_in(tmp_path: Path) -> None:
    told = {
        "elements": [
            {"_id": "x1", "attributes": {"label": "Fear"}},
            {"_id": "x2", "attributes": {"Label": "Trade"}},
        ],
        "connections": [
            {
                "from": "x1",
                "to": "x2",
                "direction": "mutual",
                "attributes": {"type": "-"},
            }
        ],
    }
    incoming = read_text(tmp_path, "k.json", json.dumps(told))

    assert incoming.problems == ()
    assert incoming.tables["factors"]["name"].to_list() == ["Fear", "Trade"]
    claims = incoming.tables["claims"]
    assert claims["direction"].to_list() == ["less", "less"]
    assert claims["teller"].null_count() == 2
    assert claims["cause"].to_list() == claims["effect"].to_list()[::-1]


def test_a_table_of_connections_alone_comes_in(tmp_path: Path) -> None:
    text = "De,Vers,Type,Couleur\nPeur,Marché,plus,rouge\nMarché,Travail,moins,\n\n"
    incoming = read_text(tmp_path, "liens.csv", text)

    assert incoming.problems == ()
    assert incoming.tables["factors"].height == 3
    assert incoming.tables["claims"]["direction"].to_list() == ["more", "less"]


def test_a_graphml_of_another_program_comes_in(tmp_path: Path) -> None:
    text = (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
        '<key id="d0" for="node" attr.name="label"/><key id="d1" for="edge" '
        'attr.name="type"/><graph edgedefault="directed"><node id="n1"><data key="d0">'
        'Fear</data></node><node id="n2"/><edge source="n1" target="n2"><data key="d1">'
        "+</data></edge></graph></graphml>"
    )
    incoming = read_text(tmp_path, "g.graphml", text)

    assert incoming.problems == ()
    assert incoming.tables["factors"]["name"].to_list() == ["Fear", "n2"]


HEAD = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
LINK = {"from": "a", "to": "b", "type": "+"}
ENDS = [{"id": "a"}, {"id": "b"}]
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


def blueprint(*links: object, elements: object = ENDS) -> str:
    return json.dumps({"elements": elements, "connections": links})


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("m.json", "{", "map-unreadable"),
        ("m.json", "[" * 100_000, "map-unreadable"),
        ("m.json", "[]", "map-unreadable"),
        ("m.json", '{"elements": 3}', "map-unreadable"),
        ("m.json", blueprint(), "map-empty"),
        ("m.json", blueprint({**LINK, "to": "z"}), "map-end-unknown"),
        ("m.json", blueprint({**LINK, "type": "?"}), "map-direction"),
        ("m.json", blueprint({**LINK, "direction": "undirected"}), "map-undirected"),
        ("m.json", blueprint(LINK, elements=[*ENDS, {"id": "a"}]), "map-element-twice"),
        ("m.json", blueprint({**LINK, "teller": "f" * 32}), "map-source-unknown"),
        (
            "m.json",
            blueprint(LINK, elements=[{"id": "a", "finding": "x"}, {"id": "b"}]),
            "map-source-unknown",
        ),
        ("m.graphml", f"{BOMB}{HEAD}</graphml>", "map-hostile"),
        ("m.graphml", HEAD, "map-unreadable"),
        ("m.graphml", f"{HEAD}</graphml>", "map-unreadable"),
        ("m.csv", "a,b\n1,2\n", "map-column"),
        ("m.csv", 'From,To,Type\n"x', "map-unreadable"),
        ("m.csv", "From,To,Type\na,b,\n", "map-direction"),
        ("m.pdf", "x", "file-kind"),
        ("m.csv", " ", "file-empty"),
    ],
)
def test_what_is_no_map_or_hostile_is_refused_with_a_sentence(
    tmp_path: Path, name: str, text: str, code: str
) -> None:
    incoming = read_text(tmp_path, name, text)

    assert incoming.tables == {}
    assert incoming.problems[0].code == code
    assert incoming.problems[0].remedy


def test_what_is_absent_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = dossier({})
    absent = maps.read(tmp_path / "no.json", empty)
    folder = maps.read(tmp_path, empty)
    monkeypatch.setattr(map_formats, "MOST", 2)
    large = read_text(tmp_path, "m.json", blueprint(LINK))

    codes = [one.problems[0].code for one in (absent, folder, large)]
    assert codes == ["file-missing", "file-missing", "map-too-large"]


def test_elements_of_a_folder_may_be_left_out_and_labels_stand_for_ids(
    tmp_path: Path,
) -> None:
    (tmp_path / "connections.csv").write_text("From,To,Type\nFear,Trade,less\n")
    alone = maps.read(tmp_path, dossier({}))
    (tmp_path / "elements.csv").write_text(
        "Label,Id,Merged into\nFear,e1,\nTrade,e2,\nAfraid,e3,e1\nLost,e4,e9\n"
    )
    named = maps.read(tmp_path, dossier({}))

    assert alone.counts == {"factors": 2, "merges": 0, "claims": 1}
    assert named.counts == {"factors": 4, "merges": 1, "claims": 1}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "label", "from", "to", "type", "claims", "members"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=20)
@given(elements=st.lists(JSON, max_size=3), links=st.lists(JSON, max_size=3))
def test_whatever_a_blueprint_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, elements: object, links: object
) -> None:
    path = tmp_path_factory.mktemp("any") / "m.json"
    path.write_text(json.dumps({"elements": elements, "connections": links}))
    incoming = maps.read(path, dossier({}))

    assert bool(incoming.problems) != bool(incoming.tables)
