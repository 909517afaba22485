"""Field records come in from sheets in French or English."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.by_hand import called
from tests.listen import field

from vestibule import errors
from vestibule.dossier import cuts, hashing
from vestibule.dossier.records import Dossier
from vestibule.listen import arrivals, records


def bring(path: Path, dossier: Dossier) -> Dossier:
    return arrivals.bring_in(dossier, records.read(path, dossier, today=field.TODAY))


def test_a_sheet_in_french_becomes_gatherings(tmp_path: Path) -> None:
    after = bring(field.meetings(tmp_path), field.dossier())

    first, second = after.table("gatherings").sort("code").to_dicts()
    assert first["place"] == called("tela")
    assert first["held_on"] == dt.date(2030, 3, 1)
    assert first["kind"] == "focus_group"
    assert first["composition"] == "homogeneous"
    assert first["profile"] == called("herders")
    assert first["lang"] == "zal"
    assert first["interpreter"] == "none"
    assert first["listeners"] == "chief spouse"
    assert (first["present"], first["consent"]) == (20, 4)
    assert second["held_on"] == dt.date(2030, 3, 2)
    assert (second["kind"], second["interpreter"]) == ("interview", "outsider")
    assert (second["profile"], second["listeners"]) == (None, None)


def test_the_same_rows_in_english_say_the_same(tmp_path: Path) -> None:
    text = (
        "Gathering code;Place;Date;Kind;Composition;Profile;Language;Interpreter;"
        "Who listened;Present;Consent\n"
        "T-01;Tela;1 March 2030;focus group;homogeneous;Herders;Zalian;none;"
        "village chief, husband;20;4 anonymous quote\n"
    )
    french = bring(field.meetings(_new(tmp_path / "fr")), field.dossier())
    english = bring(field.csv(_new(tmp_path / "en"), gatherings=text), field.dossier())

    own = french.table("gatherings").columns[6:]
    one = french.table("gatherings").sort("code").select(own).row(0)
    assert english.table("gatherings").select(own).row(0) == one


def test_sheets_refer_to_one_another_by_code_and_key(tmp_path: Path) -> None:
    folder = field.meetings(
        tmp_path,
        presences="Rencontre,Nombre,Sexe,Tranche d'âge\nt-01,12,femmes,18–34\nT-01,8,h,\n",
        enonces="Clé,Énoncé,Rencontre\ns1,Une phrase,T-01\n",
        decomptes="Rencontre,Énoncé,Méthode,D'accord,Pas d'accord,Passent\nT-01,S1,pots,11,6,3\n",
        extraits="N°,Rencontre,Paroles,Consentement\n7,T-01,Les mots,4\n,T-01,D'autres,4\n",
        codes="Clé,Nom,Type\neau,L'eau,obstacle\n",
        codages="Extrait,Code,Codé par\n7,eau,c1\nT-01/2,eau,c1\n",
    )

    after = bring(folder, field.dossier())

    meeting = after.table("gatherings").filter(code="T-01")["id"][0]
    assert set(after.table("attendances")["gathering"]) == {meeting}
    assert after.table("attendances")["n"].sum() == 20
    assert after.table("attendances").filter(sex="female")["age_band"][0] == "18-34"
    tally = after.table("tallies").to_dicts()[0]
    assert tally["statement"] == after.table("statements")["id"][0]
    assert (tally["method"], tally["count"]) == ("pots", 1)
    assert after.table("statements")["source"][0] == "participant"
    excerpts = after.table("excerpts").sort("position")
    assert excerpts["position"].to_list() == [1, 2]
    assert set(after.table("codings")["excerpt"]) == set(excerpts["id"])
    assert set(excerpts["review"]) == {"unreviewed"}


def test_a_pseudonym_in_the_attendances_becomes_a_person_once(tmp_path: Path) -> None:
    folder = field.meetings(
        tmp_path,
        presences="Rencontre,Personne,Sexe,Profil\nT-01,k7,femme,éleveurs\nT-02,K7,femme,\n",
        enonces="Clé,Énoncé\ns1,Une phrase\n",
        votes="Personne,Énoncé,Vote\nk7,s1,d'accord\nk7,s1,-1\n",
    )

    after = bring(folder, field.dossier())

    person = after.table("people").to_dicts()
    assert len(person) == 1
    assert (person[0]["sex"], person[0]["profile"]) == ("female", called("herders"))
    assert after.table("attendances")["n"].to_list() == [1, 1]
    assert after.table("votes").sort("seq")["vote"].to_list() == [1, -1]
    assert after.table("statements")["source"][0] == "seed"


def test_listed_people_are_not_made_again(tmp_path: Path) -> None:
    folder = field.meetings(
        tmp_path,
        personnes="Pseudonyme,Sexe,Déplacé\nk7,f,oui\n",
        presences="Rencontre,Personne\nT-01,k7\n",
        consentements='Personne,Niveau,Usages acceptés,Expire le\nk7,4,"citer, filmer",2031-01-01\n',
    )

    after = bring(folder, field.dossier())

    assert after.table("people")["displaced"].to_list() == [True]
    consent = after.table("consents").to_dicts()[0]
    assert (consent["level"], consent["uses"]) == (4, "film quote")


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    folder = field.meetings(tmp_path, presences="Rencontre,Nombre\nT-01,3\nT-01,3\n")
    once = bring(folder, field.dossier())

    again = records.read(folder, once, today=field.TODAY)

    assert hashing.content_hash(arrivals.bring_in(once, again)) == hashing.content_hash(
        once
    )
    assert again.known == {"gatherings": 2, "attendances": 2}


def test_a_renamed_file_in_another_folder_gives_the_same_records(
    tmp_path: Path,
) -> None:
    one, other = _new(tmp_path / "a"), _new(tmp_path / "b")
    (one / "rencontres.csv").write_text(field.MEETINGS)
    (other / "gatherings (1).csv").write_text(field.MEETINGS)

    hashes = {
        hashing.content_hash(bring(path, field.dossier()))
        for path in (one, one / "rencontres.csv", other / "gatherings (1).csv")
    }

    assert len(hashes) == 1


def test_a_workbook_that_grew_brings_only_what_is_new(tmp_path: Path) -> None:
    folder = field.meetings(
        tmp_path,
        extraits="N°,Rencontre,Paroles\n1,T-01,Premier\n",
        codes="Clé,Nom,Type\neau,L'eau,obstacle\n",
    )
    once = bring(folder, field.dossier())
    field.csv(
        folder,
        extraits="N°,Rencontre,Paroles\n1,T-01,Premier\n2,T-01,Second\n",
        codages="Extrait,Code,Codé par\n1,eau,c\n2,eau,c\n",
    )

    grown = records.read(folder, once, today=field.TODAY)
    twice = arrivals.bring_in(once, grown)

    assert grown.tables["excerpts"]["words"].to_list() == ["Second"]
    assert twice.table("excerpts").height == 2
    assert set(twice.table("codings")["excerpt"]) == set(twice.table("excerpts")["id"])
    origins = {gap.origin for gap in cuts.gaps(twice)}
    assert not {origin for origin in origins if origin.startswith("import-")}


def test_a_key_with_another_content_is_refused(tmp_path: Path) -> None:
    once = bring(
        field.csv(tmp_path, codes="Key,Name,Kind\neau,Water,obstacle\n"),
        field.dossier(),
    )
    field.csv(tmp_path, codes="Key,Name,Kind\neau,Wells,obstacle\n")

    found = records.read(tmp_path, once, today=field.TODAY)

    assert [p.code for p in found.problems] == ["known-differently"]
    with pytest.raises(errors.ProblemsFound):
        arrivals.bring_in(once, found)


def test_a_place_is_looked_up_as_of_the_day_of_the_gathering(tmp_path: Path) -> None:
    name = {
        "place": "boro",
        "name": "Bolo",
        "kind": "former",
        "valid_to": dt.date(2020, 1, 1),
    }
    dossier = field.dossier(place_names=[name])
    folder = field.csv(
        tmp_path, gatherings="Code,Place,Date,Kind\nA,Bolo,2019-05-05,interview\n"
    )

    after = bring(folder, dossier)

    assert after.table("gatherings")["place"][0] == called("boro")


def test_findings_validations_and_ballots_come_in(tmp_path: Path) -> None:
    folder = field.meetings(
        tmp_path,
        codes="Key,Name,Kind,Belongs to\neau,Water,obstacle,\npuits,Wells,resource,eau\n",
        constats="Key,Kind,Finding,Theme,Place,Scope\nF1,obstacle,No water,eau,Téla,regional\n",
        appuis="Finding,For or against,Code\nF1,for,puits\n",
        validations="Finding,Gathering,Outcome,Objection,Present\nF1,T-02,amended,Not here,5\n",
        questions="Key,Question,Kind\nQ1,What first?,ranking\n",
        bulletins="Question,Gathering,Ballot,Finding,Rank,Approved\nQ1,T-02,1,F1,1,yes\n",
        priorites="Question,Finding,Rank,Rule\nQ1,F1,1,borda\n",
    )

    after = bring(folder, field.dossier())

    finding = after.table("findings").to_dicts()[0]
    assert (finding["lang"], finding["place"]) == ("fr", called("tela"))
    codes = dict(after.table("codes").select("key", "id").iter_rows())
    assert finding["code"] == codes["eau"]
    assert after.table("codes").filter(key="puits")["parent"][0] == codes["eau"]
    assert after.table("supports")["code"][0] == codes["puits"]
    assert after.table("validations")["objection"][0] == "Not here"
    assert after.table("ballots").row(0, named=True)["approved"] is True
    assert after.table("priorities")["finding"][0] == finding["id"]


def test_a_ballot_on_an_action_names_it_by_its_words(tmp_path: Path) -> None:
    actions = [
        {"id": "well", "words": "Mend the well", "state": "proposed"},
        {"id": "twin", "words": "Twice", "state": "proposed"},
        {"id": "other", "words": "Twice", "state": "proposed"},
    ]
    folder = field.meetings(
        tmp_path,
        questions="Key,Question,Kind\nQ1,What to pay for?,approval\n",
        bulletins="Question,Gathering,Ballot,Action,Approved\nQ1,T-02,1,Mend the well,yes\n"
        f"Q1,T-02,1,{called('twin')},no\n",
    )

    after = bring(folder, field.dossier(actions=actions))

    rows = after.table("ballots").select("finding", "action", "approved").rows()
    assert set(rows) == {(None, called("well"), True), (None, called("twin"), False)}


def test_known_records_may_be_named_again(tmp_path: Path) -> None:
    dossier = field.dossier(
        gatherings=[{"id": "g", "code": "OLD", "place": "tela"}],
        excerpts=[{"id": "x", "gathering": "g", "position": 3}],
        codes=[{"id": "k", "key": "eau", "name": "Eau", "kind": "obstacle"}],
    )
    folder = field.csv(tmp_path, codings="Excerpt,Code,Coder\nold/3,EAU,c\n")

    after = bring(folder, dossier)

    coding = after.table("codings").to_dicts()[0]
    assert (coding["excerpt"], coding["code"]) == (called("x"), called("k"))


@settings(max_examples=20)
@given(st.permutations([("T-01", 3), ("T-01", 4), ("T-02", 2), ("T-02", 2)]))
def test_the_order_of_rows_changes_no_total(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int]]
) -> None:
    listed = "".join(f"{code},{n}\n" for code, n in rows)
    folder = field.meetings(
        tmp_path_factory.mktemp("rows"), presences=f"Rencontre,Nombre\n{listed}"
    )

    after = bring(folder, field.dossier())

    codes = after.table("gatherings").select("code", gathering="id")
    joined = after.table("attendances").join(codes, on="gathering")
    sums = dict(joined.group_by("code").agg(pl.col("n").sum()).iter_rows())
    assert sums == {"T-01": 7, "T-02": 4}


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder
