"""What is written for a coding program and read back is what it was."""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import by_hand
from tests.inform.refi import schema
from tests.listen import field

from vestibule.dossier import withdrawals
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.inform.refi import choosing, files
from vestibule.listen import arrivals
from vestibule.listen.refi import reading

TODAY = dt.date(2030, 6, 30)

MEETINGS = (
    {"id": "m1", "code": "T-01", "place": "tela", "consent": 3, "profile": "herders"},
    {"id": "m2", "code": "T-02", "place": "boro", "consent": 2},
)

CODES = (
    {"id": "need", "key": "besoins", "name": "Besoins", "kind": "need"},
    {
        "id": "water",
        "key": "eau",
        "name": "Eau & puits <1>",
        "kind": "need",
        "parent": "need",
        "definition": 'L\'eau,\nloin ou "chère"',
        "codebook": "2",
        "sensitivity": "ordinary",
        "place_level": 3,
    },
    {
        "id": "adlam",
        "key": "ndiyam",
        "name": "𞤲𞤣𞤭𞤴𞤢𞤥",
        "kind": "cause",
        "parent": "water",
    },
    {"id": "nko", "key": "ߖߌ", "name": "ߖߌ ߕߍ߫", "kind": "obstacle"},
)

EXCERPTS = (
    {"id": "e1", "gathering": "m1", "words": "Le puits 💧 est loin.", "position": 1,
     "profile": "herders", "lang": "zal", "consent": 3, "review": "redacted"},
    {"id": "e2", "gathering": "m1", "words": "𞤲𞤣𞤭𞤴𞤢𞤥 𞤥𞤢𞤲𞤭\nߖߌ ߕߍ߫ ߦߋ߲߬", "position": 3,
     "profile": "farmers", "consent": 2},
    {"id": "e3", "gathering": "m2", "words": "Le puits 💧 est loin.", "position": 1,
     "lang": "fra", "consent": 2},
    {"id": "e4", "gathering": "m2", "words": "On ne dit rien.", "position": 2,
     "consent": 1},
    {"id": "e5", "gathering": "m2", "words": "Refusé.", "position": 3, "consent": 2,
     "review": "refused"},
    {"id": "e6", "gathering": "m1", "words": "Le puits 💧 est loin.", "position": 4,
     "consent": 3},
)  # fmt: skip

AT = dt.datetime(2030, 3, 5, 9, 30, tzinfo=dt.UTC)

CODINGS = (
    {"id": "c1", "excerpt": "e1", "code": "water", "coder": "K1", "stance": "for",
     "at": AT},
    {"id": "c2", "excerpt": "e1", "code": "water", "coder": "K2", "stance": "against"},
    {"id": "c3", "excerpt": "e2", "code": "adlam", "coder": "awa", "stance": None},
    {"id": "c4", "excerpt": "e3", "code": "nko", "coder": "K1", "stance": None},
    {"id": "c5", "excerpt": "e4", "code": "nko", "coder": "K9", "stance": None},
    {"id": "c6", "excerpt": "e1", "code": "water", "coder": "K1", "stance": "for",
     "role": "adjudicator"},
    {"id": "c7", "excerpt": "e2", "code": "nko", "coder": "awa", "role": "coder"},
)  # fmt: skip


@pytest.fixture
def dossier() -> Dossier:
    """Return a dossier with codes, excerpts and two blind coders."""
    return field.dossier(
        gatherings=MEETINGS, codes=CODES, excerpts=EXCERPTS, codings=CODINGS
    )


def written(dossier: Dossier, path: Path, **more: object) -> Path:
    """Write a dossier's codes and excerpts to a file."""
    chosen = choosing.chosen(dossier, on=TODAY, **more)  # type: ignore[arg-type]
    data = files.content(
        chosen, path.suffix, origin="Vestibule 1", warning="Stays with the team."
    )
    files.write(data, path)
    return path


def brought(path: Path, dossier: Dossier) -> Dossier:
    """Return a dossier with what a file holds."""
    return arrivals.bring_in(dossier, reading.read(path, dossier).incoming)


