"""How is each thing that can be wrong with what comes in said in English?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vestibule.listen import (
    wordings_coded,
    wordings_files,
    wordings_later,
    wordings_maps,
    wordings_stored,
    wordings_words,
)

ELSEWHERE = (
    wordings_files.SAID,
    wordings_stored.SAID,
    wordings_coded.SAID,
    wordings_later.SAID,
    wordings_maps.SAID,
    wordings_words.SAID,
)
"""What is said in files of its own: files, a stored dossier, what came later, translations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one kind of problem is said in English.

    Parameters
    ----------
    message : str
        What is wrong, with the problem's parameters in braces.
    remedy : str
        What to do, likewise.
    """

    message: str
    remedy: str


def _unknown(noun: str, remedy: str, *, named: bool = True) -> Wording:
    value = "“{value}” " if named else ""
    return Wording(message=f"{noun} {value}is not known.", remedy=remedy)


CODES: Mapping[str, Wording] = {
    # the shape of a table
    "no-header": Wording(
        message="no row of column names was found.",
        remedy="The first row must name the columns, as in the template workbook.",
    ),
    "broken-quotes": Wording(
        message="a quotation mark is opened and never closed.",
        remedy="Close it, or write it twice if it belongs to the text.",
    ),
    "extra-cells": Wording(
        message="the row has {found} cells, the header {expected}.",
        remedy="Put text that contains “{separator}” between quotation marks.",
    ),
    "duplicate-column": Wording(
        message="the column “{name}” appears twice.", remedy="Keep one of the two."
    ),
    "missing-column": Wording(
        message="the column “{name}” is missing.",
        remedy="Add it, or start from the template workbook.",
    ),
    "unknown-column": Wording(
        message="the column “{name}” is not one this table has.",
        remedy="Rename or remove it.",
    ),
    "not-asked-for": Wording(
        message="no quota asks for this column: it is not needed.", remedy="Remove it."
    ),
    "least-above-most": Wording(
        message="{least} is more than {most}.", remedy="Write the lower number first."
    ),
    "unknown-sheet": Wording(
        message="“{name}” is not the name of a table.",
        remedy="Use one of: {allowed}.",
    ),
    # cells
    "too-long": Wording(
        message="the text is longer than {limit} bytes.",
        remedy="Divide it into several rows.",
    ),
    "hidden-sign": Wording(
        message="the text holds a sign that nobody sees ({sign}).",
        remedy="Delete the text and type it anew, rather than pasting it.",
    ),
    "encoded-twice": Wording(
        message="the text was encoded twice: “{seen}” stands for “{meant}”.",
        remedy="Open the file it comes from as Unicode (UTF-8), not as Western European "
        "(Windows), and save it again.",
    ),
    "looks-like-a-name": Wording(
        message="this looks like a name, an address or a telephone number, "
        "not a pseudonym.",
        remedy="Write a pseudonym that tells nobody who it is: K7, animatrice-2.",
    ),
    "more-than-one-person": Wording(
        message="one person is counted {value} times.",
        remedy="Write 1, or leave the pseudonym out where people were only counted.",
    ),
    "missing-value": Wording(message="the cell is empty.", remedy="Fill it in."),
    "not-a-number": Wording(
        message="“{value}” is not a number.", remedy="Write digits only."
    ),
    "not-whole": Wording(
        message="“{value}” is not a whole number.", remedy="Write a whole number."
    ),
    "too-low": Wording(
        message="{value} is below {low}.", remedy="Write {low} or more."
    ),
    "too-high": Wording(
        message="{value} is above {high}.", remedy="Write {high} or less."
    ),
    "not-a-date": Wording(
        message="“{value}” is not a day.",
        remedy="Write it as 2024-03-31 or 31/03/2024.",
    ),
    "future-date": Wording(
        message="the day {value} lies in the future.", remedy="Correct the day."
    ),
    "too-early-date": Wording(
        message="the day {value} lies before {first}.",
        remedy="Correct the day; perhaps a digit of the year is wrong.",
    ),
    "not-yes-or-no": Wording(
        message="“{value}” is neither yes nor no.", remedy="Write yes or no."
    ),
    "not-a-term": Wording(
        message="“{value}” is not one of the words for this column.",
        remedy="Use one of: {allowed}.",
    ),
    "not-a-vote": Wording(
        message="“{value}” is not a vote.",
        remedy="Write 1 (agree), 0 (pass) or -1 (disagree).",
    ),
    "not-a-moment": Wording(
        message="“{value}” is not a moment in time.",
        remedy="Write seconds or milliseconds since 1970, as the export does.",
    ),
    "unknown-place": _unknown(
        "The place", "Use a name of the gazetteer, or add this one to its names."
    ),
    "ambiguous-place": Wording(
        message="several places are called “{value}”.",
        remedy="Write which: {choices}.",
    ),
    "place-not-valid": Wording(
        message="there was no place called “{value}” on that day.",
        remedy="Use the name of that day, or correct the day.",
    ),
    "unknown-profile": _unknown("The profile", "Use a profile of process.toml."),
    "unknown-language": _unknown(
        "The language", "Use a language of process.toml, or declare it there."
    ),
    "unknown-age-band": _unknown("The age band", "Use one of: {allowed}."),
    "unknown-gathering": _unknown(
        "The gathering", "Use a code of the gatherings sheet, or add it there."
    ),
    "unknown-statement": _unknown(
        "The statement", "Use a key of the statements sheet, or add it there."
    ),
    "unknown-finding": _unknown(
        "The finding", "Use a key of the findings sheet, or add it there."
    ),
    "unknown-code": _unknown(
        "The code", "Use a key of the codes sheet, or add it there."
    ),
    "unknown-question": _unknown(
        "The question", "Use a key of the questions sheet, or add it there."
    ),
    "unknown-excerpt": _unknown(
        "The excerpt", "Use a number of the excerpts sheet, as GATHERING/3."
    ),
    "unknown-record": _unknown("The record", "Use the id of a record that exists."),
    "unknown-person": _unknown(
        "The person",
        "List the pseudonym in the people or the attendances sheet.",
        named=False,
    ),
    # rows that do not go together
    "duplicate-key": Wording(
        message="“{value}” was already used on line {first}.",
        remedy="Give each row its own.",
    ),
    "look-alike-key": Wording(
        message="“{value}” looks like “{other}”, but is written with other signs.",
        remedy="Type it anew; two keys must look different to the eye.",
    ),
    "duplicate-row": Wording(
        message="the same count was already given on line {first}.",
        remedy="Remove one, or number the second count 2.",
    ),
    "count-known": Wording(
        message="the dossier has another result of the same count.",
        remedy="Number a second count 2, or enter a correction.",
    ),
    "known-differently": Wording(
        message="“{value}” is already in the dossier, with another content.",
        remedy="Use another key, or enter a correction.",
    ),
    "conversation-known": Wording(
        message="another export of this conversation is already in the dossier.",
        remedy="Import the newer export into a new dossier.",
    ),
    "tally-above-present": Wording(
        message="{counted} answers were counted, but {present} people were present.",
        remedy="Correct the tally or the number present.",
    ),
    "attendances-above-present": Wording(
        message="{counted} attendances are listed, but {present} people were present.",
        remedy="Correct the attendances or the number present.",
    ),
    "nobody-present": Wording(
        message="the number of people present is 0.",
        remedy="Correct the number, or leave the gathering out if nobody came.",
    ),
    "two-places": Wording(
        message="one person is in two places on {day}.",
        remedy="Correct the pseudonym, the day or the place.",
    ),
    "one-reference": Wording(
        message="exactly one of these must be filled: {columns}.",
        remedy="Fill one and leave the others empty.",
    ),
    # notes
    "no-cover": Wording(
        message="there is no cover sheet.",
        remedy="Begin with lines such as “Place: …”, “Date: …”, “Present: …”.",
    ),
    "missing-cover-line": Wording(
        message="the cover sheet does not say “{name}”.", remedy="Add the line."
    ),
    "unknown-cover-line": Wording(
        message="“{name}” is not a line of a cover sheet.",
        remedy="Rename or remove it, or leave the notes to begin below the cover.",
    ),
    "second-cover": Wording(
        message="a second cover sheet begins here.",
        remedy="Put the notes of each gathering in a file of their own.",
    ),
    "no-notes": Wording(
        message="there is nothing after the cover sheet.",
        remedy="Write each note as a paragraph below it.",
    ),
    "not-a-count": Wording(
        message="“{value}” does not say how many were present.",
        remedy="Write a number, or “12 women, 8 men”.",
    ),
    "not-a-consent": Wording(
        message="“{value}” is not a level of consent.",
        remedy="Use one of: {allowed}.",
    ),
    **{
        code: Wording(message=message, remedy=remedy)
        for said in ELSEWHERE
        for code, (message, remedy) in said.items()
    },
}
"""Every code a reader or a check may give, with its English sentence."""
