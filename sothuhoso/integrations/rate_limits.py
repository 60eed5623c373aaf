"""Counting tries, in this process or, with several workers, in Redis; after the ``limits`` package."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import RedisError


class WindowLimiter:
    """``domain.ports.RateLimiter``. Without Redis, or while it does not answer, every process counts for itself."""

    def __init__(self, redis_url: str = "") -> None:
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = MovingWindowRateLimiter(RedisStorage(redis_url)) if redis_url else self._own

    def take(self, name: str, *who: str, amount: int, seconds: int) -> int:
        try:
            return _take(self._shared, name, who, _item(amount, seconds))
        except RedisError:
            return _take(self._own, name, who, _item(amount, seconds))

    def forget(self, name: str, *who: str, amount: int, seconds: int) -> None:
        self._own.clear(_item(amount, seconds), name, *who)
        try:
            self._shared.clear(_item(amount, seconds), name, *who)
        except RedisError:
            return  # the count runs out by itself


def _item(amount: int, seconds: int) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(amount, seconds, namespace="sothuhoso")


def _take(limiter: MovingWindowRateLimiter, name: str, who: tuple[str, ...], item: RateLimitItemPerSecond) -> int:
    if limiter.hit(item, name, *who):
        return 0
    reset = limiter.get_window_stats(item, name, *who).reset_time
    return max(1, math.ceil(reset - time.time()))