def spoken(dossier: Dossier) -> list[tuple[object, ...]]:
    """Return each coding by what it says: no ids."""
    rows = (
        dossier.table("codings")
        .join(
            dossier.table("excerpts").select(
                "words", "position", "gathering", "lang", "profile", excerpt="id"
            ),
            on="excerpt",
        )
        .join(dossier.table("codes").select("key", code="id"), on="code")
    )
    return sorted(
        rows.select(
            "gathering", "position", "words", "profile", "lang", "key", "coder",
            "stance", "role", "at",
        ).rows(),
        key=str,
    )  # fmt: skip


def tree(dossier: Dossier) -> list[tuple[object, ...]]:
    """Return each code with its parent's key and everything it says."""
    codes = dossier.table("codes")
    keys = dict(codes.select("id", "key").iter_rows())
    return sorted(
        (
            *(row[name] for name in ("key", "name", "definition", "kind", "codebook")),
            row["sensitivity"],
            row["place_level"],
            keys.get(row["parent"]),
        )
        for row in codes.iter_rows(named=True)
    )


def test_codes_excerpts_coders_and_hierarchy_are_equal(
    dossier: Dossier, tmp_path: Path
) -> None:
    path = written(dossier, tmp_path / "p.qdpx")

    after = brought(path, field.dossier(gatherings=MEETINGS))

    told = [(k[0], *k[1:]) for k in tree(dossier)]
    assert tree(after) == told
    kept = [row for row in spoken(dossier) if row[6] != "K9"]
    assert spoken(after) == kept
    assert {*after.table("codings")["coder"]} == {"K1", "K2", "awa"}
    assert after.table("excerpts")["review"].unique().to_list() == ["unreviewed"]


def test_read_back_where_it_was_written_it_changes_nothing(
    dossier: Dossier, tmp_path: Path
) -> None:
    path = written(dossier, tmp_path / "p.qdpx", level=1)

    coded = reading.read(path, dossier)

    assert not coded.incoming.problems
    assert coded.incoming.tables == {}
    assert coded.incoming.known == {"codes": 4, "excerpts": 5, "codings": 7}


def test_who_settles_what_coders_read_apart_stays_the_one_who_settles(
    dossier: Dossier, tmp_path: Path
) -> None:
    path = written(dossier, tmp_path / "p.qdpx")

    after = brought(path, field.dossier(gatherings=MEETINGS))

    of_k1 = after.table("codings").filter(pl.col("coder") == "K1")
    assert sorted(of_k1["role"].fill_null("not said")) == [
        "adjudicator",
        "not said",
        "not said",
    ]
    assert after.table("codings")["role"].drop_nulls().sort().to_list() == [
        "adjudicator",
        "coder",
    ]


def test_a_codebook_alone_goes_out_and_comes_back(
    dossier: Dossier, tmp_path: Path
) -> None:
    path = written(dossier, tmp_path / "p.qdc")

    after = brought(path, field.dossier())

    assert tree(after) == tree(dossier)
    assert reading.read(path, dossier).incoming.tables == {}


def test_only_what_the_team_may_read_leaves(dossier: Dossier) -> None:
    partners = choosing.chosen(dossier, on=TODAY)
    collecting = choosing.chosen(dossier, on=TODAY, level=choosing.COLLECTING)

    assert "On ne dit rien." not in partners.excerpts["words"].to_list()
    assert partners.left == {"consent": 1, "refused": 1}
    assert partners.codings["coder"].to_list().count("K9") == 0
    assert "On ne dit rien." in collecting.excerpts["words"].to_list()
    assert "Refusé." not in collecting.excerpts["words"].to_list()


def test_missing_consent_is_refusal(dossier: Dossier) -> None:
    silent = field.dossier(
        gatherings=[{**MEETINGS[0], "consent": None}],
        excerpts=[{"id": "e", "gathering": "m1", "words": "x"}],
    )

    assert choosing.chosen(silent, on=TODAY, level=1).excerpts.is_empty()


def test_what_was_withdrawn_does_not_leave(dossier: Dossier) -> None:
    after = withdrawals.withdraw(
        dossier,
        table="excerpts",
        record=by_hand.called("e1"),
        origin="o",
        at=None,
        by="K1",
    )

    chosen = choosing.chosen(after, on=TODAY)

    assert chosen.excerpts.filter(position=1, meeting="T-01").is_empty()
    assert "K2" not in chosen.codings["coder"].to_list()


