"""How is each thing that can be wrong with a file, before its rows, said in English?"""

from __future__ import annotations

from collections.abc import Mapping

_SAVE_UTF8 = (
    "Save it again as “CSV UTF-8” (in LibreOffice: character set Unicode UTF-8)."
)
_SAVE_TEXT = "Save it again as plain text in Unicode (UTF-8), or as a document (.docx)."
_SAVE_VALUES = "Copy the cells and paste them as values, then save."
_SAVE_MODERN = "Open it and save it as {kind} without a password."
_ASK_SOURCE = "Do not open it; ask whoever sent it for the file as first written."

SAID: Mapping[str, tuple[str, str]] = {
    "file-missing": ("there is no such file or folder.", "Check the path."),
    "file-empty": (
        "the file is empty.",
        "Save it again from the program where it was written, or leave it out.",
    ),
    "file-too-big": (
        "the file is larger than {limit_mb} MB.",
        "Check that it is the right file; cut it into several if it is.",
    ),
    "file-kind": (
        "files of the kind “{suffix}” cannot be read here.",
        "Use one of: {allowed}.",
    ),
    "folder-empty": (
        "the folder holds nothing that can be read.",
        "Put files of these kinds there: {allowed}.",
    ),
    "line-too-long": (
        "a line is longer than {limit_kb} kB.",
        "The file is broken or is not a table: export it again.",
    ),
    "nul-bytes": (
        "the file contains NUL bytes, which no text has.",
        "It was cut off or is not a text file: export it again.",
    ),
    "not-utf-8": ("the text is broken at byte {byte} (not UTF-8).", _SAVE_UTF8),
    "windows-1252": (
        "the text is in an old Windows encoding (byte {byte} is not UTF-8).",
        _SAVE_UTF8,
    ),
    "utf-16": (
        "the text is in UTF-16 (“Unicode text”), not in UTF-8.",
        _SAVE_UTF8,
    ),
    "not-utf-8-text": ("the text is broken at byte {byte} (not UTF-8).", _SAVE_TEXT),
    "windows-1252-text": (
        "the text is in an old Windows encoding (byte {byte} is not UTF-8).",
        _SAVE_TEXT,
    ),
    "utf-16-text": (
        "the text is in UTF-16 (“Unicode text”), not in UTF-8.",
        _SAVE_TEXT,
    ),
    # archives: XLSX and DOCX
    "not-a-zip": (
        "this is not a {kind} file, whatever its name says.",
        "Open it in the program that wrote it and save it as {kind}.",
    ),
    "broken-zip": (
        "the file is damaged and cannot be opened.",
        "Copy or download it again.",
    ),
    "encrypted": ("the file is protected by a password.", _SAVE_MODERN),
    "old-office": ("this is an old office file (.xls or .doc).", _SAVE_MODERN),
    "macros": (
        "the file contains macros (programs).",
        "Save it as {kind}, without macros.",
    ),
    "too-many-parts": ("the file has more than {limit} parts inside.", _ASK_SOURCE),
    "zip-bomb": (
        "the file would unpack to more than {limit_mb} MB, "
        "or to more than {ratio} times its size.",
        _ASK_SOURCE,
    ),
    "nested-archive": (
        "there is another file packed inside ({part}).",
        "Remove embedded files and objects, then save again.",
    ),
    "xml-entities": (
        "a part inside ({part}) declares entities, as attacks do.",
        _ASK_SOURCE,
    ),
    "broken-xml": (
        "a part inside ({part}) is damaged.",
        "Open it, save it under another name, and try again.",
    ),
    "formula": ("the cell holds a formula, not a value.", _SAVE_VALUES),
    "error-value": (
        "the cell holds an error ({value}), not a value.",
        "Correct what it was worked out from, or write the value itself.",
    ),
    "merged-cells": (
        "the cells {range} are merged: only the first of them holds a value.",
        "Unmerge them, and write in every row what is true of it.",
    ),
    "too-many-cells": (
        "the sheet has more than {limit} cells.",
        "Delete empty rows and columns beyond the data, then save.",
    ),
}
"""Code to what is wrong and what to do."""
