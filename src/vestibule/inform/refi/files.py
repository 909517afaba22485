"""How do a project and a codebook reach a disk? Whole, and for the team alone."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from vestibule.errors import DataError
from vestibule.inform import writing
from vestibule.inform.refi import documents
from vestibule.inform.refi.choosing import Chosen

KINDS = (".qdc", ".qdpx")
"""A codebook, a project."""

NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The moment written into an archive: the same content gives the same bytes."""


def content(chosen: Chosen, kind: str, *, origin: str, warning: str) -> bytes:
    """Return a project or a codebook as the bytes of a file.

    Parameters
    ----------
    chosen : Chosen
        What goes into it.
    kind : {'.qdpx', '.qdc'}
        What is made.
    origin, warning : str
        The program that writes; what whoever opens a project must know.

    Returns
    -------
    bytes
        The same for the same dossier.

    Raises
    ------
    DataError
        ``not-qda`` for another kind; ``no-codes`` for a codebook without a code;
        ``nothing-coded`` for a project with neither code nor excerpt.
    """
    if kind not in KINDS:
        raise DataError(
            f"A coded project is written as .qdpx and a codebook as .qdc, not as "
            f"“{kind}”: give the file one of these endings.",
            reason="not-qda",
            kind=kind,
        )
    if kind == ".qdc":
        if chosen.codes.is_empty():
            raise DataError(
                "The dossier has no codes: there is no codebook to write. Add codes, "
                "or write a project (.qdpx).",
                reason="no-codes",
            )
        return documents.codebook(chosen, origin=origin).xml
    if chosen.codes.is_empty() and chosen.excerpts.is_empty():
        raise DataError(
            "The dossier has neither a code nor an excerpt that the team may read: "
            "there is nothing to write.",
            reason="nothing-coded",
        )
    return _archive(
        documents.project(
            chosen, origin=origin, name=chosen.process_key, warning=warning
        )
    )


def _archive(document: documents.Document) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {"project.qde": document.xml, **document.texts}
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return packed.getvalue()


def write(data: bytes, path: Path) -> None:
    """Write bytes that are not for the public, readable by their owner alone."""
    writing.write_bytes_for_team(path, data)
