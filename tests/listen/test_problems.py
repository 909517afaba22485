"""What is near to what someone wrote?"""

from __future__ import annotations

from vestibule.listen.problems import nearest


def test_a_name_that_has_all_the_words_comes_before_one_that_looks_alike() -> None:
    assert nearest("Éleveurs", ["Elders", "Éleveurs et éleveuses"]) == (
        "Éleveurs et éleveuses"
    )


def test_a_word_mistyped_finds_the_one_that_looks_alike() -> None:
    assert nearest("Elderz", ["Elders", "Farmers"]) == "Elders"


def test_a_word_like_no_other_finds_none() -> None:
    assert nearest("xyz", ["Elders", "Farmers"]) is None
