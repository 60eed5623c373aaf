"""Processor time and memory of a tree of processes, and what else the machine did meanwhile; read from ``/proc``."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_IMAGING = "sothuhoso.imaging.worker"


@dataclass(frozen=True)
class Process:
    """One process at one moment: ``seconds`` of processor time, resident ``bytes``."""

    parent: int
    name: str
    seconds: float
    bytes: int


def processes() -> dict[int, Process]:
    """Everything that runs, by its number."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
        except OSError:
            continue  # it ended meanwhile
        seconds = (int(fields[11]) + int(fields[12])) / _TICKS
        found[int(folder.name)] = Process(int(fields[1]), words, seconds, int(fields[21]) * _PAGE)
    return found


def tree(all_of_them: dict[int, Process], root: int) -> set[int]:
    """A process and all it started."""
    members = {root}
    while more := {pid for pid, one in all_of_them.items() if one.parent in members} - members:
        members |= more
    return members


@dataclass
class Usage:
    """Between ``begin`` and ``end``: shares of one core, by who used it. ``root`` 0: the server is not known."""

    root: int = 0
    before: dict[int, Process] = field(default_factory=dict)
    after: dict[int, Process] = field(default_factory=dict)
    at: float = 0.0
    took: float = 0.0

    def begin(self) -> None:
        """Take the first look."""
        self.before, self.at = processes(), time.monotonic()

    def end(self) -> None:
        """Take the last look."""
        self.after, self.took = processes(), time.monotonic() - self.at

    def share(self, pids: set[int]) -> float:
        """Percent of one core that these used."""
        used = sum(self.after[p].seconds - (self.before[p].seconds if p in self.before else 0.0) for p in pids)
        return 100 * used / self.took

    @property
    def server(self) -> set[int]:
        return self._members() - self.imaging

    @property
    def imaging(self) -> set[int]:
        return {pid for pid in self._members() if _IMAGING in self.after[pid].name}

    @property
    def others(self) -> list[tuple[float, str]]:
        """What else used more than two percent: neither the server nor this process."""
        rest = set(self.after) - self._members() - {os.getpid()}
        shares = ((self.share({pid}), self.after[pid].name) for pid in rest if self.after[pid].name)
        return sorted((one for one in shares if one[0] > 2), reverse=True)

    def memory(self, pids: set[int]) -> float:
        """Megabytes resident at the end."""
        return sum(self.after[pid].bytes for pid in pids) / 1_000_000

    def _members(self) -> set[int]:
        return tree(self.after, self.root) if self.root else set()
