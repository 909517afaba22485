"""Who may do what, as a page of the reference: written from `rights.RIGHTS`."""

from __future__ import annotations

from collections.abc import Iterator

from vestibule.web.records.rights import READS, RIGHTS, Right, is_own_only


def roles_table() -> str:
    """Return the table of rights by role, as Markdown."""
    return "\n".join(_roles()) + "\n"


def tables_table() -> str:
    """Return which right each table of a dossier asks for, as Markdown."""
    return "\n".join(_tables()) + "\n"


def _roles() -> Iterator[str]:
    yield "| right | " + " | ".join(RIGHTS) + " |"
    yield "|---" * (len(RIGHTS) + 1) + "|"
    for right in Right:
        cells = (_cell(role, right) for role in RIGHTS)
        yield f"| `{right}` | " + " | ".join(cells) + " |"


def _cell(role: str, right: Right) -> str:
    if right not in RIGHTS[role]:
        return ""
    return "own partner" if is_own_only(role, right) else "yes"


def _tables() -> Iterator[str]:
    yield "| right | tables |"
    yield "|---|---|"
    for right in dict.fromkeys(READS.values()):
        named = ", ".join(
            f"`{table}`" for table, asks in READS.items() if asks is right
        )
        yield f"| `{right}` | {named} |"
