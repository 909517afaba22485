"""How is each thing that can be wrong with a project coded elsewhere said in English?"""

from __future__ import annotations

from collections.abc import Mapping

_AGAIN = "Export it again from the program in which it was coded."
_ASK = "Do not open it; ask whoever sent it for the file as first written."

SAID: Mapping[str, tuple[str, str]] = {
    "qda-no-project": ("no project (a file .qde) is packed in it.", _AGAIN),
    "qda-not-refi": (
        "it is XML, but neither a codebook nor a project of REFI-QDA.",
        _AGAIN,
    ),
    "qda-deep": (
        "its elements lie in one another more than {limit} deep, or are more than "
        "{most}.",
        _ASK,
    ),
    "qda-path": ("a part has a path that leads out of the file ({part}).", _ASK),
    "qda-broken": (
        "{element} has no usable “{attribute}”: the file does not follow REFI-QDA.",
        _AGAIN,
    ),
    "qda-twice": ("two {element} have one GUID ({guid}).", _AGAIN),
    "qda-nameless": (
        "a code has no name.",
        "Give it one in the program in which it was coded, and export again.",
    ),
    "qda-no-text": (
        "the text of “{source}” is not in the file.",
        "Export again with the sources inside; or leave this source out with an "
        "empty gathering in the map.",
    ),
    "qda-unclear": (
        "in “{source}” the positions of segments can be read in several ways, with "
        "different words: nothing was guessed.",
        "Say how it counts in the column “counted” of the map ({allowed}), or leave "
        "this source out with an empty gathering.",
    ),
    "qda-off": (
        "in “{source}” segments begin and end inside words, however they are "
        "counted: the text is not the one that was coded.",
        "Export again from the program in which it was coded, or leave this source "
        "out with an empty gathering in the map.",
    ),
    "qda-no-gathering": (
        "nobody says in which gathering “{source}” was said.",
        "Name the source by the gathering's code, or write a map (--gatherings): a "
        "CSV with the columns source and gathering.",
    ),
    "qda-changed": (
        "the words of an excerpt of the dossier were changed in “{source}”.",
        "Correct excerpts in the dossier, and leave them as they are where they are "
        "coded.",
    ),
    "qda-map-source": (
        "the map names a source “{value}” that the project does not have.",
        "Write its name as in the project.",
    ),
    "qda-counted": (
        "“{value}” is no way of counting that is known.",
        "Use one of: {allowed}.",
    ),
    "qda-code-gone": (
        "a segment of “{source}” has a code that is not in the codebook of the file.",
        _AGAIN,
    ),
}
"""Every code of this reader: what is wrong, and what to do."""
