"""How is the work done from a terminal? The command line: one file per verb."""

from __future__ import annotations


def main() -> None:
    """Run `vestibule` with the arguments of this process, and exit."""
    from vestibule.cli.command import vestibule

    vestibule()
