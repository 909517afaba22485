"""What process.toml may say, and where a message says it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from vestibule.dossier import declaration
from vestibule.dossier.declaring import categories
from vestibule.errors import FileError, ProcessError, Refused

TOP = """\
key = "river-talks"
title.en = "River talks"
question.en = "What keeps the valley from peace?"
"""


def test_the_least_a_process_can_say_is_its_key_title_and_question() -> None:
    process = declaration.parse(TOP)

    assert process.key == "river-talks"
    assert process.titles == {"en": "River talks"}
    assert process.disclosure.people == 10
    assert process.disclosure.gatherings == 3
    assert process.disclosure.places == 2
    assert process.restitution_days == 90
    assert process.text == TOP


def test_a_whole_process_is_read_section_by_section() -> None:
    text = TOP + WHOLE

    process = declaration.parse(text)

    assert process.country == "xv"
    assert process.country_names == {"en": "Valley"}
    assert process.demonyms == ("Valley people",)
    assert process.partners[0].roles == ("collects", "publishes")
    assert process.languages[0].rtl is True
    assert [profile.key for profile in process.profiles] == ["farmer", "army"]
    assert [profile.restricted for profile in process.profiles] == [False, True]
    assert process.comparisons[0].groups[1].values == ("forces",)
    assert process.disclosure.near_unanimity == 0.9
    assert process.decisions.priority_rule == "approval"
    assert process.restitution_days == 60
    assert process.files == {"places": "places.csv"}


WHOLE = """
fictitious = true
age_bands = ["15-24", "25+"]
outputs = ["en"]
[country]
key = "xv"
name.en = "Valley"
demonyms = ["Valley people"]
[[partners]]
key = "house"
name = "The House"
roles = ["collects", "publishes"]
[[languages]]
key = "ab"
name.en = "Abian"
rtl = true
[[profiles]]
key = "farmer"
name.en = "Farmer"
[[profiles]]
key = "army"
name = { en = "Army and gendarmerie" }
side = "forces"
[[comparisons]]
key = "sides"
name.en = "Sides"
basis = "side"
[[comparisons.groups]]
key = "communities"
name.en = "Communities"
values = ["community"]
[[comparisons.groups]]
key = "forces"
name.en = "Forces"
values = ["forces"]
[disclosure]
people = 12
near_unanimity = 0.9
[decisions]
priority_rule = "approval"
[restitution]
days = 60
[files]
places = "places.csv"
"""

WRONG = [
    ("key = river", 1, "value"),
    ('key = "River"\n' + TOP[21:], 1, "lower-case"),
    ('key = "a"\ntitle = "words"', 2, "title"),
    ('key = "a"\ntitle.en = " "', 2, "empty"),
    (TOP + 'titel = "x"', 4, "title"),
    (TOP + 'fictitious = "yes"', 4, "true"),
    (TOP + "title.12 = 'x'", 4, "language tag"),
    (TOP + 'age_bands = ["15+", "15+"]', 4, "twice"),
    (TOP + "age_bands = [15]", 4, "no text"),
    (TOP + 'outputs = ["FR!"]', 4, "language tag"),
    (TOP + "outputs = []", 4, "outputs"),
    (TOP + '\n# note\n[[profiles]]\nname.en = "Farmer"', 6, "key"),
    (TOP + '[[profiles]]\nkey = "f"\nname.en = "F"\nside = "forcess"', 7, "forces"),
    (TOP + '[[partners]]\nkey = "p"\nrole = "x"\nname="P"', 6, "roles"),
    (TOP + '[[partners]]\nkey = "p"\nname="P"\n[[partners]]\nkey = "p"\nname="Q"', 8, "taken"),
    (TOP + "partners = [1]", 4, "sections"),
    (TOP + "[disclosure]\n\npeople = 4", 6, "5 to 1000"),
    (TOP + "[disclosure]\npeople = true", 5, "people = 10"),
    (TOP + "[disclosure]\nnear_unanimity = 1.0", 5, "0.95"),
    (TOP + "[restitution]\ndays = 0", 5, "days"),
    (TOP + '[files]\nplaces = "../places.csv"', 5, "beside"),
    (TOP + '[[comparisons]]\nkey="c"\nname.en="C"\nbasis = "side"', 4, "two groups"),
    (TOP + '[[comparisons]]\nkey="c"\nname.en="C"\nbasis = "sidee"', 7, "side"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "said"), WRONG)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(ProcessError) as caught:
        declaration.parse(text, file="mine.toml")

    assert caught.value.params["line"] == line
    assert f"mine.toml, line {line}: " in caught.value.message
    assert said in caught.value.message


def test_a_forgotten_bracket_at_the_end_is_told_on_the_last_line() -> None:
    with pytest.raises(ProcessError) as caught:
        declaration.parse(TOP + "age_bands = [")

    assert caught.value.params["line"] == 4


def test_lines_are_found_behind_strings_and_lists_of_many_lines() -> None:
    text = (
        'key = "a"\nquestion.en = """one\n[two]\nthree = 3"""\n'
        'age_bands = [\n  "15+", # [\n]\ntitle.en = "T"\n[[profiles]]\nkey = "A B"\n'
    )

    with pytest.raises(ProcessError) as caught:
        declaration.parse(text)

    assert caught.value.params["line"] == 10
    assert caught.value.params["key"] == "profiles[1].key"


def comparison(basis: str, first: str, second: str) -> str:
    return (
        f'{TOP}[[comparisons]]\nkey = "c"\nname.en = "C"\nbasis = "{basis}"\n'
        f'[[comparisons.groups]]\nkey = "one"\nname.en = "One"\nvalues = {first}\n'
        f'[[comparisons.groups]]\nkey = "two"\nname.en = "Two"\nvalues = {second}\n'
    )


def test_a_comparison_speaks_of_declared_values_only() -> None:
    with pytest.raises(ProcessError, match="line 11: “men” is not declared"):
        declaration.parse(comparison("sex", '["men"]', '["female"]'))


def test_a_value_belongs_to_one_group_only() -> None:
    with pytest.raises(ProcessError, match="“male” stands twice"):
        declaration.parse(comparison("sex", '["male"]', '["female", "male"]'))


def test_a_group_without_values_is_told() -> None:
    with pytest.raises(ProcessError, match="values"):
        declaration.parse(comparison("sex", "[]", '["female"]'))


def test_displaced_people_and_their_hosts_can_be_compared() -> None:
    process = declaration.parse(comparison("displaced", '["true"]', '["false"]'))

    assert process.comparisons[0].groups[0].values == ("true",)


@pytest.mark.parametrize("basis", ["ethnicity", "religion", "caste", "parti"])
def test_a_comparison_on_a_refused_basis_is_refused(basis: str) -> None:
    with pytest.raises(Refused) as caught:
        declaration.parse(comparison(basis, '["a"]', '["b"]'))

    assert caught.value.exit_code == 4
    assert caught.value.code == "refused-category"
    assert caught.value.params["line"] == 7
    assert "no override" in caught.value.message


REFUSED = [
    ("Ethnie A", "ethnicity"),
    ("Chefs de tribu", "ethnicity"),
    ("Clan leaders", "ethnicity"),
    ("Hommes de caste", "caste"),
    ("Personnes d'une autre confession", "religion"),
    ("Communauté religieuse", "religion"),
    ("Membres de groupes armés", "armed-group"),
    ("Membre d'un groupe armé", "armed-group"),
    ("Ex-combattants", "armed-group"),
    ("Militants d'un parti politique", "party"),
    ("Party members", "party"),
    ("أعضاء حزب", "party"),
]
ALLOWED = [
    "Parties prenantes", "Chef de département", "Forecast makers", "Armed forces",
    "Forces armées", "Religious leaders", "Leaders religieux", "Third party mediators",
    "Jeunes partis en exil", "Victims of armed groups", "Particuliers", "Clandestins",
    "Sectaire", "Partenaires", "Non-combattants",
]  # fmt: skip


@pytest.mark.parametrize(("label", "category"), REFUSED)
def test_a_profile_by_a_refused_category_is_refused(label: str, category: str) -> None:
    text = f'{TOP}[[profiles]]\nkey = "x"\nname.fr = "{label}"\n'

    with pytest.raises(Refused) as caught:
        declaration.parse(text)

    assert caught.value.params["category"] == category
    assert caught.value.params["line"] == 6


@pytest.mark.parametrize("label", ALLOWED)
def test_words_that_only_look_alike_are_allowed(label: str) -> None:
    assert categories.why_refused(label) is None


def test_a_refused_key_is_refused_even_where_it_is_unknown() -> None:
    with pytest.raises(Refused, match="line 7"):
        declaration.parse(
            TOP + '[[profiles]]\nkey = "f"\nname.en = "F"\nreligion = "x"'
        )


def test_a_process_can_list_words_of_its_own_country() -> None:
    text = TOP + 'refused_words = ["Ondari"]\n[[profiles]]\nkey="x"\nname.en = "Öndari"'

    with pytest.raises(Refused, match="line 7") as caught:
        declaration.parse(text)

    assert caught.value.params["category"] == "listed"


def languages_compared(label: str) -> str:
    return (
        TOP
        + 'refused_words = ["Ondari", "Velu"]\n'
        + '[[languages]]\nkey = "on"\nname.en = "Ondari"\n'
        + '[[languages]]\nkey = "fr"\nname.en = "French"\n'
        + '[[comparisons]]\nkey = "langs"\nname.en = "Languages"\nbasis = "lang"\n'
        + f'[[comparisons.groups]]\nkey = "a"\nname.en = "{label}"\nvalues = ["on"]\n'
        + '[[comparisons.groups]]\nkey = "b"\nname.en = "French"\nvalues = ["fr"]\n'
    )


def test_a_language_may_be_named_where_languages_are_compared() -> None:
    process = declaration.parse(languages_compared("Ondari"))

    assert process.comparisons[0].basis == "lang"


def test_a_people_may_not_be_named_where_languages_are_compared() -> None:
    with pytest.raises(Refused):
        declaration.parse(languages_compared("Velu"))


@pytest.mark.parametrize(
    ("side", "label"),
    [("forces", "Army"), ("authority", "Mayors"), ("community", "Survivors of raids")],
)
def test_forces_authorities_and_survivors_are_always_restricted(
    side: str, label: str
) -> None:
    text = f'{TOP}[[profiles]]\nkey = "x"\nname.en = "{label}"\nside = "{side}"\n'

    assert declaration.parse(text).profiles[0].restricted
    with pytest.raises(ProcessError, match="line 8"):
        declaration.parse(text + "restricted = false")


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "process.toml"
    file.write_bytes(b"\xef\xbb\xbf" + TOP.encode())

    assert declaration.read(file).key == "river-talks"


def test_a_missing_or_broken_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "process.toml"

    with pytest.raises(FileError, match="is not a dossier"):
        declaration.read(file)
    file.write_bytes(b'key = "\xff"')
    with pytest.raises(FileError, match="UTF-8"):
        declaration.read(file)
