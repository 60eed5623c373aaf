"""How much may still be tried: by what was computed, and by the clock only where the machine is busy with others."""

from __future__ import annotations

import os
import time

_PATIENCE = 3  # times as long by the clock, on a machine that has other things to do


class Effort:
    """``seconds`` of computing from now on, of this thread and of the programs that this process ran and waited for."""

    def __init__(self, seconds: float) -> None:
        self._computed = _computed() + seconds
        self._clock = time.monotonic() + _PATIENCE * seconds

    @property
    def left(self) -> float:
        """Seconds; none or less when it is over."""
        return min(self._computed - _computed(), self._clock - time.monotonic())

    @property
    def by_clock(self) -> float:
        """Seconds that one more program may take, with others at work beside it."""
        return min(_PATIENCE * self.left, self._clock - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether nothing more is to be begun."""
        return self.left <= 0


def _computed() -> float:
    programs = os.times()
    return time.thread_time() + programs.children_user + programs.children_system
