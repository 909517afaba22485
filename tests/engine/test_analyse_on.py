"""Does `analyse --on` tell the same, and say what is wrong?"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests import invented
from tests.engine.clusters import running
from tests.understand.polis.test_streamed import assert_same

from vestibule import rehearsal
from vestibule.api import analysis
from vestibule.cli.command import vestibule
from vestibule.dossier import packages
from vestibule.understand import polis
from vestibule.understand.polis import streamed


@pytest.fixture(scope="module")
def small() -> rehearsal.Rehearsal:
    return invented.country(1, "small")


def test_the_book_of_a_conversation_gives_the_same_groups(
    small: rehearsal.Rehearsal,
) -> None:
    talk = polis.of_dossier(small.dossier)

    found = streamed.analyse(
        talk.book(size=500), moderated_out=talk.moderated_out, meta=talk.meta
    )

    assert_same(found, analysis.analyse(small.dossier).opinions)


@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_cluster_tells_the_same(small: rehearsal.Rehearsal) -> None:
    pytest.importorskip("distributed", reason="needs vestibule[cluster]")

    with running(workers=1) as address:
        there = analysis.analyse(small.dossier, on=address).opinions

    assert there is not None
    assert_same(there, analysis.analyse(small.dossier).opinions)


def test_a_place_that_is_none_is_told_in_a_sentence(
    small: rehearsal.Rehearsal, tmp_path: Path
) -> None:
    packages.write(small.dossier, tmp_path / "dossier")

    said = [str(tmp_path / "dossier"), "--on", "nowhere", "--lang"]
    english, french = (
        CliRunner().invoke(vestibule, ["analyse", *said, lang]) for lang in ("en", "fr")
    )

    assert english.exit_code == french.exit_code == 3
    assert "“nowhere” is no place to run" in english.output
    assert "n’est pas un endroit où compter" in french.output
