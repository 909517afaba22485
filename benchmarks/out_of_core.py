"""One step of the benchmark of the engine, in a process of its own; prints JSON.

`make FOLDER PEOPLE` writes invented votes, 30 a person on 300 statements, as
partitions; `analyse FOLDER [ON [kill]]` walks over them, perhaps on a cluster one of whose
workers is killed on the way; `compare FOLDER [ON]` finds the common ground of segments; `update FOLDER` loads them and
takes in 1,000 votes.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.compatible_layer import peak_mb
from vestibule.dossier import partitions, stored
from vestibule.dossier.votebook import CODED
from vestibule.rehearsal import chance
from vestibule.rehearsal.crowd import (
    ACTIVITY_SPREAD,
    EXPOSURE_SPREAD,
    GROUP_CENTRES,
    GROUP_SHARES,
)
from vestibule.understand import ground
from vestibule.understand.polis import PolisResult, Votes, state, streamed

STATEMENTS = 300
VOTES_EACH = 30
SEED = 1
PEOPLE_PER_PARTITION = 10_000
NEW_VOTES = 1_000
SEGMENTS = 8
UPDATES = 5

CPU_SECONDS = 2.0
"""What a worker has worked before it is killed: it has started and is in the middle."""


def make(folder: Path, people: int) -> dict[str, Any]:
    """Write partitions one by one, in the form of `partitions.write`."""
    folder.mkdir(parents=True)
    n_votes = 0
    for number, part in enumerate(_invented(people)):
        part.frame().write_parquet(folder / f"votes-{number:05d}.parquet")
        n_votes += len(part.vote)
    for name, n in (("people", people), ("statements", STATEMENTS)):
        numbers = pl.int_range(n, eager=True).rename("number").to_frame().lazy()
        ids = numbers.select(pl.col("number").cast(pl.String).str.zfill(32).alias("id"))
        ids.sink_parquet(folder / f"{name}.parquet")
    return {"votes": n_votes}


def _invented(people: int) -> Iterator[partitions.VotePartition]:
    draw = chance.stream(SEED, "statements")
    loads = draw.normal(0, 0.8, (STATEMENTS, 2))
    leans = draw.normal(0.3, 0.9, STATEMENTS)
    exposure = draw.lognormal(0, EXPOSURE_SPREAD, STATEMENTS)
    for start in range(0, people, PEOPLE_PER_PARTITION):
        n = min(PEOPLE_PER_PARTITION, people - start)
        own = chance.stream(SEED, f"people {start}")
        group = own.choice(len(GROUP_SHARES), size=n, p=GROUP_SHARES)
        stand = GROUP_CENTRES[group] + own.normal(0, 0.7, (n, 2))
        counts = chance.activity(n * VOTES_EACH, n, STATEMENTS, ACTIVITY_SPREAD, own)
        order = chance.order_drawn(n, exposure, own)
        person, statement = np.nonzero(order < counts[:, np.newaxis])
        logits = (leans + stand @ loads.T)[person, statement]
        rows = pl.DataFrame(
            {
                "person": (person + start).astype(np.int32),
                "statement": statement.astype(np.int32),
                "vote": chance.answers(logits, own),
            },
            schema=CODED,
        )
        yield from partitions.divided(rows, size=len(rows))


def analyse(folder: Path, on: str | None, *, kill: bool = False) -> dict[str, Any]:
    """Walk over the partitions and tell time, memory and digits."""
    start, began = time.perf_counter(), time.process_time()
    killed: list[int] = []
    if kill:
        threading.Thread(target=_kill_a_worker, args=[killed], daemon=True).start()
    result = streamed.analyse(stored.stored(folder), on=on)
    seconds = time.perf_counter() - start
    worked = time.process_time() - began
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "seconds": seconds,
        "cpu_seconds": worked,
        "peak_mb": peak_mb(),
        "worker_mb": children * 1024 / 1e6,
        "votes": result.n_votes,
        "people": result.n_participants,
        "k": result.k,
        "digits": digits(result),
        "killed": len(killed),
    }


def _kill_a_worker(killed: list[int]) -> None:
    """Wait until both workers have worked for a while; kill one of them."""
    import psutil

    busy: list[Any] = []
    while len(busy) < 2:
        time.sleep(0.1)
        workers = psutil.Process().children(recursive=True)
        busy = [w for w in workers if w.cpu_times().user > CPU_SECONDS]
    busy[0].kill()
    killed.append(busy[0].pid)


def compare(folder: Path, on: str | None) -> dict[str, Any]:
    """Find the common ground of segments: votes counted, posterior, claims."""
    book = stored.stored(folder)
    segment = np.arange(book.n_people, dtype=np.int64) % SEGMENTS
    names = [f"segment {number}" for number in range(SEGMENTS)]
    start, began = time.perf_counter(), time.process_time()
    rows = ground.of_book(book, segment, names, on=on)
    counted = time.perf_counter() - start
    found = ground.of_rows(rows, names)
    return {
        "seconds": time.perf_counter() - start,
        "counting_seconds": counted,
        "cpu_seconds": time.process_time() - began,
        "peak_mb": peak_mb(),
        "votes": int(rows["n"].sum()),
        "people": book.n_people,
        "claims": found.claims.height,
        "digits": told(rows, found.statements, found.segments),
    }


def told(*frames: pl.DataFrame) -> str:
    """Return a hash of every number of some frames."""
    digest = hashlib.sha256()
    for frame in frames:
        digest.update(frame.write_csv().encode())
    return digest.hexdigest()[:16]


def digits(result: PolisResult) -> str:
    """Return a hash of every number of a result."""
    digest = hashlib.sha256()
    arrays = (
        result.projections,
        result.group,
        result.base_cluster,
        result.base_centers,
        result.components.vectors,
    )
    for array in arrays:
        digest.update(np.ascontiguousarray(array).data)
    for frame in (result.statements, result.group_statements, result.representative):
        digest.update(frame.write_csv().encode())
    return digest.hexdigest()[:16]


def update(folder: Path) -> dict[str, Any]:
    """Load, take in votes, and compare with a cold run over all votes."""
    book = stored.stored(folder)
    start = time.perf_counter()
    loaded = state.load(book)
    load_seconds = time.perf_counter() - start
    new = _new_votes(book)
    seconds, worked = [], []
    for _ in range(UPDATES):
        start, began = time.perf_counter(), time.process_time()
        after = loaded.with_votes(new)
        statements = after.statements()
        seconds.append(time.perf_counter() - start)
        worked.append(time.process_time() - began)
    cold = state.load(_cold(book, after)).statements()
    numbers = [n for n, kind in statements.schema.items() if kind.is_numeric()]
    apart = statements.select(numbers) - cold.select(numbers)
    return {
        "load_seconds": load_seconds,
        "seconds": float(np.median(seconds)),
        "cpu_seconds": float(np.median(worked)),
        "peak_mb": peak_mb(),
        "people": book.n_people,
        "apart": max(abs(float(x)) for x in apart.max().row(0) + apart.min().row(0)),
    }


def _new_votes(book: stored.StoredBook) -> Votes:
    draw = chance.stream(SEED, "new votes")
    return Votes(
        person=draw.integers(0, book.n_people, NEW_VOTES).astype(np.int32),
        statement=draw.integers(0, STATEMENTS, NEW_VOTES).astype(np.int32),
        vote=draw.integers(-1, 2, NEW_VOTES).astype(np.int8),
        n_people=book.n_people,
        n_statements=STATEMENTS,
    )


def _cold(book: stored.StoredBook, after: state.State) -> partitions.VoteBook:
    """Return all votes as if they had been there from the start."""
    parts = []
    for start in range(0, book.n_people, PEOPLE_PER_PARTITION):
        people = np.arange(start, min(start + PEOPLE_PER_PARTITION, book.n_people))
        votes = after.votes.votes(people, STATEMENTS)
        parts.append(
            partitions.VotePartition(
                person=votes.person + np.int32(start),
                statement=votes.statement,
                vote=votes.vote,
            )
        )
    return partitions.VoteBook(
        people=pl.Series([""]).new_from_index(0, book.n_people),
        statements=pl.Series([""]).new_from_index(0, STATEMENTS),
        partitions=tuple(parts),
    )


def main(step: str, folder: str, *more: str) -> None:
    """Run one step and print what it took."""
    if step == "make":
        figures = make(Path(folder), int(more[0]))
    elif step == "analyse":
        figures = analyse(Path(folder), more[0] if more else None, kill="kill" in more)
    elif step == "compare":
        figures = compare(Path(folder), more[0] if more else None)
    else:
        figures = update(Path(folder))
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