def test_a_corrected_excerpt_leaves_in_its_last_version(dossier: Dossier) -> None:
    better = by_hand.frame(
        "excerpts",
        [{**EXCERPTS[0], "id": "e1b", "words": "Le puits est loin."}],
    ).with_columns(supersedes=pl.lit(by_hand.called("e1")), seq=pl.lit(99, pl.Int64))
    both = dossier.with_tables(excerpts=pl.concat([dossier.table("excerpts"), better]))

    chosen = choosing.chosen(both, on=TODAY)

    [words] = chosen.excerpts.filter(meeting="T-01", position=1)["words"]
    assert words == "Le puits est loin."
    assert chosen.codings.filter(excerpt=by_hand.called("e1")).height == 3


def test_a_coder_who_has_a_name_goes_out_under_a_pseudonym(dossier: Dossier) -> None:
    named = dossier.with_tables(
        codings=dossier.table("codings").with_columns(coder=pl.lit("Ada Kuru"))
    )

    coders = choosing.chosen(named, on=TODAY).codings["coder"].unique().to_list()

    assert len(coders) == 1
    assert "Ada" not in coders[0]
    assert coders[0].startswith("coder-")


def test_the_same_dossier_gives_the_same_bytes(
    dossier: Dossier, tmp_path: Path
) -> None:
    mixed = dossier.with_tables(
        **{name: rows.reverse() for name, rows in dossier.tables.items()}
    )

    one = written(dossier, tmp_path / "a.qdpx").read_bytes()
    other = written(mixed, tmp_path / "b.qdpx").read_bytes()

    assert one == other


