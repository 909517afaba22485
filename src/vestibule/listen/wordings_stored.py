"""How is each thing that can be wrong with a stored dossier said in English?"""

from __future__ import annotations

from collections.abc import Mapping

_RESTORE_ROW = "Restore the row from a copy of the dossier."

SAID: Mapping[str, tuple[str, str]] = {
    "process": ("{message}", "Correct process.toml."),
    "altered-file": (
        "the file was changed outside Vestibule.",
        "Restore it, or bring the changes in as records.",
    ),
    "broken-package": ("{message}", "Restore the dossier from a copy."),
    "stored-kind": ("what stands there is not of the kind “{kind}”.", _RESTORE_ROW),
    "stored-id": ("what stands there is no id.", _RESTORE_ROW),
    "stored-term": ("the word there is none of: {allowed}.", _RESTORE_ROW),
    "stored-range": ("the number is not between {low} and {high}.", _RESTORE_ROW),
    "stored-length": ("the text is longer than a record may hold.", _RESTORE_ROW),
    "duplicate-id": (
        "this id stands in an earlier row already.",
        "Restore the file from a copy; an id is never used twice.",
    ),
    "dangling-reference": (
        "the record refers to one of “{table}” that is not there.",
        "Merge the dossier that holds it.",
    ),
    "missing-seq": (
        "records {first} to {last} of “{origin}” are missing.",
        "Merge the dossier that holds them.",
    ),
    "double-seq": (
        "“{origin}” used the number {number} for two records.",
        "Two devices share one name: give one of them another.",
    ),
    "no-dossier": (
        "this is not a dossier, and nobody said for which one it is meant.",
        "Name the dossier, so that its places and profiles are known.",
    ),
    "double-correction": (
        "one record of “{table}” was corrected {count} times over, differently.",
        "Let a person decide, and enter one correction of them all.",
    ),
}
"""Code to what is wrong and what to do."""
