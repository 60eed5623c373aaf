"""So many tries and no more, each for himself; with Redis for all workers together, without it still for each."""

from __future__ import annotations

import threading
import time

import pytest

from sothuhoso.integrations.rate_limits import WindowLimiter


@pytest.fixture(params=["memory", "redis"])
def limiter(request):
    if request.param == "memory":
        return WindowLimiter()
    return WindowLimiter(request.getfixturevalue("redis_server").url)


def take(limiter, *who, amount=3, seconds=60):
    return limiter.take("sign-in", *who, amount=amount, seconds=seconds)


def test_the_window_fills_and_says_how_long_to_wait(limiter):
    assert [take(limiter, "mai") for _ in range(3)] == [0, 0, 0]
    assert 50 <= take(limiter, "mai") <= 61


def test_everybody_has_a_window_of_their_own(limiter):
    for _ in range(4):
        take(limiter, "mai", "10.0.0.1")
    assert take(limiter, "mai", "10.0.0.1") > 0
    assert take(limiter, "mai", "10.0.0.2") == 0
    assert take(limiter, "pa", "10.0.0.1") == 0
    assert limiter.take("card", "mai", "10.0.0.1", amount=3, seconds=60) == 0


def test_the_window_opens_again(limiter):
    assert take(limiter, "mai", amount=1, seconds=1) == 0
    assert take(limiter, "mai", amount=1, seconds=1) == 1
    time.sleep(1.1)
    assert take(limiter, "mai", amount=1, seconds=1) == 0


def test_forgetting_empties_the_window(limiter):
    for _ in range(4):
        take(limiter, "mai")
    limiter.forget("sign-in", "mai", amount=3, seconds=60)
    assert take(limiter, "mai") == 0


def test_tries_at_the_same_moment_are_all_counted():
    limiter, passed = WindowLimiter(), []

    def once() -> None:
        if take(limiter, "mai", amount=5) == 0:
            passed.append(1)

    threads = [threading.Thread(target=once) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 5


def test_workers_at_one_redis_count_together(redis_server):
    one, two = WindowLimiter(redis_server.url), WindowLimiter(redis_server.url)
    assert [take(one, "mai"), take(two, "mai"), take(one, "mai")] == [0, 0, 0]
    assert take(two, "mai") > 0


def test_without_redis_each_worker_still_counts(redis_server):
    limiter = WindowLimiter(redis_server.url)
    take(limiter, "mai")
    redis_server.stop()
    assert [take(limiter, "mai") for _ in range(3)] == [0, 0, 0]
    assert take(limiter, "mai") > 0
    limiter.forget("sign-in", "mai", amount=3, seconds=60)
    assert take(limiter, "mai") == 0
