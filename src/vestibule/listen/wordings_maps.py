"""What can be wrong with a map made elsewhere, in English: what, then what to do."""

from __future__ import annotations

from collections.abc import Mapping

SAID: Mapping[str, tuple[str, str]] = {
    "map-unreadable": (
        "this cannot be read as {kind}.",
        "Export the map again from the program that made it.",
    ),
    "map-hostile": (
        "the file declares entities, which no map needs and which can harm.",
        "Do not open it; ask whoever sent it for the file as first written.",
    ),
    "map-too-large": (
        "the map holds more than {limit} elements and connections.",
        "Check that it is the right file.",
    ),
    "map-empty": (
        "the map holds no connection.",
        "Check that it is the right file.",
    ),
    "map-column": (
        "there is no column “{name}”.",
        "Name the columns as an exported map does: Label; From, To, Type.",
    ),
    "map-element-twice": (
        "two elements are called “{value}”.",
        "Give each an id of its own, or another label.",
    ),
    "map-end-unknown": (
        "a connection leads from or to “{value}”, which is no element.",
        "Add the element, or mend the connection.",
    ),
    "map-direction": (
        "“{value}” does not tell whether a connection makes more or less likely.",
        "Write more or less, or + or −, as its type.",
    ),
    "map-undirected": (
        "a connection has no direction.",
        "Say which end is the cause.",
    ),
    "map-source-unknown": (
        "the map names records of “{table}” that this dossier does not hold.",
        "Bring those in first, or take that column out: nobody is then known.",
    ),
}
"""Code to message and remedy; French is in the catalogues."""
