"""Many people at once: some read public pages, some vote. A process of its own.

`python -m benchmarks.visitors PLAN` reads a plan (JSON: port, seconds, views and votes
a second, files with their hashes, token, people, statements) and prints what came of it.

Each request has its moment, whether those before were answered or not, and its time
runs from that moment: a server that falls behind is not spared. Connections stay open.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import itertools
import json
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

READERS, VOTERS = 24, 24
"""Connections: people who read, and devices that send votes."""

PATIENCE = 30.0
"""Seconds after which someone goes away."""

LATE = 4
"""A run that takes so many times as long as it should is given up."""


@dataclass
class Kind:
    """What came of one kind of request: seconds each took, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    ended: float = 0.0

    def told(self, begun: float) -> dict[str, Any]:
        took = sorted(self.seconds)
        lasted = max(self.ended - begun, 1e-9)
        return {
            "n": len(took),
            "rate": len(took) / lasted,
            "p50": at_share(took, 0.50),
            "p99": at_share(took, 0.99),
            "longest": took[-1] if took else None,
            "errors": self.errors[:5],
            "n_errors": len(self.errors),
        }


def at_share(ordered: list[float], share: float) -> float | None:
    """Return the time within which this share was answered."""
    return (
        ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None
    )


class Line:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
        """Return status, headers and body of the answer; OSError where none comes."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(
                "127.0.0.1", self.port
            )
        assert self.reader is not None
        try:
            self.writer.write(request)
            head = await self.reader.readuntil(b"\r\n\r\n")
            first, *lines = head.split(b"\r\n")[:-2]
            headers = dict(line.lower().split(b": ", 1) for line in lines)
            body = await self.reader.readexactly(int(headers[b"content-length"]))
        except (OSError, EOFError):  # an incomplete read is an EOFError
            self.writer.close()
            self.writer = None
            raise ConnectionError("cut off") from None
        if headers.get(b"connection") == b"close":
            self.writer.close()
            self.writer = None
        return int(first.split()[1]), headers, body


@dataclass
class Visitors:
    """Everyone who asks, and what they were answered."""

    plan: dict[str, Any]
    views: Kind = field(default_factory=Kind)
    votes: Kind = field(default_factory=Kind)
    accepted: list[str] = field(default_factory=list)
    unanswered: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = np.random.default_rng(self.plan["seed"])
        self.names = sorted(self.plan["files"])
        self.host = f"Host: localhost:{self.plan['port']}\r\n"

    async def read(self, line: Line) -> str:
        """Ask for a page, and return what is wrong with the answer."""
        name = self._any(self.names)
        request = (
            f"GET /{name} HTTP/1.1\r\n{self.host}Accept-Encoding: gzip\r\n\r\n"
        ).encode()
        status, headers, body = await line.ask(request)
        if status != 200:
            return f"{status} {name}"
        if self.seen.get(name) != body:
            packed = headers.get(b"content-encoding") == b"gzip"
            plain = gzip.decompress(body) if packed else body
            if hashlib.sha256(plain).hexdigest() != self.plan["files"][name]:
                return f"other content: {name}"
            self.seen[name] = body
        return ""

    def vote(self) -> dict[str, Any]:
        """Return a vote of someone on something."""
        return {
            "id": self.chance.bytes(16).hex(),
            "person": self._any(self.plan["people"]),
            "statement": self._any(self.plan["statements"]),
            "vote": self._any((1, 0, -1)),
        }

    def _any(self, several: Sequence[Any]) -> Any:
        return several[int(self.chance.integers(len(several)))]

    async def send(self, line: Line, vote: dict[str, Any] | None = None) -> str:
        """Send one vote, and return what is wrong with the answer."""
        vote = vote or self.vote()
        body = json.dumps({"records": [vote]}).encode()
        request = (
            f"POST /api/v1/import/votes HTTP/1.1\r\n{self.host}"
            f"Authorization: Bearer {self.plan['token']}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body
        try:
            status, _, answer = await line.ask(request)
        except ConnectionError:
            self.unanswered.append(vote)
            raise
        told = json.loads(answer)
        if status != 200 or told["written"] + told["known"] != 1:
            return f"{status} {answer[:200]!r}"
        self.accepted.append(vote["id"])
        self._end_the_server()
        return ""

    def _end_the_server(self) -> None:
        """Kill the server the moment after it acknowledged so many votes."""
        if len(self.accepted) == self.plan.get("kill_after"):
            os.kill(self.plan["server"], signal.SIGKILL)

    async def paced(
        self, ask: Callable[[Line], Awaitable[str]], of: Kind, rate: float, lines: int
    ) -> None:
        """Ask so many times a second, for as long as it is planned."""
        seconds = self.plan["seconds"]
        begun, turns = time.perf_counter(), itertools.count()

        async def one(line: Line) -> None:
            while (turn := next(turns)) < rate * seconds:
                due = begun + turn / rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                if time.perf_counter() - begun > LATE * seconds:
                    of.errors.append("given up: far too late")
                    return
                await self._once(ask, line, of, due)

        await asyncio.gather(*(one(Line(self.plan["port"])) for _ in range(lines)))

    async def _once(
        self, ask: Callable[[Line], Awaitable[str]], line: Line, of: Kind, due: float
    ) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                wrong = await ask(line)
        except (OSError, TimeoutError) as error:
            wrong = f"no answer: {type(error).__name__}"
        of.ended = time.perf_counter()
        if wrong:
            of.errors.append(wrong)
        else:
            of.seconds.append(of.ended - due)

    async def all_at_once(self) -> dict[str, Any]:
        """Let everyone come, and return what came of it."""
        begun = time.perf_counter()
        await asyncio.gather(
            self.paced(self.read, self.views, self.plan["views"], READERS),
            self.paced(self.send, self.votes, self.plan["votes"], VOTERS),
        )
        return {"views": self.views.told(begun), "votes": self.votes.told(begun)}

    async def until_cut_off(self) -> dict[str, Any]:
        """Send votes from everywhere until nobody answers."""

        async def one() -> None:
            line = Line(self.plan["port"])
            try:
                while not await self.send(line):
                    pass
            except OSError:
                return

        await asyncio.gather(*(one() for _ in range(VOTERS)))
        return {}

    async def again(self) -> dict[str, Any]:
        """Send again what had no answer."""
        line = Line(self.plan["port"])
        for vote in self.plan["again"]:
            wrong = await self.send(line, vote)
            assert not wrong, wrong
        return {}


def main(file: Path) -> None:
    """Do as the plan says and print what came of it."""
    plan = json.loads(file.read_text("utf-8"))
    who = Visitors(plan)
    told = asyncio.run(getattr(who, plan["act"])())
    print(json.dumps({**told, "accepted": who.accepted, "unanswered": who.unanswered}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
