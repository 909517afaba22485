"""What a coded project brings, what it does not, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests import by_hand
from tests.listen import field
from tests.listen.refi import programs
from tests.listen.refi.conftest import MEETINGS
from tests.listen.refi.programs import PROGRAMS, Told

from vestibule.dossier import merging, withdrawals
from vestibule.dossier.records import Dossier
from vestibule.listen import arrivals
from vestibule.listen.refi import codebook, coders, reading

QUALCODER = PROGRAMS["qualcoder"]


def brought(path: Path, dossier: Dossier, gatherings: Path | None = None) -> Dossier:
    coded = reading.read(path, dossier, gatherings=gatherings)
    return arrivals.bring_in(dossier, coded.incoming)


def said(path: Path, dossier: Dossier, gatherings: Path | None = None) -> list[str]:
    coded = reading.read(path, dossier, gatherings=gatherings)
    return [problem.code for problem in coded.incoming.problems]


def g(*parts: object) -> str:
    return programs.guid(*parts)


TREE = (
    f'<Code guid="{g("code", "eau")}" name="Eau" isCodable="true" color="#00f">'
    "<Description>Puits, mares</Description>"
    f'<Code guid="{g("code", "far")}" name="𞤲𞤣𞤭𞤴𞤢𞤥" isCodable="true"/>'
    f'<Code guid="{g("code", "other1")}" name="Autre" isCodable="true"/></Code>'
    f'<Code guid="{g("code", "terre")}" name="ߖߌ ߕߍ߫" isCodable="false">'
    f'<Code guid="{g("code", "other2")}" name="Autre" isCodable="true"/></Code>'
)


def test_codes_keep_their_tree_their_names_and_their_letters(
    tmp_path: Path, dossier: Dossier
) -> None:
    path = programs.write(tmp_path / "p.qdpx", QUALCODER, Told(codes=TREE))

    codes = brought(path, dossier).table("codes")

    keys = dict(codes.select("id", "key").iter_rows())
    rows = codes.select("key", "name", "definition", "kind", "parent").rows()
    assert sorted((*row[:4], keys.get(row[4])) for row in rows) == [
        ("eau", "Eau", "Puits, mares", "other", None),
        ("eau.autre", "Autre", None, "other", "eau"),
        ("eau.𞤲𞤣𞤭𞤴𞤢𞤥", "𞤲𞤣𞤭𞤴𞤢𞤥", None, "other", "eau"),
        ("ߖߌ-ߕߍ߫", "ߖߌ ߕߍ߫", None, "other", None),
        ("ߖߌ-ߕߍ߫.autre", "Autre", None, "other", "ߖߌ-ߕߍ߫"),
    ]


def test_a_code_of_the_dossier_is_known_below_the_same_parent(tmp_path: Path) -> None:
    known = field.dossier(
        gatherings=MEETINGS,
        codes=[
            {"id": "eau", "key": "water", "name": "eau", "kind": "need"},
            {"id": "autre", "key": "other", "name": "Autre", "kind": "need"},
        ],
    )
    path = programs.write(tmp_path / "p.qdpx", QUALCODER, Told(codes=TREE))

    codes = brought(path, known).table("codes")

    keys = dict(codes.select("key", "kind").iter_rows())
    assert keys == {
        "water": "need",
        "other": "need",
        "water.autre": "need",
        "water.𞤲𞤣𞤭𞤴𞤢𞤥": "need",
        "ߖߌ-ߕߍ߫": "other",
        "ߖߌ-ߕߍ߫.autre": "other",
    }
    eau = by_hand.called("eau")
    assert codes.filter(key="water.autre")["parent"].to_list() == [eau]
    codings = brought(path, known).table("codings")
    assert codings.filter(code=eau).height == 4


def test_the_same_file_again_changes_nothing(tmp_path: Path, dossier: Dossier) -> None:
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["nvivo-windows"])
    once = brought(path, dossier)

    coded = reading.read(path, once)

    assert coded.incoming.tables == {}
    assert coded.incoming.known == {"codes": 2, "excerpts": 6, "codings": 7}


def test_two_laptops_make_the_same_records(tmp_path: Path, dossier: Dossier) -> None:
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["atlas-units"])
    one, other = brought(path, dossier), brought(path, dossier)

    both = merging.merge(one, other)

    assert both.table("codings").equals(one.table("codings").sort("id"))
    origins = one.table("codings")["origin"].unique().to_list()
    assert len(origins) == 1
    assert origins[0].startswith("import-")
    numbers = [
        *one.table("codes").filter(origin=origins[0])["seq"],
        *one.table("excerpts")["seq"],
        *one.table("codings")["seq"],
    ]
    assert sorted(numbers) == [*range(1, 2 + 6 + 7 + 1)]


def test_a_project_coded_further_adds_only_what_is_new(
    tmp_path: Path, dossier: Dossier
) -> None:
    """Every GUID may be new, as some programs make them at each export."""
    first = programs.write(tmp_path / "a.qdpx", QUALCODER)
    more = Told(
        segments={"T-01": [*programs.SEGMENTS, ("loin", "eau", "K1")]},
    )
    second = programs.write(tmp_path / "b.qdpx", PROGRAMS["nvivo-mac"], more)

    after = brought(first, dossier)
    coded = reading.read(second, after)

    new = {name: rows.height for name, rows in coded.incoming.tables.items()}
    assert new == {"excerpts": 1, "codings": 1}
    assert coded.incoming.tables["excerpts"]["position"].to_list() == [7]


def test_words_withdrawn_here_do_not_come_back_by_a_later_export(
    tmp_path: Path, dossier: Dossier
) -> None:
    after = brought(programs.write(tmp_path / "a.qdpx", QUALCODER), dossier)
    [gone] = after.table("excerpts").filter(words="on partage")["id"]
    after = withdrawals.withdraw(
        after, table="excerpts", record=gone, origin="o", at=None, by="K1"
    )
    later = Told(segments={"T-01": [*programs.SEGMENTS, ("loin", "eau", "K1")]})

    for program in (QUALCODER, PROGRAMS["nvivo-windows"]):
        coded = reading.read(programs.write(tmp_path / "b.qdpx", program, later), after)
        assert coded.left == {"withdrawn": 1}
        assert coded.incoming.tables["excerpts"]["words"].to_list() == ["loin"]


def test_a_code_and_a_coding_withdrawn_here_do_not_come_back(
    tmp_path: Path, dossier: Dossier
) -> None:
    path = programs.write(tmp_path / "a.qdpx", QUALCODER)
    after = brought(path, dossier)
    [code] = after.table("codes").filter(key="terre")["id"]
    coding = after.table("codings").filter(pl.col("code") != code)["id"][0]
    for table, record in (("codes", code), ("codings", coding)):
        after = withdrawals.withdraw(
            after, table=table, record=record, origin="o", at=None, by="K1"
        )

    coded = reading.read(path, after)

    assert coded.incoming.tables == {}
    assert coded.left == {"withdrawn": 4}  # three with the code, and the coding


def test_words_redacted_here_do_not_come_back_as_they_were(
    tmp_path: Path, dossier: Dossier
) -> None:
    path = programs.write(tmp_path / "a.qdpx", QUALCODER)
    after = brought(path, dossier)
    old = after.table("excerpts").filter(words="on partage")
    better = old.with_columns(
        id=pl.lit("f" * 32),
        supersedes=pl.col("id"),
        words=pl.lit("on […]"),
        seq=pl.col("seq") + 100,
    )
    mended = after.with_tables(
        excerpts=pl.concat([after.table("excerpts"), better]).sort("id")
    )

    assert reading.read(path, mended).incoming.tables == {}


def test_notes_that_are_in_the_dossier_are_coded_not_repeated(tmp_path: Path) -> None:
    known = field.dossier(
        gatherings=MEETINGS,
        excerpts=[
            {"id": "e", "gathering": "m1", "words": "on partage", "position": 4},
        ],
    )
    path = programs.write(tmp_path / "p.qdpx", QUALCODER)

    after = brought(path, known)

    assert after.table("excerpts").height == 6
    assert after.table("codings").filter(excerpt=by_hand.called("e")).height == 1
    new = after.table("excerpts").filter(pl.col("id") != by_hand.called("e"))
    assert sorted(new["position"]) == [5, 6, 7, 8, 9]


NAMES = {
    "u1": "Ada Kuru",
    "u2": "K7",
    "u3": "ada",
    "u4": "",
    "u5": "MK",
    "u6": "x@y",
    "u7": "Kuru.2",
}


def test_names_of_coders_stay_outside() -> None:
    called = coders.pseudonyms(NAMES, process_key="p", origin="NVivo", known={"ada"})

    assert called["u2"] == "K7"
    assert called["u3"] == "ada"  # a coder of the dossier already
    assert called["u5"] == "MK"
    for user in ("u1", "u4", "u6", "u7"):
        assert called[user].startswith("coder-")
    again = coders.pseudonyms({"z": "ada  KURU"}, process_key="p", origin="", known=())
    assert again["z"] == called["u1"]  # one person in two projects


@pytest.mark.parametrize("origin", ["NVivo", "Vestibule 1.0"])
def test_a_file_does_not_speak_for_who_speaks_here(origin: str) -> None:
    said = {"u1": "hawa", "u2": "HAWA", "u3": "K7", "u4": "bako"}

    called = coders.pseudonyms(
        said,
        process_key="p",
        origin=origin,
        known=said.values(),
        reserved={"hawa", "K7"},
    )

    assert called["u4"] == "bako"
    for user in ("u1", "u2", "u3"):
        assert called[user] == coders.derived(said[user], "p") != said[user]


def test_what_they_coded_here_is_known_again(tmp_path: Path, dossier: Dossier) -> None:
    path = programs.write(tmp_path / "p.qdpx", QUALCODER)
    held = brought(path, dossier)
    known = dossier.with_tables(
        **{name: held.table(name) for name in ("codes", "excerpts", "codings")}
    )

    again = reading.read(path, known, reserved={"K1", "K2"}).incoming

    assert (again.problems, dict(again.tables)) == ((), {})
    assert again.known["codings"] == held.table("codings").height


def test_a_file_that_says_nothing_of_coders_has_unnamed_ones(
    tmp_path: Path, dossier: Dossier
) -> None:
    content = programs.xml(QUALCODER, Told()).replace("creatingUser", "somebody")
    path = programs.write(tmp_path / "p.qdpx", QUALCODER)
    text = {f"sources/{g('source', 'T-01')}.txt": programs.DAWN.encode()}
    programs.packed(path, content, **text)
    alone = content.replace(f'<User guid="{g("user", "K2")}" name="K2"/>', "")
    one = programs.packed(tmp_path / "q.qdpx", alone, **text)

    assert {*brought(path, dossier).table("codings")["coder"]} == {coders.UNNAMED}
    assert {*brought(one, dossier).table("codings")["coder"]} == {"K1"}


def test_a_source_without_a_gathering_is_refused_by_name(
    tmp_path: Path, dossier: Dossier
) -> None:
    told = Told(
        texts={"Entretien 3": "Un puits."},
        segments={"Entretien 3": [("puits", "e", "K1")]},
    )
    path = programs.write(tmp_path / "p.qdpx", QUALCODER, told)

    [problem] = reading.read(path, dossier).incoming.problems

    assert problem.code == "qda-no-gathering"
    assert "Entretien 3" in problem.message
    assert "--gatherings" in problem.remedy


def test_a_map_says_gathering_and_profile_or_leaves_a_source_out(
    tmp_path: Path, dossier: Dossier
) -> None:
    told = Told(
        texts={"Entretien 3": "Un puits.", "Essai": "Deux puits."},
        segments={
            "Entretien 3": [("puits", "e", "K1")],
            "Essai": [("puits", "e", "K1")],
        },
    )
    path = programs.write(tmp_path / "p.qdpx", QUALCODER, told)
    chart = tmp_path / "map.csv"
    chart.write_text(
        "source,gathering,profile\nentretien 3,t-02,Éleveurs\nEssai,,\n\n", "utf-8"
    )

    coded = reading.read(path, dossier, gatherings=chart)

    rows = coded.incoming.tables["excerpts"]
    assert rows["gathering"].to_list() == [by_hand.called("m2")]
    assert rows["profile"].to_list() == [by_hand.called("herders")]
    assert coded.left == {"mapped": 1}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("source,rencontre\n", "missing-column"),
        ("source,gathering,couleur\n", "unknown-column"),
        ("source,gathering\nT-01,T-01\nt-01,T-02\n", "duplicate-key"),
        ("source,gathering,counted\nT-01,T-01,by hand\n", "qda-counted"),
        ("source,gathering\nT-09,T-01\n", "qda-map-source"),
        ("source,gathering\nT-01,T-77\n", "unknown-gathering"),
        ("source,gathering,profile\nT-01,T-01,Kings\n", "unknown-profile"),
    ],
)
def test_a_wrong_map_is_refused(
    text: str, code: str, tmp_path: Path, dossier: Dossier
) -> None:
    path = programs.write(tmp_path / "p.qdpx", QUALCODER)
    chart = tmp_path / "map.csv"
    chart.write_text(text, "utf-8")

    assert said(path, dossier, chart) == [code]


def variable(name: str, value: str) -> str:
    return (
        f'<VariableValue><VariableRef targetGUID="{g("variable", name)}"/>'
        f"<TextValue>{value}</TextValue></VariableValue>"
    )


VARIABLES = (
    "<Variables>"
    + "".join(
        f'<Variable guid="{g("variable", name)}" name="{name}" typeOfVariable="Text"/>'
        for name in ("Rencontre", "Profil", "Langue")
    )
    + "</Variables>"
)


def test_variables_and_cases_say_gathering_profile_and_language(
    tmp_path: Path, dossier: Dossier
) -> None:
    cases = (
        f'<Cases><Case guid="{g("case", 1)}">{variable("Rencontre", "T-02")}'
        f"{variable('Langue', 'français')}"
        f'<SourceRef targetGUID="{g("source", "one")}"/></Case>'
        f'<Case guid="{g("case", 2)}">{variable("Profil", "farmers")}'
        f'<SelectionRef targetGUID="{g("segment", "one", 1)}"/></Case></Cases>'
    )
    told = Told(
        texts={"one": "Un puits. Une route."},
        segments={"one": [("Un puits", "e", "K1"), ("Une route", "e", "K1")]},
        extra=VARIABLES + cases,
    )
    path = programs.write(tmp_path / "p.qdpx", QUALCODER, told)

    rows = brought(path, dossier).table("excerpts").sort("position")

    assert rows["gathering"].to_list() == [by_hand.called("m2")] * 2
    assert rows["lang"].to_list() == ["fra", "fra"]
    assert rows["profile"].to_list() == [None, by_hand.called("farmers")]


def test_a_profile_and_a_language_nobody_knows_are_named(
    tmp_path: Path, dossier: Dossier
) -> None:
    inside = variable("Profil", "Kings") + variable("Langue", "Klang")
    told = Told(extra=VARIABLES, inside={"T-01": inside})
    path = programs.write(tmp_path / "p.qdpx", QUALCODER, told)

    assert said(path, dossier) == ["unknown-profile", "unknown-language"]


def test_a_code_given_to_a_whole_text_makes_it_one_excerpt(
    tmp_path: Path, dossier: Dossier
) -> None:
    whole = (
        f'<Coding guid="{g("whole")}" creatingUser="{g("user", "K1")}">'
        f'<CodeRef targetGUID="{g("code", "eau")}"/></Coding>'
    )
    told = Told(inside={"T-01": whole})
    path = programs.write(tmp_path / "p.qdpx", QUALCODER, told)

    words = brought(path, dossier).table("excerpts")["words"]

    assert programs.DAWN.strip() in words


def test_words_of_pages_and_recordings_come_in_pictures_do_not(
    tmp_path: Path, dossier: Dossier
) -> None:
    code = f'<CodeRef targetGUID="{g("code", "eau")}"/>'

    def coded(name: str) -> str:
        return f'<Coding guid="{g("coding", name)}">{code}</Coding>'

    content = (
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="X">'
        f'<CodeBook><Codes><Code guid="{g("code", "eau")}" name="Eau" '
        'isCodable="true"/></Codes></CodeBook><Sources>'
        f'<PDFSource guid="{g("pdf")}" name="T-01"><PDFSelection guid="{g("area")}" '
        f'page="1" firstX="0" firstY="0" secondX="9" secondY="9">{coded("area")}'
        f'</PDFSelection><Representation guid="{g("words")}"><PlainTextContent>'
        f'La pluie manque</PlainTextContent><PlainTextSelection guid="{g("s1")}" '
        f'startPosition="3" endPosition="8">{coded("pdf")}</PlainTextSelection>'
        "</Representation></PDFSource>"
        f'<AudioSource guid="{g("sound")}" name="T-02"><Transcript guid="{g("tr")}">'
        "<PlainTextContent>La route coupe</PlainTextContent>"
        f'<SyncPoint guid="{g("p1")}" timeStamp="1" position="3"/>'
        f'<SyncPoint guid="{g("p2")}" timeStamp="2" position="8"/>'
        f'<TranscriptSelection guid="{g("s2")}" fromSyncPoint="{g("p1")}" '
        f'toSyncPoint="{g("p2")}">{coded("tr")}</TranscriptSelection></Transcript>'
        "</AudioSource></Sources></Project>"
    )
    path = programs.packed(tmp_path / "p.qdpx", content)

    coded_project = reading.read(path, dossier)

    words = coded_project.incoming.tables["excerpts"]["words"].to_list()
    assert sorted(words) == ["pluie", "route"]
    assert coded_project.left == {"wordless": 1}
    lost = content.replace(f'toSyncPoint="{g("p2")}"', "")
    assert said(programs.packed(path, lost), dossier) == ["qda-broken"]


def test_a_segment_without_a_word_is_left_aside_and_counted(
    tmp_path: Path, dossier: Dossier
) -> None:
    told = Told(
        texts={"T-01": "un   deux"},
        segments={"T-01": [("   ", "eau", "K1"), ("deux", "", "K1")]},
        codes=TREE,
    )
    path = programs.write(tmp_path / "p.qdpx", QUALCODER, told)

    coded = reading.read(path, dossier)

    assert coded.left == {"empty": 1}
    assert coded.incoming.tables["excerpts"]["words"].to_list() == ["deux"]


def test_hidden_signs_and_text_encoded_twice_are_refused(
    tmp_path: Path, dossier: Dossier
) -> None:
    for text, code in (("a\u202eb", "hidden-sign"), ("Ã©tÃ©", "encoded-twice")):
        told = Told(texts={"T-01": text}, segments={"T-01": [(text, "e", "K1")]})
        path = programs.write(tmp_path / "p.qdpx", QUALCODER, told)
        assert said(path, dossier) == [code]
    named = Told(segments={"T-01": [("loin", "e\u202e", "K1")]})
    assert said(programs.write(path, QUALCODER, named), dossier) == ["hidden-sign"]


def test_excerpts_changed_outside_are_refused(tmp_path: Path) -> None:
    mine = g("segment", "T-01", 0).replace("-", "")
    known = field.dossier(gatherings=MEETINGS)
    rows = by_hand.frame(
        "excerpts", [{"id": "e", "gathering": "m1", "words": "Autre chose"}]
    )
    known = known.with_tables(excerpts=rows.with_columns(id=pl.lit(mine)))
    path = programs.write(tmp_path / "p.qdpx", QUALCODER)

    assert said(path, known) == ["qda-changed"]


def test_our_own_words_beside_codes_are_not_believed_where_they_are_wrong() -> None:
    lines = [
        "a\tkey\tneed\t\t\t",
        "b\tkey\tnonsense\t\t\t",
        "c\t\tneed\t\t\t",
        "d\tkey\tneed\t\tsecret\t",
        "e\tkey\tneed\t\t\t77",
        "f\tkey",
    ]
    told = codebook._told(codebook.Project(sets={codebook.SET: "\n".join(lines)}))

    assert [*told] == ["a"]


def test_a_codebook_alone_comes_in(tmp_path: Path, dossier: Dossier) -> None:
    """As Taguette writes it: a flat list, its GUIDs made from the paths of tags."""
    path = tmp_path / "tags.qdc"
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook '
        'xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.4"><Codes>'
        f'<Code guid="{g("a").upper()}" name="eau" isCodable="true"/>'
        f'<Code guid="{g("b")}" name="eau" isCodable="true"/>'
        "</Codes><Sets/></CodeBook>",
        "utf-8",
    )

    assert sorted(brought(path, dossier).table("codes")["key"]) == ["eau", "eau-2"]


def test_words_of_notes_withdrawn_here_do_not_come_back_by_a_project(
    tmp_path: Path,
) -> None:
    """They came in by notes, were coded elsewhere, and then taken back."""
    known = field.dossier(
        gatherings=MEETINGS,
        excerpts=[
            {"id": "e", "gathering": "m1", "words": "on partage", "position": 4},
        ],
    )
    path = programs.write(tmp_path / "p.qdpx", QUALCODER)
    after = withdrawals.withdraw(
        brought(path, known),
        table="excerpts",
        record=by_hand.called("e"),
        origin="o",
        at=None,
        by="K1",
    )

    coded = reading.read(path, after)

    assert coded.incoming.tables == {}
    assert coded.left == {"withdrawn": 1}


def test_of_two_who_said_the_same_the_one_who_did_not_withdraw_stays_one(
    tmp_path: Path, dossier: Dossier
) -> None:
    told = Told(texts={"T-01": "Oui. Non! Oui."}, segments={"T-01": []})
    coding = f'<Coding guid="{{}}"><CodeRef targetGUID="{g("code", "far")}"/></Coding>'
    rows = "".join(
        f'<PlainTextSelection guid="{g("s", n)}" startPosition="{n}" '
        f'endPosition="{n + 3}">{coding.format(g("c", n))}</PlainTextSelection>'
        for n in (0, 10)
    )
    told.codes, told.inside = TREE, {"T-01": rows}
    path = programs.write(tmp_path / "p.qdpx", QUALCODER, told)
    after = brought(path, dossier)
    assert after.table("excerpts")["words"].to_list() == ["Oui", "Oui"]
    gone = after.table("excerpts").sort("position")["id"][0]
    after = withdrawals.withdraw(
        after, table="excerpts", record=gone, origin="o", at=None, by="K1"
    )

    coded = reading.read(path, after)

    assert coded.incoming.tables == {}
    assert coded.left == {"withdrawn": 1}


def test_a_gathering_that_may_be_quoted_makes_no_excerpt_quotable(
    tmp_path: Path,
) -> None:
    known = field.dossier(gatherings=[{**MEETINGS[0], "consent": 4}])
    path = programs.write(tmp_path / "p.qdpx", QUALCODER)

    rows = brought(path, known).table("excerpts")

    assert rows["consent"].unique().to_list() == [3]


def test_a_thousand_codes_of_one_name_have_keys_of_their_own(
    tmp_path: Path, dossier: Dossier
) -> None:
    codes = "".join(
        f'<Code guid="{g("alike", n)}" name="Autre" isCodable="true"/>'
        for n in range(1000)
    )
    path = programs.write(
        tmp_path / "p.qdpx", QUALCODER, Told(texts={}, codes=codes, segments={})
    )

    keys = reading.read(path, dossier).incoming.tables["codes"]["key"]

    assert keys.n_unique() == 1000


def test_no_sign_that_steers_a_terminal_is_repeated(
    tmp_path: Path, dossier: Dossier
) -> None:
    told = Told(
        texts={"a\u202eb": "Un puits."}, segments={"a\u202eb": [("puits", "e", "K1")]}
    )
    path = programs.write(tmp_path / "p.qdpx", QUALCODER, told)
    outside = programs.packed(tmp_path / "q.qdpx", "<a/>", **{"../\x1b[2J.txt": b""})

    for file in (path, outside):
        [problem] = reading.read(file, dossier).incoming.problems
        assert str(problem).isprintable()


def test_a_moment_that_is_none_is_missing() -> None:
    from vestibule.listen.refi.segments import moment

    local = moment("2030-03-01T10:00:00")

    assert local is not None
    assert local.isoformat() == "2030-03-01T10:00:00+00:00"
    assert moment("0001-01-01T00:00:00+14:00") is None
