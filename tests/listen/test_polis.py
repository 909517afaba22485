"""A Polis export comes in vote by vote, with the signs of the export."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.listen import field
from tests.listen.test_wrong_input import COMMENTS, VOTES, export

from vestibule import errors
from vestibule.dossier import hashing
from vestibule.dossier.records import Dossier
from vestibule.listen import arrivals, polis


def brought(folder: Path) -> Dossier:
    process = polis.process_from_summary(folder)
    incoming = polis.read(folder, process_key=process.key)
    return arrivals.bring_in(Dossier(process=process, tables={}), incoming)


def test_a_conversation_makes_its_own_process(tmp_path: Path) -> None:
    folder = tmp_path / "Wells.2024 été"
    folder.mkdir()
    export(
        folder,
        summary='topic,Water "here" \\ there\nurl,https://example.org/abc/\n'
        'conversation-description,"What\nhelps?"\n',
    )

    process = polis.process_from_summary(folder)

    assert process.key == "wells-2024-ete"
    assert process.titles == {"und": 'Water "here" \\ there'}
    assert process.question == {"und": "What helps?"}
    assert process.comparisons == ()
    assert polis.process_from_summary(folder, key="k", lang="fr").titles.keys() == {
        "fr"
    }


def test_a_conversation_without_a_description_asks_its_title(tmp_path: Path) -> None:
    export(tmp_path, summary="topic,\nurl,\nconversation-description,\n")

    process = polis.process_from_summary(tmp_path)

    assert process.question == process.titles == {"und": process.key}


def test_every_vote_is_kept_and_its_sign_is_that_of_the_export(tmp_path: Path) -> None:
    votes = VOTES + "1500000000123,0,7,1\n1500000009,0,7,-1\n1500000009,0,9,0\n"
    dossier = brought(export(tmp_path, votes=votes))

    rows = dossier.table("votes").sort("seq")
    assert rows["vote"].to_list() == [1, -1, 0]
    assert rows["at"].to_list() == [
        dt.datetime(2017, 7, 14, 2, 40, 0, 123000, dt.UTC),
        dt.datetime(2017, 7, 14, 2, 40, 9, 0, dt.UTC),
        dt.datetime(2017, 7, 14, 2, 40, 9, 0, dt.UTC),
    ]
    assert sorted(dossier.table("people")["pseudonym"]) == ["p7", "p9"]
    assert rows["person"].n_unique() == 2


def test_one_gathering_online_is_attended_by_each_participant(tmp_path: Path) -> None:
    dossier = brought(
        export(tmp_path, votes=VOTES + "1500000000,0,7,1\n1500000000,0,9,1\n")
    )

    meeting = dossier.table("gatherings").to_dicts()[0]
    assert (meeting["code"], meeting["kind"], meeting["consent"]) == (
        "abc",
        "online",
        3,
    )
    assert dossier.table("attendances")["n"].sum() == 2
    assert set(dossier.table("votes")["gathering"]) == {meeting["id"]}


def test_statements_are_those_written_and_those_voted_on(tmp_path: Path) -> None:
    comments = (
        COMMENTS
        + '1500000000,0,7,1,"We need ""wells"",\nnow"\n1500000000,10,1,-1,Out\n'
        + "1500000000,2,1,,\n"
    )
    votes = VOTES + "1500000000,0,7,1\n1500000000,5,7,1\n"
    dossier = brought(export(tmp_path, comments=comments, votes=votes))

    rows = {row["key"]: row for row in dossier.table("statements").to_dicts()}
    assert set(rows) == {"0", "2", "5", "10"}
    assert rows["0"]["words"] == 'We need "wells",\nnow'
    assert [rows[key]["moderation"] for key in ("0", "2", "5", "10")] == [
        "in",
        "waiting",
        "waiting",
        "out",
    ]
    assert rows["5"]["words"] == rows["2"]["words"] == "(no text)"
    assert rows["0"]["source"] == "participant"
    assert rows["0"]["author"] == dossier.table("people")["id"][0]
    assert (rows["10"]["source"], rows["10"]["author"]) == ("seed", None)


def test_newer_exports_say_which_statements_are_seeds_or_about_people(
    tmp_path: Path,
) -> None:
    comments = (
        "timestamp,comment-id,author-id,moderated,is-seed,is-meta,comment-body\n"
        "1500000000,0,1,1,true,false,a\n1500000000,1,1,1,false,TRUE,b\n"
    )
    dossier = brought(export(tmp_path, comments=comments))

    rows = dossier.table("statements").sort("key")
    assert rows["source"].to_list() == ["seed", "meta"]


MATRIX = "participant,group-id,n-votes,0,1\n7,1,2,1,-1\n8,,0,,\n9,0,1,,0\n"


def test_votes_are_rebuilt_from_the_matrix_where_there_are_no_others(
    tmp_path: Path,
) -> None:
    export(tmp_path)
    (tmp_path / "votes.csv").unlink()
    field.csv(tmp_path, **{"participants-votes": MATRIX})

    dossier = brought(tmp_path)

    assert sorted(dossier.table("votes")["vote"]) == [-1, 0, 1]
    assert dossier.table("votes")["at"].null_count() == 3
    assert dossier.table("people").height == 3


def test_a_wrong_cell_of_the_matrix_is_named(tmp_path: Path) -> None:
    export(tmp_path)
    (tmp_path / "votes.csv").unlink()
    field.csv(
        tmp_path, **{"participants-votes": MATRIX.replace("9,0,1,,0", "9,0,1,,3")}
    )

    found = polis.read(tmp_path, process_key="k").problems

    assert [(p.code, p.line, p.column) for p in found] == [("not-a-vote", 4, "1")]


def test_published_groups_are_an_audit_not_a_record(tmp_path: Path) -> None:
    export(tmp_path)
    assert polis.published_groups(tmp_path).is_empty()
    field.csv(tmp_path, **{"participants-votes": MATRIX})

    groups = polis.published_groups(tmp_path)

    assert groups.rows() == [("p7", 1), ("p8", None), ("p9", 0)]


def test_bringing_it_in_twice_changes_nothing(tmp_path: Path) -> None:
    once = brought(export(tmp_path))
    again = polis.read(tmp_path, process_key=once.process.key)

    twice = arrivals.bring_in(once, again)

    assert hashing.content_hash(twice) == hashing.content_hash(once)


def test_a_newer_export_of_the_same_conversation_is_refused(tmp_path: Path) -> None:
    once = brought(export(tmp_path))
    export(tmp_path, votes=VOTES + "1500000000,0,1,1\n1500000000,0,2,1\n")

    newer = polis.read(tmp_path, process_key=once.process.key)

    assert newer.problems == ()
    with pytest.raises(errors.ProblemsFound) as refused:
        arrivals.bring_in(once, newer)
    assert refused.value.problems[0].code == "conversation-known"


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    found = polis.read(tmp_path / "none", process_key="k").problems

    assert [p.code for p in found] == ["file-missing"]


def test_a_description_keeps_its_words_and_loses_its_markdown(tmp_path: Path) -> None:
    told = '"**Read** [this](https://example.org/a)\n* first\n## then answer"'
    export(tmp_path, summary=f"topic,T\nurl,\nconversation-description,{told}\n")

    process = polis.process_from_summary(tmp_path)

    assert process.question == {"und": "Read this first then answer"}


def test_a_sentence_that_touches_people_waits_for_someone_to_read_it(
    tmp_path: Path,
) -> None:
    told = (
        COMMENTS
        + "1500000000000,0,1,1,My faith matters\n1500000000001,1,1,1,An Ondari well\n1500000000002,2,1,1,A well\n"
    )
    export(tmp_path, comments=told, votes=VOTES + "1500000000000,0,1,1\n")

    def marks(*words: str) -> list[str | None]:
        incoming = polis.read(tmp_path, process_key="k", sensitive_words=words)
        return incoming.tables["statements"].sort("key")["sensitivity"].to_list()

    assert marks() == ["undecided", None, None]
    assert marks("Ondari") == ["undecided", "undecided", None]
