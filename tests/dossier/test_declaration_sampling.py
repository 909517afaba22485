"""What `[sampling]` may say of how people were chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.dossier.test_declaration import TOP

from vestibule.dossier import declaration, packaged
from vestibule.dossier.process import Process, Sampling
from vestibule.errors import ProcessError, Refused

HEAD = TOP + "[sampling]\n"
QUOTA = HEAD + 'kind = "quota"\npopulation.en = "the valley"\n'
DRAWN = HEAD + 'kind = "probability"\npopulation.en = "the valley"\n'


def test_a_process_that_says_nothing_has_no_sampling() -> None:
    assert declaration.parse(TOP).sampling is None
    assert declaration.parse(HEAD).sampling is None


def test_the_least_to_say_of_a_lottery_is_whom_it_stands_for() -> None:
    assert declaration.parse(DRAWN).sampling == Sampling(
        kind="probability", population={"en": "the valley"}
    )


def test_a_whole_design_is_read() -> None:
    text = QUOTA + (
        'edition = "count-1"\nmargins = ["region", "sex"]\nstratum = "region"\n'
        'cap = 5\nlonely = "centre"\nonline = true\n'
    )

    assert declaration.parse(text).sampling == Sampling(
        kind="quota",
        population={"en": "the valley"},
        edition="count-1",
        margins=("region", "sex"),
        stratum="region",
        cap=5.0,
        lonely="centre",
        online=True,
    )


@pytest.mark.parametrize(
    ("text", "line", "said", "remedy"),
    [
        (HEAD + 'population.en = "x"', 4, "no “kind”", "Add kind"),
        (HEAD + 'kind = "quotas"', 5, "quotas", "“quota”"),
        (HEAD + 'kind = "purposive"\ncap = 3', 6, "“cap” is for people", "Take it out"),
        (HEAD + 'kind = "quota"', 4, "no “population”", "Add population"),
        (QUOTA, 4, "without “margins”", 'margins = ["region"]'),
        (QUOTA + 'margins = ["regions"]', 7, "“regions” cannot", "“region”"),
        (QUOTA + 'margins = ["profile"]', 7, "“profile” cannot", "age_band"),
        (QUOTA + 'margins = ["sex"]', 4, "no “edition”", "Add edition"),
        (
            QUOTA + 'edition = "c"\nmargins = ["sex"]\nstratum = "region"',
            9,
            "“region” are not among the margins",
            "Add it to margins",
        ),
        (DRAWN + "cap = 1", 7, "“cap” is 1", "1.1 to 100"),
        (DRAWN + 'cap = "five"', 7, "cannot be 'five'", "cap = 5"),
        (DRAWN + 'lonely = "center"', 7, "center", "“centre”"),
        (DRAWN + "weights = 1", 7, "“weights” is not known", "Known here: kind"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_reason_and_remedy(
    text: str, line: int, said: str, remedy: str
) -> None:
    with pytest.raises(ProcessError) as caught:
        declaration.parse(text, file="mine.toml")

    assert caught.value.message.startswith(f"mine.toml, line {line}: ")
    assert said in caught.value.message
    assert remedy in caught.value.message


def test_a_population_by_a_refused_category_is_refused() -> None:
    with pytest.raises(Refused, match="refused"):
        declaration.parse(HEAD + 'kind = "quota"\npopulation.en = "all Christians"')


@pytest.mark.parametrize(
    "sampling",
    [
        None,
        Sampling(),
        Sampling(kind="probability", population={"en": "a", "fr": 'b "c"'}),
        Sampling(
            kind="quota",
            population={"en": "a"},
            edition="e",
            margins=("sex", "region"),
            stratum="sex",
            cap=2.5,
            lonely="centre",
            online=True,
        ),
    ],
)
def test_a_design_that_is_written_is_read_again(sampling: Sampling | None) -> None:
    process = Process(
        key="a", titles={"en": "A"}, question={"en": "?"}, sampling=sampling
    )

    again = declaration.parse(declaration.to_text(process))

    assert replace(again, text="") == process


def test_the_packaged_process_says_that_its_gatherings_are_purposive() -> None:
    path = packaged.path("self-portrait") / "process.toml"

    assert declaration.read(path).sampling == Sampling()
