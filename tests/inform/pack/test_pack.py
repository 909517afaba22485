"""A pack says what its portrait says, to everyone, and gives nobody away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest
from tests.inform import sample
from tests.inform.pack.editions import KEY, edition, given, later, small
from tests.protect.editions import reading

from vestibule.dossier.process import Disclosure
from vestibule.dossier.records import Dossier
from vestibule.inform.material import Material
from vestibule.inform.pack import Earlier, Pack, followed, found, readme, sheets
from vestibule.protect.cleared import Count
from vestibule.protect.clearing import Table
from vestibule.protect.editions import attacker, ids
from vestibule.protect.editions.attacker import Found, Guard, Recoverable

WITHHELD = "non montré, pour protéger des personnes / not shown, to protect people"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def lines(made: Pack, name: str) -> list[dict[str, str]]:
    """Return the rows of a table by its own column names, without the hashtags."""
    text = made.tables()[f"{name}.csv"]
    return list(csv.DictReader(io.StringIO(text)))[1:]


@pytest.fixture(scope="module")
def first() -> Pack:
    return edition(small())


def heard(made: Pack, by: str, measure: str = "heard") -> dict[str, str]:
    return {
        row["group"]: row["count"]
        for row in lines(made, "heard")
        if (row["by"], row["measure"]) == (by, measure)
    }


def test_who_was_heard_by_region_profile_and_age(first: Pack) -> None:
    # two regions, three groups each, five women and five men in a group; no age noted
    assert heard(first, "region") == {"north": "30", "south": "30"}
    assert heard(first, "region", "gatherings") == {"north": "3", "south": "3"}
    assert heard(first, "profile") == {"farmer": "60"}
    assert heard(first, "age") == {"unknown": "60"}
    women = next(r for r in lines(first, "heard") if r["measure"] == "women")
    assert (women["count"], women["out_of"], women["edition"]) == ("30", "60", "1")


def test_a_withheld_number_says_so_in_both_languages_and_none_is_blank() -> None:
    rows = [dict(r) for r in ATTENDED if r["gathering"] != "g-south-2"]
    made = edition(small(attendances=rows, gatherings=MET[:5]))

    # two groups in the south are too few; the north would give them away
    assert heard(made, "region") == {"north": WITHHELD, "south": WITHHELD}
    for name in made.tables():
        for row in lines(made, name.removesuffix(".csv")):
            assert all(row.values()), row


MET = [
    {
        "id": f"g-{r}-{i}",
        "code": f"SECRETCODE-{r}-{i}",
        "place": f"{r}-{1 + i % 2}",
        "held_on": date(2030, 1 + i, 12),
        "consent": 4,
        "lang": "fr",
        "profile": "farmer",
        "facilitator": "facilitator-k9",
    }
    for r in ("north", "south")
    for i in range(3)
]
ATTENDED = [
    {"gathering": row["id"], "n": 5, "sex": sex, "profile": "farmer"}
    for row in MET
    for sex in ("female", "male")
]


def test_no_internal_id_no_day_no_village_no_facilitator_stands_in_any_file() -> None:
    dossier = small(gatherings=MET, attendances=ATTENDED)
    files = edition(dossier).files()

    inside = {id_ for rows in dossier.tables.values() for id_ in rows["id"]}
    for name, text in files.items():
        assert not [one for one in inside if one in text], name
        assert "SECRETCODE" not in text
        assert "facilitator-k9" not in text
        assert "north 1" not in text
    for name in (one for one in files if one.endswith((".csv", ".txt"))):
        assert not re.search(r"\d{4}-\d{2}-\d{2}", files[name]), name


def test_ids_hold_for_one_edition_alone() -> None:
    told = sample.MATERIAL

    def named(key: bytes) -> list[str]:
        made = found.findings(told, lambda t, r: ids.public_id(key, t, r))
        return [words[0] for words, _ in made.rows]

    one, other = named(KEY), named(KEY[::-1])
    assert one == sorted(one)
    assert not set(one) & set(other)


def test_the_dictionary_tells_every_column_in_both_languages(first: Pack) -> None:
    rows = list(csv.DictReader(io.StringIO(first.files()["dictionary.csv"])))

    told = {(row["file"], row["column"]): row for row in rows}
    for one in first.sheets:
        for column in one.every_column:
            row = told[one.file, column.title]
            assert all(row.values())
            assert row["hxl"].startswith("#")
    count = told["heard.csv", "count"]
    assert count["withheld_en"] == "not shown, to protect people"
    assert told["heard.csv", "group"]["withheld_fr"] == "jamais retenu"


def test_every_table_of_every_kind_has_a_meaning() -> None:
    told = sample.MATERIAL

    def named(_table: str, record: str) -> str:
        return record

    every = (
        found.findings(told, named), found.statements(told, named),
        found.priorities(told, named), found.validations(told, named),
        found.validated_where(told, named), followed.owed(told),
        followed.trust(told, named), followed.promised(told),
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(readme.dictionary(every))))
    assert len({row["file"] for row in rows}) == len(every)
    assert all(all(row.values()) for row in rows)
    for one in every:
        for words, cell in one.rows:
            assert len(words) == len(one.columns)
            assert (cell is None) == (one.tag is None)


def test_the_readme_says_base_limits_hash_seed_and_month_twice(first: Pack) -> None:
    text = plain(first.files()["README.txt"])

    assert text.count(first.material.trace.content_hash) == 2
    assert "graine 1" in text
    assert "seed 1" in text
    assert "septembre 2030" in text
    assert "September 2030" in text
    assert "never of all inhabitants" in text
    assert "No licence is stated" in text


def test_a_licence_is_what_the_partners_state_and_nothing_else() -> None:
    one = small()
    agreed = replace(
        one.process, licence={"fr": "CC BY 4.0, en partage", "en": "CC BY 4.0"}
    )

    stated = edition(replace(one, process=agreed)).files()["README.txt"]

    assert "CC BY 4.0, en partage" in stated
    assert "No licence" not in stated
    assert "Do not look for who said what" in plain(stated)


def test_an_earlier_edition_says_how_many_records_were_withdrawn_since(
    first: Pack,
) -> None:
    told = (
        Earlier(edition=1, month="2030-01", withdrawn=2),
        Earlier(edition=2, month=None, withdrawn=0),
    )
    text = plain(replace(first, earlier=told).files()["README.txt"])
    assert "Edition 1, January 2030: 2 records withdrawn since." in text
    assert "Édition 2, mois non noté : aucune fiche retirée depuis." in text


def test_the_portrait_in_the_pack_is_drawn_from_the_same_cells(first: Pack) -> None:
    by_region = {
        one.place.key: one.attendances
        for one in first.material.places
        if not one.nobody
    }
    told = heard(first, "region")
    assert {key: str(cell.value) for key, cell in by_region.items() if isinstance(cell, Count)} == told  # fmt: skip
    assert {"portrait-fr.html", "portrait-en.html"} <= first.files().keys()


def test_where_no_region_may_be_named_the_pack_names_none() -> None:
    country = small()
    coarse = replace(country.process, disclosure=Disclosure(public_level=0))
    made = edition(replace(country, process=coarse))
    assert heard(made, "region") == {}
    assert all("north" not in text for text in made.tables().values())


def test_rows_in_another_order_give_the_same_pack() -> None:
    one = small()
    turned = one.with_tables(**{k: v.reverse() for k, v in one.tables.items()})
    assert edition(turned).files() == edition(one).files()


def test_what_changed_by_too_few_stands_as_before_and_says_so(first: Pack) -> None:
    # five left: fewer than ten
    second = edition(later(small(), left=1, came=0), first.edition.ledger)
    rows = {r["group"]: r for r in lines(second, "heard") if r["measure"] == "heard"}
    assert rows["all"]["count"] == "60"
    assert rows["all"]["edition"] == "1"
    assert "as an earlier edition printed" in second.files()["README.txt"]


@pytest.mark.parametrize(("left", "came"), [(1, 4), (0, 12), (3, 14), (1, 0)])
def test_a_reader_of_both_packs_finds_nobody(left: int, came: int, first: Pack) -> None:
    """The attacker has both editions; the truth is known to the test alone."""
    rules, before = Disclosure(), small()
    after = later(before, left=left, came=came)
    second = edition(after, first.edition.ledger)

    assert reading.wrongly_shown(second.edition, given(after), rules) == []
    assert reading.differences(first.edition, second.edition, rules) == []
    rows = ((first, before), (second, after))
    guards = [g for made, at in rows for g in small_ones(made, given(at), rules)]
    public = attacker.Publication(editions=second.edition.ledger.editions)
    assert guards
    assert attacker.attack(public, guards) == ()


def small_ones(
    made: Pack, tables: Mapping[str, Table], rules: Disclosure
) -> Iterator[Guard]:
    """Yield every number of too few, printed or only implied: of its own unit."""
    for key, cell in reading.cells_of(tables).items():
        if reading.too_small(cell, rules):
            least = rules.people if cell.counts == "people" else rules.gatherings
            part: attacker.Part = "n" if cell.of is None else "of"
            number: attacker.Number = (made.edition.number, part, key)
            yield Guard(number=number, possible=least, table=key[0])


def test_the_attacker_would_find_a_portrait_that_was_cleared_apart() -> None:
    """The sabotage: a number that the pack withholds, printed beside it, gives it away."""
    rows = [dict(r) for r in ATTENDED if r["gathering"] != "g-south-2"]
    dossier = small(attendances=rows, gatherings=MET[:5])
    made, key = edition(dossier), ("heard", "region_key=north")
    told = made.edition.edition
    leaky = replace(
        told,
        cells={**told.cells, key: replace(told.cells[key], state="shown", n=30)},
    )
    south: attacker.Number = (1, "n", ("heard", "region_key=south"))
    guard = Guard(number=south, possible=10, table="heard")
    safe = attacker.Publication(editions=(told,))
    assert attacker.attack(safe, [guard]) == ()
    fallen = attacker.attack(attacker.Publication(editions=(leaky,)), [guard])
    assert [one.low for one in fallen] == [20]


def test_a_gate_that_stays_shut_names_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guard = Guard(number=(1, "n", ("heard",)), possible=10, table="heard-age")
    told = Found(guard=guard, supposing="came", low=3, high=3)
    monkeypatch.setattr(attacker, "attack", lambda *_: (told,))
    with pytest.raises(Recoverable, match="heard-age") as refused:
        edition(small())
    assert refused.value.params["tables"] == ["heard-age"]
    assert "3" not in refused.value.message


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ids.ShortKey):
        ids.public_id(b"short", "findings", "a")


def test_a_table_without_rows_is_left_out(first: Pack) -> None:
    assert [one.name for one in first.sheets] == ["heard"]
    assert sheets.withheld() == WITHHELD


def test_nobody_met_gives_no_table() -> None:
    made = edition(Dossier(process=small().process, tables={}))
    assert made.sheets == ()
    assert "README.txt" in made.files()


def test_what_followed_is_counted_from_what_the_portrait_lists(
    rehearsed: Material,
) -> None:
    board = rehearsed.followed
    assert board is not None
    rows = [words for words, _ in followed.promised(rehearsed).rows]
    asked = [int(r[-2]) for r in rows if r[0] == "recommendations"]
    stand = [int(r[-2]) for r in rows if r[0] == "commitments" and r[3] == "all"]
    assert sum(asked) == len(board.asks)
    assert sum(stand[:-1]) == len(board.promises)
    late = sum(one.is_overdue for one in board.promises)
    assert stand[-1] == late
    trust = followed.trust(rehearsed, lambda _, record: record)
    assert len(trust.rows) == sum(
        wave.said is not None for one in rehearsed.trust for wave in one.waves
    )


def test_a_conversation_online_has_its_answers_without_comparison() -> None:
    told = found.statements(sample.CONVERSATION, lambda _, record: record)
    assert {words[3] for words, _ in told.rows} <= {"all", "method"} | {
        one.key for one in sample.CONVERSATION.grounds
    }
    assert told.rows
