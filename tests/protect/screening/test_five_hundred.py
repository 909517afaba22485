"""Five hundred quotes, each with one planted fact, by a writer who had not seen the screen.

Nobody who wrote rules had read them when they were first run, on the rules as they stand:
478 of 500 quotes were flagged (95.6 %), 452 on the very words of the fact (90.4 %; of
words reported from somebody, the name before them is flagged, not the words), and 38 of
150 quotes without a fact (25 %), mostly for a word of rarity or one that may be a name.
They stay a measure: whoever mends a rule on one of them says so here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.protect.screening import planted

from vestibule.protect.screening import Screen

ENGLISH = re.compile(r"\b(?:the|and|was|were|they|that|we|of|to|is|in|my|for)\b", re.I)
FRENCH = re.compile(
    r"\b(?:le|la|les|des|et|on|que|qui|dans|nous|pour|est|une|un|du)\b", re.I
)


def read(name: str) -> Iterator[dict[str, str]]:
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        yield json.loads(line)


def lang(text: str) -> str:
    english = len(ENGLISH.findall(text)) > len(FRENCH.findall(text))
    return "en" if english else "fr"


@pytest.fixture(scope="module")
def screen() -> Screen:
    return planted.screen()


def test_nineteen_in_twenty_of_quotes_that_point_at_someone_are_flagged(
    screen: Screen,
) -> None:
    quotes = list(read("five_hundred.jsonl"))

    flagged = [bool(screen.flags(one["text"], lang(one["text"]))) for one in quotes]

    assert len(quotes) == 500
    assert sum(flagged) >= 475


def test_nine_in_ten_are_flagged_on_the_very_words(screen: Screen) -> None:
    found = 0
    for one in read("five_hundred.jsonl"):
        start = one["text"].index(one["fact"])
        end = start + len(one["fact"])
        flags = screen.flags(one["text"], lang(one["text"]))
        found += any(
            flag.kind != "unread" and flag.start < end and flag.end > start
            for flag in flags
        )

    assert found >= 450


def test_three_in_four_of_harmless_quotes_are_left_alone(screen: Screen) -> None:
    quotes = list(read("clean_hundred_fifty.jsonl"))

    flagged = [bool(screen.flags(one["text"], lang(one["text"]))) for one in quotes]

    assert len(quotes) == 150
    assert sum(flagged) <= 38
