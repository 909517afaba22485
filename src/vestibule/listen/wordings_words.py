"""What can be wrong with a translated sentence, in English: what, then what to do."""

from __future__ import annotations

from collections.abc import Mapping

SAID: Mapping[str, tuple[str, str]] = {
    "translation-unknown": (
        "“{name}” is the key of no sentence.",
        "Leave the columns key and form as they were exported.",
    ),
    "translation-twice": (
        "the sentence “{name}” stands there twice.",
        "Keep one of the two rows.",
    ),
    "translation-other": (
        "of the sentence “{name}”, the form “other” is missing.",
        "Fill in the form “other”, or leave all its forms empty.",
    ),
    "translation-formula": (
        "the sentence begins with “{sign}”, as a formula does.",
        "Begin it with a word.",
    ),
    "translation-hundredths": (
        "the sentence uses “{sign}”.",
        "Say numbers out of 100, in words.",
    ),
    "translation-long": (
        "the sentence is longer than {limit} characters.",
        "Check that it is the right sentence.",
    ),
    "translation-braces": (
        "what stands in braces cannot be read.",
        "Copy what stands in braces from the French sentence, sign by sign.",
    ),
    "translation-strange": (
        "{names} stands in no sentence of ours here.",
        "Copy what stands in braces from the French sentence, sign by sign.",
    ),
    "translation-lost": (
        "{names} is missing.",
        "Put it where the number or the name belongs in your sentence.",
    ),
    "translation-empty": (
        "no sentence is translated.",
        "Fill in the last column, then bring the file in again.",
    ),
}
"""Code to message and remedy; French is in the catalogues."""
