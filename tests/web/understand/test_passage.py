"""Sentences of an excerpt, and the bars beside them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vestibule.web.understand import passage
from vestibule.web.understand.passage import Bit, Put, Span


def said(words: str) -> list[str]:
    return [words[one.start : one.end] for one in passage.sentences(words)]


def put(name: str, span: Span | None) -> Put:
    return Put(coding=name, code=name, name=name, span=span, memo="", denied=False)


def test_a_sentence_ends_at_its_sign_and_what_closes_after_it() -> None:
    words = "Il a dit : « Partez ! » Nous sommes restés... Pourquoi ?"

    assert said(words) == [
        "Il a dit : « Partez ! »",
        "Nous sommes restés...",
        "Pourquoi ?",
    ]


def test_a_line_ends_a_sentence_and_empty_ones_are_none() -> None:
    assert said("one\n\n  two\n") == ["one", "two"]


def test_arabic_questions_end_a_sentence() -> None:
    assert said("لماذا؟ لا أدري.") == ["لماذا؟", "لا أدري."]


def test_an_excerpt_without_words_is_one_sentence() -> None:
    assert passage.sentences("") == [Span(0, 0)]


@given(st.text("ab .!?\n»[", max_size=60))
def test_no_letter_is_lost_between_sentences(words: str) -> None:
    kept = "".join(said(words))

    assert "".join(kept.split()) == "".join(words.split())


def test_what_stands_in_brackets_is_guarded() -> None:
    assert passage.bits("near [village] today") == (
        Bit("near ", False),
        Bit("village", True),
        Bit(" today", False),
    )


SPANS = [Span(0, 10), Span(11, 20), Span(21, 30), Span(31, 40)]


def test_overlapping_codes_run_in_lanes_of_their_own_and_lanes_are_used_again() -> None:
    bars = passage.bars(
        [
            put("long", Span(0, 30)),
            put("inside", Span(12, 15)),
            put("after", Span(31, 40)),
        ],
        SPANS,
    )

    assert [(b.put.name, b.letter, b.lane, b.first, b.last) for b in bars] == [
        ("long", "a", 0, 0, 2),
        ("inside", "b", 1, 1, 1),
        ("after", "c", 0, 3, 3),
    ]


def test_a_code_of_the_whole_excerpt_runs_along_all_of_it() -> None:
    (bar,) = passage.bars([put("all", None)], SPANS)

    assert (bar.from_sentence, bar.to_sentence, bar.length) == (1, 4, 4)


def test_a_line_tells_which_bars_begin_and_end_there() -> None:
    words = "One is. Two is. Three."
    spans = passage.sentences(words)
    bars = passage.bars([put("x", Span(0, 14))], spans)
    first, second, third = passage.lines(words, spans, bars)

    assert first.begins == tuple(bars)
    assert [cell and (cell.begins, cell.ends) for cell in first.cells] == [
        (True, False)
    ]
    assert [cell and (cell.begins, cell.ends) for cell in second.cells] == [
        (False, True)
    ]
    assert third.cells == (None,)


def test_letters_and_looks_begin_again_after_the_last() -> None:
    bars = passage.bars([put(str(n), Span(0, 5)) for n in range(27)], SPANS)

    assert [bars[0].letter, bars[25].letter, bars[26].letter] == ["a", "z", "a"]
    assert {bar.look for bar in bars} == set(passage.LOOKS)
    assert sorted(bar.lane for bar in bars) == [*range(27)]