def test_nobody_else_on_the_machine_reads_it(dossier: Dossier, tmp_path: Path) -> None:
    path = written(dossier, tmp_path / "team" / "p.qdpx")

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def xml_of(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("project.qde")


def test_it_says_that_it_stays_with_the_team(dossier: Dossier) -> None:
    chosen = choosing.chosen(dossier, on=TODAY)
    data = files.content(chosen, ".qdpx", origin="V", warning="Reste ici.")

    assert b"<Description>Reste ici.</Description>" in xml_of(data)


def test_what_is_written_is_valid(dossier: Dossier) -> None:
    chosen = choosing.chosen(dossier, on=TODAY)
    project = files.content(chosen, ".qdpx", origin="V", warning="W")

    assert schema.faults(xml_of(project)) == []
    assert schema.faults(files.content(chosen, ".qdc", origin="V", warning="")) == []


def test_codes_alone_and_excerpts_alone_are_valid(dossier: Dossier) -> None:
    only_codes = field.dossier(codes=CODES)
    only_words = field.dossier(gatherings=MEETINGS, excerpts=EXCERPTS[:1])

    for each in (only_codes, only_words):
        chosen = choosing.chosen(each, on=TODAY)
        data = files.content(chosen, ".qdpx", origin="V", warning="W")
        assert schema.faults(xml_of(data)) == []


def test_the_check_finds_what_is_against_the_schema() -> None:
    wrong = (
        b'<Project xmlns="urn:QDA-XML:project:1.0" name="p"><Description/>'
        b'<Users><User guid="x"/></Users></Project>'
    )

    assert schema.faults(wrong) == [
        "Project in disorder: ['Description', 'Users']",
        "User guid=x",
    ]


OFFICIAL = Path(os.environ.get("VESTIBULE_DATA", "../shared/data")) / "refi-qda"


@pytest.mark.parametrize(("kind", "name"), [(".qdpx", "Project"), (".qdc", "Codebook")])
def test_the_official_schema_agrees(dossier: Dossier, kind: str, name: str) -> None:
    if not (OFFICIAL / f"{name}.xsd").is_file():
        pytest.skip("the official schemas are not in VESTIBULE_DATA/refi-qda")
    from lxml import etree

    chosen = choosing.chosen(dossier, on=TODAY)
    data = files.content(chosen, kind, origin="V", warning="W")
    official = etree.XMLSchema(etree.parse(OFFICIAL / f"{name}.xsd"))

    official.assertValid(etree.fromstring(xml_of(data) if kind == ".qdpx" else data))


def test_codes_in_a_circle_are_all_written(tmp_path: Path) -> None:
    circle = field.dossier(
        codes=[
            {"id": "a", "key": "a", "name": "A", "kind": "need", "parent": "b"},
            {"id": "b", "key": "b", "name": "B", "kind": "need", "parent": "a"},
        ]
    )

    path = written(circle, tmp_path / "p.qdc")

    assert schema.faults(path.read_bytes()) == []
    assert path.read_text().count("<Code ") == 2


def test_nothing_to_write_is_said() -> None:
    chosen = choosing.chosen(field.dossier(), on=TODAY)

    reasons = []
    for kind in (".qdc", ".qdpx", ".docx"):
        with pytest.raises(DataError) as raised:
            files.content(chosen, kind, origin="V", warning="W")
        reasons.append(raised.value.params["reason"])
    assert reasons == ["no-codes", "nothing-coded", "not-qda"]


def test_a_team_that_codes_further_brings_only_what_is_new(
    dossier: Dossier, tmp_path: Path
) -> None:
    """Someone codes one more excerpt of ours in another program."""
    path = written(dossier, tmp_path / "p.qdpx")
    chosen = choosing.chosen(dossier, on=TODAY)
    code = chosen.guid("codes", by_hand.called("nko"))
    old = chosen.guid("codings", by_hand.called("c4"))
    more = (
        f'<Coding guid="{"1" * 8}-1111-1111-1111-{"1" * 12}"><CodeRef '
        f'targetGUID="{chosen.guid("codes", by_hand.called("water"))}"/></Coding>'
        f'<Coding guid="{old}"'
    )
    said = xml_of(path.read_bytes()).decode().replace(f'<Coding guid="{old}"', more)
    with zipfile.ZipFile(path) as archive:
        parts = {
            name: archive.read(name)
            for name in archive.namelist()
            if name.endswith(".txt")
        }
    again = tmp_path / "again.qdpx"
    with zipfile.ZipFile(again, "w") as archive:
        archive.writestr("project.qde", said)
        for name, data in parts.items():
            archive.writestr(name, data)

    coded = reading.read(again, dossier)

    assert code in said
    assert {name: rows.height for name, rows in coded.incoming.tables.items()} == {
        "codings": 1
    }
    [row] = coded.incoming.tables["codings"].iter_rows(named=True)
    assert row["excerpt"] == by_hand.called("e3")
    assert row["code"] == by_hand.called("water")
    assert row["coder"] == "unnamed"


WORDS = st.text(st.sampled_from("abé 💧𞤲𞤣ߖߌ߫ɲ\n.<&\"'"), min_size=1, max_size=30).filter(
    str.strip
)


@given(st.lists(WORDS, min_size=1, max_size=8), st.lists(WORDS, min_size=1, max_size=4))
@settings(max_examples=12, deadline=None)
def test_any_words_and_names_come_back(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], names: list[str]
) -> None:
    names = [*dict.fromkeys(" ".join(name.split()) for name in names)]
    before = field.dossier(
        gatherings=MEETINGS,
        codes=[
            {"id": f"k{n}", "key": f"k{n}", "name": name, "kind": "need"}
            for n, name in enumerate(names)
        ],
        excerpts=[
            {"id": f"e{n}", "gathering": "m1", "words": said.strip(), "position": n + 1,
             "consent": 3}
            for n, said in enumerate(words)
        ],
        codings=[
            {"id": f"c{n}", "excerpt": f"e{n}", "code": f"k{n % len(names)}",
             "coder": "K1"}
            for n, _ in enumerate(words)
        ],
    )  # fmt: skip
    path = written(before, tmp_path_factory.mktemp("any") / "p.qdpx")

    after = brought(path, field.dossier(gatherings=MEETINGS))

    assert spoken(after) == [
        (*row[:3], by_hand.called("herders"), *row[4:]) for row in spoken(before)
    ]
    assert tree(after) == tree(before)


def test_an_old_project_of_ours_brings_nothing_back_that_was_withdrawn(
    dossier: Dossier, tmp_path: Path
) -> None:
    path = written(dossier, tmp_path / "p.qdpx")
    after = dossier
    for table, record in (("excerpts", "e2"), ("codings", "c4"), ("codes", "water")):
        after = withdrawals.withdraw(
            after,
            table=table,
            record=by_hand.called(record),
            origin="o",
            at=None,
            by="K1",
        )

    coded = reading.read(path, after)

    assert coded.incoming.tables == {}
    assert coded.left == {"withdrawn": 5}  # e2, c4, and three codings with their code
