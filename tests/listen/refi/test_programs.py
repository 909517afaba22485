"""Every segment comes in on its words, whichever program wrote the project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import by_hand
from tests.listen.refi import programs
from tests.listen.refi.programs import PROGRAMS, Program, Told

from vestibule.dossier.records import Dossier
from vestibule.listen import arrivals
from vestibule.listen.refi import deciding, layouts, reading
from vestibule.listen.refi.layouts import NAMED, Layout, Text


def brought(path: Path, dossier: Dossier, **more: Path) -> Dossier:
    return arrivals.bring_in(dossier, reading.read(path, dossier, **more).incoming)


def codes_found(path: Path, dossier: Dossier, **more: Path) -> list[str]:
    coded = reading.read(path, dossier, **more)
    assert coded.incoming.tables == {} or not coded.incoming.problems
    return [problem.code for problem in coded.incoming.problems]


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_segment_is_on_its_words(
    name: str, tmp_path: Path, dossier: Dossier
) -> None:
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS[name])

    after = brought(path, dossier)

    excerpts = after.table("excerpts").sort("position")
    assert excerpts["words"].to_list() == [
        "Les femmes s’y lèvent à l’aube",
        "𞤲𞤣𞤭𞤴𞤢𞤥 𞤥𞤢𞤲𞤭",
        "ߖߌ ߕߍ߫ ߦߋ߲߬",
        "e\u0301leveurs, cultivateurs",
        "on partage",
        "ɲɛ bɛ ŋɔni kɔ",
    ]
    assert excerpts["position"].to_list() == [1, 2, 3, 4, 5, 6]
    assert excerpts["gathering"].unique().to_list() == [by_hand.called("m1")]
    assert after.table("codings").height == 7
    read = after.table("codings").join(
        excerpts.select(excerpt="id", words="words"), on="excerpt"
    )
    both = read.filter(pl.col("words") == "𞤲𞤣𞤭𞤴𞤢𞤥 𞤥𞤢𞤲𞤭")
    assert sorted(both["coder"]) == ["K1", "K2"]


def test_what_comes_in_is_not_reviewed_and_has_the_consent_of_its_gathering(
    tmp_path: Path, dossier: Dossier
) -> None:
    told = Told(
        texts={"T-01": "Le puits est loin.", "T-02": "La terre manque."},
        segments={
            "T-01": [("puits est loin", "eau", "K1")],
            "T-02": [("terre manque", "terre", "K1")],
        },
    )
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["qualcoder"], told)

    rows = brought(path, dossier).table("excerpts").sort("words")

    assert rows["review"].to_list() == ["unreviewed"] * 2
    assert rows["consent"].to_list() == [3, None]
    assert rows["reviewed_by"].to_list() == [None, None]
    herders = by_hand.called("herders")
    assert rows["profile"].to_list() == [herders, None]
    assert rows["voice"].to_list() == [None, None]


def test_what_nobody_coded_stays_outside(tmp_path: Path, dossier: Dossier) -> None:
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["qualcoder"])

    after = brought(path, dossier)

    words = " ".join(after.table("excerpts")["words"])
    assert "est loin" not in words


@pytest.mark.parametrize("utf16", [False, True])
@pytest.mark.parametrize("line_end", [1, 2])
def test_a_text_inside_the_xml_is_read_too(
    utf16: bool, line_end: int, tmp_path: Path, dossier: Dossier
) -> None:
    program = Program("X", utf16=utf16, line_end=line_end)
    path = programs.write(tmp_path / "p.qdpx", program, Told(inline=True))

    after = brought(path, dossier)

    assert "𞤲𞤣𞤭𞤴𞤢𞤥 𞤥𞤢𞤲𞤭" in after.table("excerpts")["words"]
    assert after.table("excerpts").height == 6


def test_ends_that_name_the_last_sign_are_found_out(
    tmp_path: Path, dossier: Dossier
) -> None:
    path = programs.write(tmp_path / "p.qdpx", Program("X", inclusive=True))

    after = brought(path, dossier)

    assert "on partage" in after.table("excerpts")["words"]


def test_what_cannot_be_decided_is_refused_by_name(
    tmp_path: Path, dossier: Dossier
) -> None:
    told = Told(
        texts={"T-01": "💧 - - -! -! mot"}, segments={"T-01": [("- -", "eau", "K1")]}
    )
    path = programs.write(tmp_path / "p.qdpx", Program("Nobody knows"), told)

    coded = reading.read(path, dossier)

    [problem] = coded.incoming.problems
    assert problem.code == "qda-unclear"
    assert "T-01" in problem.message
    assert "utf-16-crlf" in problem.remedy
    assert coded.incoming.tables == {}


def test_the_program_that_wrote_it_decides_where_words_do_not(
    tmp_path: Path, dossier: Dossier
) -> None:
    told = Told(
        texts={"T-01": "💧 - - -! -! mot"}, segments={"T-01": [("- -", "eau", "K1")]}
    )
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["qualcoder"], told)

    assert brought(path, dossier).table("excerpts")["words"].to_list() == ["- -"]


def test_other_texts_of_the_project_decide_where_one_does_not(
    tmp_path: Path, dossier: Dossier
) -> None:
    told = Told(
        texts={"T-01": programs.DAWN, "T-02": "💧 - - -! -! mot"},
        segments={"T-01": programs.SEGMENTS, "T-02": [("- -!", "eau", "K1")]},
    )
    path = programs.write(tmp_path / "p.qdpx", Program("X", utf16=True), told)

    assert "- -!" in brought(path, dossier).table("excerpts")["words"]


def test_a_person_decides_where_nothing_else_does(
    tmp_path: Path, dossier: Dossier
) -> None:
    told = Told(
        texts={"one": "💧 - - -! -! mot"}, segments={"one": [("- -", "eau", "K1")]}
    )
    path = programs.write(tmp_path / "p.qdpx", Program("X", utf16=True), told)
    chart = tmp_path / "map.csv"
    chart.write_text("source;gathering;counted\none;T-01;UTF-16\n", "utf-8")

    after = brought(path, dossier, gatherings=chart)

    assert after.table("excerpts")["words"].to_list() == ["- -"]


def test_a_text_that_is_not_the_one_that_was_coded_is_refused(
    tmp_path: Path, dossier: Dossier
) -> None:
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["qualcoder"])
    said = programs.xml(PROGRAMS["qualcoder"], Told())
    mine = f"sources/{programs.guid('source', 'T-01')}.txt"
    programs.packed(path, said, **{mine: ("Autrement " + programs.DAWN).encode()})

    assert codes_found(path, dossier) == ["qda-off"]


def test_positions_after_the_end_are_refused(tmp_path: Path, dossier: Dossier) -> None:
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["qualcoder"])
    mine = f"sources/{programs.guid('source', 'T-01')}.txt"
    said = programs.xml(PROGRAMS["qualcoder"], Told())
    programs.packed(path, said, **{mine: b"Bref."})

    assert codes_found(path, dossier) == ["qda-off"]


def test_a_coder_who_cut_carelessly_is_believed_where_there_is_one_reading(
    tmp_path: Path, dossier: Dossier
) -> None:
    told = Told(
        texts={"T-01": "Les puits sont loin du village et des champs."},
        segments={
            "T-01": [
                ("Les puits", "a", "K1"),
                ("loin", "a", "K1"),
                ("hamps", "a", "K1"),
            ]
        },
    )
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["qualcoder"], told)

    assert "hamps" in brought(path, dossier).table("excerpts")["words"]


def test_signs_are_counted_as_by_hand() -> None:
    # "a💧\r\nb": a at 0, the drop at 1 (two units in UTF-16), then the line's end
    text = Text.of("a💧\r\nb")

    def at(layout: Layout, start: int, end: int) -> list[list[int]] | None:
        one = layouts.fit(text, np.array([[start, end]]), layout)
        return one.spans.tolist() if one.possible else None

    assert at(NAMED["characters"], 3, 4) == [[4, 5]]
    assert at(NAMED["characters-crlf"], 4, 5) == [[4, 5]]
    assert at(NAMED["utf-16"], 4, 5) == [[4, 5]]
    assert at(NAMED["utf-16-crlf"], 5, 6) == [[4, 5]]
    assert at(NAMED["utf-16"], 2, 4) is None  # half an emoji
    assert at(NAMED["characters"], 4, 3) is None
    assert at(NAMED["characters"], 0, 99) is None


def test_a_mark_at_the_head_may_count() -> None:
    text = Text.of("\ufeffun puits")
    layout = Layout(units="points", line_end=1, mark=1)

    assert layouts.fit(text, np.array([[4, 9]]), layout).spans.tolist() == [[3, 8]]


def test_no_text_is_cut_within_a_word_a_letter_or_an_emoji() -> None:
    family = "👩🏾‍🌾 ߕߍ߫ e\u0301\r\nx"
    edges = Text.of(family).edges

    cuts = [number for number, edge in enumerate(edges.tolist()) if edge]
    # before the woman and her skin's tone, not around the joiner; around spaces
    assert cuts == [0, 1, 4, 5, 8, 9, 11, 13, 14]


LETTERS = st.sampled_from("abcdé ,.\n💧𞤲𞤣ߖߌ߫ɲ")


@given(
    st.text(LETTERS, min_size=5, max_size=80),
    st.sampled_from([*NAMED.values()]),
    st.data(),
)
@settings(max_examples=50)
def test_what_is_read_is_what_was_written_or_nothing(
    text: str, layout: Layout, data: st.DataObject
) -> None:
    """Under its own layout a text gives back the words of every segment."""
    program = Program(
        "x",
        utf16=layout.units == "utf16",
        crlf=layout.line_end == 2,
        line_end=layout.line_end,
    )
    ends = st.integers(0, len(text))
    spans = [
        sorted(data.draw(st.tuples(ends, ends))) for _ in range(data.draw(ends) % 4 + 1)
    ]
    asked = np.array(
        [[programs.position(text, end, program) for end in span] for span in spans],
        dtype=np.int64,
    )
    shown = text.replace("\n", "\r\n") if program.crlf else text
    ready = Text.of(shown)

    one = layouts.fit(ready, asked, layout)

    assert one.possible
    for (first, last), (start, end) in zip(spans, one.spans.tolist(), strict=True):
        assert ready.whole[start:end].replace("\r\n", "\n") == text[first:last].strip()


WORDS = [
    "le",
    "puits",
    "est",
    "loin",
    "💧",
    "eau",
    "terre",
    "𞤲𞤣𞤭𞤴𞤢𞤥",
    "ߖߌ",
    "champ",
    "route",
    "marché",
    "ɲɛ",
]


def drawn(seed: int, layout: Layout) -> tuple[deciding.Asked, list[str]]:
    """Return a drawn text with segments on whole words, and these."""
    chance = np.random.default_rng(seed)
    words = [str(w) for w in chance.choice(WORDS, size=60)]
    signs = [
        str(s) for s in chance.choice([" ", ", ", ".\n"], size=60, p=[0.7, 0.1, 0.2])
    ]
    starts, text = [], ""
    for word, sign in zip(words, signs, strict=True):
        starts.append(len(text))
        text += word + sign
    program = Program(
        "x", utf16=layout.units == "utf16", crlf=True, line_end=layout.line_end
    )
    asked, said = [], []
    for first in chance.choice(55, size=chance.integers(1, 9), replace=False):
        last = first + chance.integers(1, 5)
        ends = (starts[first], starts[last - 1] + len(words[last - 1]))
        asked.append([programs.position(text, int(end), program) for end in ends])
        said.append(text[ends[0] : ends[1]])
    shown = Text.of(text.replace("\n", "\r\n"))
    return deciding.Asked(text=shown, positions=np.array(asked)), said


def read_of(asked: deciding.Asked, verdict: deciding.Verdict) -> list[str] | None:
    if verdict.fit is None:
        return None
    whole = asked.text.whole
    return [whole[a:b].replace("\r\n", "\n") for a, b in verdict.fit.spans.tolist()]


def wrongly_read(projects: int, texts: int = 1) -> tuple[int, int]:
    """Return how many drawn texts were read with other words, and how many refused."""
    wrong = silent = 0
    for seed in range(projects):
        layout = [*NAMED.values()][seed % 4]
        both = [drawn(seed * texts + number, layout) for number in range(texts)]
        verdicts = deciding.decide([asked for asked, _ in both])
        for (asked, said), verdict in zip(both, verdicts, strict=True):
            read = read_of(asked, verdict)
            silent += read is None
            wrong += read is not None and read != said
    return wrong, silent


def test_of_drawn_texts_none_is_read_with_other_words() -> None:
    wrong, silent = wrongly_read(400)

    assert wrong == 0
    assert silent <= 100  # a few short segments alone cannot tell: they are refused


def test_of_drawn_projects_hardly_a_text_is_refused() -> None:
    wrong, silent = wrongly_read(100, texts=6)

    assert wrong == 0
    assert silent <= 6  # 1 %


@pytest.mark.proof
def test_of_many_drawn_texts_none_is_read_with_other_words() -> None:
    wrong, silent = wrongly_read(20_000)

    assert wrong == 0
    assert silent <= 5_000


@pytest.mark.proof
def test_of_many_drawn_projects_hardly_a_text_is_refused() -> None:
    wrong, silent = wrongly_read(3_000, texts=6)

    assert wrong == 0
    assert silent <= 180
