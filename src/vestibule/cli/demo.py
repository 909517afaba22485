"""`vestibule demo`: the whole walk on an invented country."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from vestibule.cli import rehearse, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import LANGUAGES

if TYPE_CHECKING:
    from vestibule.api.analysis import Analysis
    from vestibule.rehearsal import Rehearsal, Score

WRITTEN_AFTER = dt.timedelta(days=120)
"""How long after the last gathering the portraits of the demo are written."""


@verb.command("demo")
@click.option(
    "--out",
    default=Path("vestibule-demo"),
    type=click.Path(path_type=Path),
    show_default=True,
)
@click.option("--seed", default=1, type=click.IntRange(min=0), show_default=True)
@click.option("--serve", "serving", is_flag=True)
@click.option("--port", default=8000, type=click.IntRange(1, 65535), show_default=True)
@reporting
def command(console: Console, out: Path, seed: int, serving: bool, port: int) -> None:
    """Rehearse an invented country, analyse it, write its portrait in two languages."""
    from vestibule import rehearsal
    from vestibule.api import analysis
    from vestibule.cli import planted
    from vestibule.dossier import packages
    from vestibule.inform import writing

    rehearse.check_free(out / "dossier")
    started = time.monotonic()
    with console.step(console.words("rehearsing")):
        made = rehearsal.rehearse(seed=seed)
        packages.write(made.dossier, out / "dossier")
        writing.write_text(out / "truth.json", made.truth.to_json())
    with console.step(console.words("analysing")):
        found = analysis.analyse(made.dossier, seed=seed)
        says = planted.Says.of(found, made.truth.counts[-1].on + WRITTEN_AFTER)
        scored = says.judged(made, found)
    with console.step(console.words("writing", path=str(out))):
        files = written(made, found, out, seed)
    data = {
        "fictitious": True,
        "files": {name: str(path) for name, path in files.items()},
        "found": scored.found,
        "missed": scored.missed,
    }
    lines = told(console, planted.sayings(console, made, says), found, scored, files)
    console.result(data, "\n".join(lines))
    console.tell(
        console.words("demo.seconds", seconds=round(time.monotonic() - started))
    )
    console.tell(console.words("demo.next"))
    if serving:
        from vestibule.cli import demo_site

        today = made.truth.counts[-1].on + WRITTEN_AFTER
        demo_site.serve(console, out, made.dossier, today=today, seed=seed, port=port)


def written(made: Rehearsal, found: Analysis, out: Path, seed: int) -> dict[str, Path]:
    """Write portraits, scripts, tables and annex; return what was written, by name."""
    from vestibule.api import portraits
    from vestibule.inform import portrait, writing

    today = made.truth.counts[-1].on + WRITTEN_AFTER
    ready = portraits.material(made.dossier, today=today, seed=seed)
    files: dict[str, Path] = {}
    for lang in LANGUAGES:
        drawn = portrait.portrait(ready, lang=lang)
        page, script = writing.write(drawn, out / f"portrait-{lang}.html")
        portraits.write_tables(drawn, out / f"tables-{lang}")
        files |= {f"portrait-{lang}": page, f"script-{lang}": script}
        annex = out / "team" / f"annex-{lang}.html"
        files[f"annex-{lang}"] = portraits.write_annex(found, annex, lang=lang)
    return files


def told(
    console: Console,
    says: dict[str, str],
    found: Analysis,
    scored: Score,
    files: dict[str, Path],
) -> list[str]:
    """Return what to print, a line each."""
    from vestibule.cli import analyse

    say = console.words
    lines = [say("demo.title"), analyse.heard(console, found), "", say("demo.shows")]
    for name, sentence in says.items():
        mark = "✓" if getattr(scored, name) else "✗"
        lines.append(f"  {mark} {sentence}")
    lines += ["", say("demo.open")]
    for name, path in files.items():
        kind, _, lang = name.partition("-")
        lines.append(f"  {path}  ({say(f'demo.{kind}')}, {lang})")
    return lines
