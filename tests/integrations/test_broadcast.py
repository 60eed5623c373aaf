"""Who listens hears every change once, also those of other workers, and nobody's fault stops the others."""

from __future__ import annotations

import threading

import pytest

from sothuhoso.integrations.broadcast import EVERYTHING, Hub, RedisHub, open_hub
from tests.servers import wait_until


@pytest.fixture
def hub():
    return Hub()


@pytest.fixture
def two_workers(redis_server):
    hubs = RedisHub(redis_server.url), RedisHub(redis_server.url)
    for one in hubs:
        assert one.listening.wait(5)
    yield hubs
    for one in hubs:
        one.close()


def test_everyone_hears_until_they_end_it(hub):
    mai, pa = [], []
    end = hub.subscribe(mai.append)
    hub.subscribe(pa.append)
    hub.publish("unit:05725", "dossier:1")
    end()
    end()
    hub.publish("unit:05716")
    assert mai == [("unit:05725", "dossier:1")]
    assert pa == [("unit:05725", "dossier:1"), ("unit:05716",)]


def test_a_failing_listener_harms_nobody(hub):
    heard = []

    def fail(_topics) -> None:
        raise RuntimeError("a closed screen")

    hub.subscribe(fail)
    hub.subscribe(heard.append)
    hub.publish("unit:05725")
    assert heard == [("unit:05725",)]


def test_a_listener_may_leave_and_join_while_hearing(hub):
    heard = []

    def once(topics) -> None:
        end()
        heard.append(topics)
        hub.subscribe(heard.append)

    end = hub.subscribe(once)
    hub.publish("a")
    hub.publish("b")
    assert heard == [("a",), ("b",)]


def test_publishing_from_many_threads_loses_nothing(hub):
    heard = []
    hub.subscribe(heard.append)
    threads = [threading.Thread(target=hub.publish, args=(f"dossier:{n}",)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == sorted((f"dossier:{n}",) for n in range(40))


def test_a_closed_hub_is_silent(hub):
    heard = []
    hub.subscribe(heard.append)
    hub.close()
    hub.publish("a")
    assert heard == []


def test_the_settings_choose_the_hub(redis_server):
    assert type(open_hub("")) is Hub
    made = open_hub(redis_server.url)
    assert isinstance(made, RedisHub)
    made.close()


def test_the_other_worker_hears_and_oneself_only_once(two_workers):
    here, there = two_workers
    own, others = [], []
    here.subscribe(own.append)
    there.subscribe(others.append)
    here.publish("unit:05725", "dossier:1")
    here.publish("draft:2")
    wait_until(lambda: len(others) == 2)
    assert others == [("unit:05725", "dossier:1"), ("draft:2",)]
    assert own == others


def test_foreign_messages_on_the_channel_are_passed_over(two_workers):
    here, there = two_workers
    heard = []
    there.subscribe(heard.append)
    for nonsense in ("not json", "[]", '{"from": "x"}', '{"from": "x", "topics": 5}'):
        here._client.publish("sothuhoso:changes", nonsense)
    here.publish("unit:05725")
    wait_until(lambda: heard)
    assert heard == [("unit:05725",)]


def test_while_redis_is_away_this_worker_goes_on_and_afterwards_all_look_again(two_workers, redis_server):
    here, there = two_workers
    own, others = [], []
    here.subscribe(own.append)
    there.subscribe(others.append)
    redis_server.stop()
    wait_until(lambda: not there.listening.is_set())
    here.publish("unit:05725")
    assert own == [("unit:05725",)]
    assert others == []
    redis_server.start()
    wait_until(lambda: others == [(EVERYTHING,)])
    assert here.listening.wait(5)
    there.publish("unit:05716")
    wait_until(lambda: ("unit:05716",) in own)
