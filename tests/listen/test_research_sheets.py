"""The map, groups, cases and questionnaires come in from sheets, and grow."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.by_hand import called
from tests.listen import field

from vestibule.dossier import hashing, lineage
from vestibule.dossier.records import Dossier
from vestibule.listen import arrivals, headers, records, workbooks

MAP = {
    "facteurs": "Nom\nla peur\nles départs\nl'exode\n",
    "extraits": "N°,Rencontre,Paroles,Consentement\n7,T-01,Les mots,4\n8,T-01,Autres,4\n",
}
"""Three factors and two excerpts."""

LINK = "N°,Cause,Effet,Sens,Extrait,Rencontre,Raconté par\n"


def bring(path: Path, dossier: Dossier) -> Dossier:
    return arrivals.bring_in(dossier, records.read(path, dossier, today=field.TODAY))


def codes(path: Path, dossier: Dossier) -> list[str]:
    return [p.code for p in records.read(path, dossier, today=field.TODAY).problems]


def new(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture
def mapped(tmp_path: Path) -> Dossier:
    """Two gatherings, two excerpts, three factors."""
    return bring(field.meetings(new(tmp_path / "map"), **MAP), field.dossier())


def one(folder: Path, name: str, text: str) -> Path:
    """Write one CSV into a new folder."""
    (new(folder) / f"{name}.csv").write_text(text, "utf-8")
    return folder


def test_links_name_factors_and_excerpts_and_are_named_by_findings(
    tmp_path: Path, mapped: Dossier
) -> None:
    folder = field.csv(
        new(tmp_path / "links"),
        liens=LINK + "L1,La peur,les départs,plus,T-01/1,,\n"
        "L2,la peur,l’exode,moins,,T-02,\n",
        constats="Clé,Nature,Constat\nf1,obstacle,La peur\n",
        appuis="Constat,Pour ou contre,Lien raconté\nf1,pour,L1\n",
        actions="Clé,Action,Lien\nA1,Veiller,L2\nA2,Marcher,T-01/1\n",
    )

    after = bring(folder, mapped)

    links = {row["direction"]: row for row in after.table("claims").to_dicts()}
    names = dict(after.table("factors").select("id", "name").iter_rows())
    assert [names[links["more"][end]] for end in ("cause", "effect")] == [
        "la peur",
        "les départs",
    ]
    assert after.table("supports")["claim"].to_list() == [links["more"]["id"]]
    acts = dict(after.table("actions").select("key", "claim").iter_rows())
    assert acts == {"A1": links["less"]["id"], "A2": links["more"]["id"]}
    assert bring(folder, after) is after


def test_what_is_wrong_with_a_link_is_said(tmp_path: Path, mapped: Dossier) -> None:
    folder = one(
        tmp_path / "links",
        "liens",
        LINK + "1,la peur,la peur,plus,T-01/1,,\n2,la paix,les départs,plus,T-01/9,,\n"
        "3,la peur,les départs,plus,,,\n3,la peur,l'exode,plus,,T-01,k9\n",
    )

    found = records.read(folder, mapped, today=field.TODAY).problems

    assert sorted((p.code, p.line) for p in found) == [
        ("duplicate-key", 5),
        ("some-reference", 4),
        ("to-itself", 2),
        ("unknown-excerpt", 3),
        ("unknown-factor", 3),
        ("unknown-person", 5),
    ]
    (some,) = (p for p in found if p.code == "some-reference")
    assert "Extrait, Rencontre, Raconté par" in some.message


def test_an_excerpt_in_which_several_links_were_told_names_none(
    tmp_path: Path, mapped: Dossier
) -> None:
    linked = bring(
        one(
            tmp_path / "links",
            "liens",
            LINK
            + ",la peur,les départs,plus,T-01/1,,\n,la peur,l'exode,plus,T-01/1,,\n",
        ),
        mapped,
    )
    folder = one(tmp_path / "acts", "actions", "Clé,Action,Lien\nA1,Veiller,T-01/1\n")
    by_id = linked.table("claims")["id"][0]

    assert codes(folder, linked) == ["several-claims"]
    one(tmp_path / "acts", "actions", "Clé,Action,Lien\nA1,Veiller,T-01/2\n")
    assert codes(folder, linked) == ["unknown-claim"]
    one(tmp_path / "acts", "actions", f"Clé,Action,Lien\nA1,Veiller,{by_id[:8]}\n")
    assert bring(folder, linked).table("actions")["claim"].to_list() == [by_id]


def test_a_merge_is_undone_by_the_same_row_and_a_team_undoes_its_own(
    tmp_path: Path, mapped: Dossier
) -> None:
    head = "Facteur,Dans,État,Décidé par\n"
    first = one(
        tmp_path / "a",
        "fusions",
        head + "l'exode,les départs,,e1\nl'exode,les départs,,e2\n",
    )
    second = one(tmp_path / "b", "fusions", head + "l'exode,les départs,défaite,e1\n")

    decided = bring(first, mapped)
    after = bring(second, decided)

    assert decided.table("merges")["state"].to_list() == ["decided"] * 2
    now = lineage.settled(after).table("merges").select("by", "state").rows()
    assert sorted(now) == [("e1", "undone"), ("e2", "decided")]
    assert bring(first, after) is after
    anyone = one(
        tmp_path / "c", "fusions", "Facteur,Dans,État\nl'exode,les départs,défaite\n"
    )
    assert set(lineage.settled(bring(anyone, decided)).table("merges")["state"]) == {
        "decided",
        "undone",
    }


def test_a_merge_that_nobody_signed_is_undone_by_whoever_comes_next(
    tmp_path: Path, mapped: Dossier
) -> None:
    text = "Facteur,Dans,État,Décidé par\nl'exode,les départs,décidée,\n"
    folder = one(tmp_path / "a", "fusions", text + "l'exode,les départs,défaite,e2\n")

    after = bring(folder, mapped)

    assert after.table("merges").height == 2
    (now,) = lineage.settled(after).table("merges").to_dicts()
    assert (now["state"], now["by"]) == ("undone", "e2")


def test_a_revised_hypothesis_keeps_what_was_seen_of_the_first(
    tmp_path: Path, mapped: Dossier
) -> None:
    group = {"groupes": "Clé,Nom\nG1,Les métiers\n"}
    head = "Clé,Groupe,Hypothèse,Cause,Effet,Prévoit\n"
    seen = "Hypothèse,Résultat,Vu le\nH1,réfute,2030-04-01\n"
    first = field.csv(
        new(tmp_path / "a"),
        **group,
        hypotheses=head + "H1,G1,Si la peur,la peur,les départs,plus\n",
        observations=seen,
    )
    second = field.csv(
        new(tmp_path / "b"),
        **group,
        hypotheses=head + "H1,g1,Si la nuit,la peur,les départs,plus\n",
        observations=seen + "H1,confirme,2030-05-01\n",
    )

    after = bring(second, bring(first, mapped))

    words = dict(after.table("hypotheses").select("id", "words").iter_rows())
    told = after.table("observations").select("hypothesis", "outcome").rows()
    assert {(words[one], outcome) for one, outcome in told} == {
        ("Si la peur", "refutes"),
        ("Si la nuit", "confirms"),
    }
    assert bring(second, after) is after
    assert bring(first, after) is after


def test_a_case_is_closed_by_its_key_and_its_key_is_not_repeated(
    tmp_path: Path, mapped: Dossier
) -> None:
    head = "Clé,Lieu,Type,Parties,Voies,Ouvert le,Clos le,Issue\n"
    begun = 'K1,tela,parcelle,"Éleveurs, farmers",aucune,2030-01-01,,ouvert\n'
    ended = "k1,Téla,parcelle,herders farmers,aucune,2030-01-01,2030-05-01,accord\n"
    first = one(tmp_path / "a", "cas", head + begun)

    after = bring(one(tmp_path / "b", "cas", head + ended), bring(first, mapped))

    (now,) = lineage.settled(after).table("cases").to_dicts()
    assert (now["parties"], now["paths"]) == ("farmers herders", "none")
    assert (str(now["closed_on"]), now["outcome"]) == ("2030-05-01", "agreement")
    assert bring(first, after) is after
    twice = one(tmp_path / "c", "cas", head + begun + begun)
    (wrong,) = records.read(twice, mapped, today=field.TODAY).problems
    assert (wrong.code, "K1" in str(wrong)) == ("duplicate-key", False)
    stranger = one(tmp_path / "d", "cas", head + "K2,,parcelle,pêcheurs,,,,\n")
    assert codes(stranger, mapped) == ["unknown-profile"]


def test_answers_name_their_questionnaire_and_its_version(
    tmp_path: Path, mapped: Dossier
) -> None:
    people = one(tmp_path / "p", "personnes", "Pseudonyme\nk7\n")
    form = "Clé,Nom,Type,Version\nconf,Confiance,enquête,1\n"
    folder = field.csv(
        new(tmp_path / "a"),
        questionnaires=form,
        answers="Instrument,Question,Person,Wave,Answer\nconf,q1,k7,1,2\nconf/1,q2,k7,1,\n",
    )

    after = bring(folder, bring(people, mapped))

    said = after.table("answers").sort("question").select("value", "wave").rows()
    assert said == [("2", 1), (None, 1)]
    assert set(after.table("answers")["instrument"]) == {
        after.table("instruments")["id"][0]
    }
    unknown = one(tmp_path / "b", "answers", "Instrument,Question\nconf/2,q1\n")
    assert codes(unknown, after) == ["unknown-instrument"]


def test_a_name_that_two_records_share_calls_neither(tmp_path: Path) -> None:
    rows = [{"id": f"f{n}", "name": "La peur"} for n in (1, 2)]
    dossier = field.dossier(factors=rows, groups=[{"id": "g", "key": "G", "name": "G"}])
    head = "Clé,Groupe,Hypothèse,Prévoit,Cause\n"
    folder = one(tmp_path, "hypotheses", head + "H1,G,Si,plus,la peur\n")

    assert codes(folder, dossier) == ["shared-name"]
    one(tmp_path, "hypotheses", head + f"H1,G,Si,plus,{called('f2')}\n")
    after = bring(folder, dossier)
    assert after.table("hypotheses")["cause"].to_list() == [called("f2")]


def test_an_action_without_a_key_is_another_one_in_other_words(
    tmp_path: Path, mapped: Dossier
) -> None:
    first = one(tmp_path / "a", "actions", "Action,État\nVeiller,proposée\n")
    second = one(tmp_path / "b", "actions", "Action,État\nVeiller,faite\n")

    after = bring(second, bring(first, mapped))

    assert lineage.settled(after).table("actions").height == 2
    assert bring(first, after) is after


@pytest.mark.parametrize("lang", headers.LANGUAGES)
def test_empty_later_workbooks_bring_nothing_and_are_not_wrong(
    tmp_path: Path, lang: str
) -> None:
    dossier = field.dossier()
    books = workbooks.write(dossier, tmp_path, lang=lang, books=workbooks.LATER)

    incoming = records.read(tmp_path, dossier, today=field.TODAY)

    assert len(books) == 2
    assert (incoming.problems, incoming.tables) == ((), {})


STATES = st.lists(
    st.sampled_from(["proposée", "approuvée", "commencée", "faite", "abandonnée"]),
    min_size=1,
    max_size=4,
    unique=True,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=STATES)
def test_an_action_is_one_record_in_its_last_state_however_often_it_comes(
    tmp_path: Path, states: list[str]
) -> None:
    dossier = field.dossier()
    files = [
        one(tmp_path / state, "actions", f"Clé,Action,État\nA1,Veiller,{state}\n")
        for state in states
    ]
    for folder in files:
        dossier = bring(folder, dossier)
    once = hashing.content_hash(dossier)
    for folder in files:
        dossier = bring(folder, dossier)

    (now,) = lineage.settled(dossier).table("actions").to_dicts()
    last = headers.terms_by_name("actions", "state")[states[-1].replace("é", "e")]
    assert now["state"] == last
    assert dossier.table("actions").height == len(states)
    assert hashing.content_hash(dossier) == once
