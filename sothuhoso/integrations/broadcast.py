"""Tells the open screens that something changed: within this process, and through Redis between several."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import redis
import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    Listener = Callable[[tuple[str, ...]], None]

log = structlog.get_logger(__name__)

EVERYTHING = "*"
_CHANNEL = "sothuhoso:changes"
_RETRY_SECONDS = 1.0


class Hub:
    """``domain.ports.Broadcaster`` within one process.

    Listeners are called in the publisher's thread and must be quick: hand the topics to a loop or a queue.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[int, Listener] = {}
        self._next = 0

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with the topics of every publication; the answer ends that (calling it twice is fine)."""
        with self._lock:
            self._next += 1
            number = self._next
            self._listeners[number] = listener

        def end() -> None:
            with self._lock:
                self._listeners.pop(number, None)

        return end

    def publish(self, *topics: str) -> None:
        with self._lock:
            listeners = list(self._listeners.values())
        for listener in listeners:
            try:
                listener(topics)
            except Exception:  # the change is committed: one screen's fault must not undo the answer
                log.exception("broadcast.listener_failed")

    def close(self) -> None:
        """Forget all listeners."""
        with self._lock:
            self._listeners.clear()


class RedisHub(Hub):
    """A hub that also tells, and hears, the other processes at the same Redis.

    Redis forgets at once: while the line is down only this process's own changes are heard. When it is back, ``*``
    tells every screen to look again.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._me = uuid4().hex
        self._client = redis.Redis.from_url(url, socket_connect_timeout=2, health_check_interval=15)
        self._stop = threading.Event()
        self.listening = threading.Event()
        """Set while the subscription stands."""
        self._thread = threading.Thread(target=self._listen, name="broadcast", daemon=True)
        self._thread.start()

    def publish(self, *topics: str) -> None:
        super().publish(*topics)
        try:
            self._client.publish(_CHANNEL, json.dumps({"from": self._me, "topics": topics}))
        except redis.RedisError:
            log.warning("broadcast.redis_away")

    def close(self) -> None:
        super().close()
        self._stop.set()
        self._thread.join(timeout=5)
        self._client.close()

    def _listen(self) -> None:
        lost = False
        while not self._stop.is_set():
            try:
                self._hear(lost)
            except (redis.RedisError, OSError):
                lost = True
                self._stop.wait(_RETRY_SECONDS)
            finally:
                self.listening.clear()

    def _hear(self, lost: bool) -> None:
        with self._client.pubsub() as line:
            line.subscribe(_CHANNEL)
            while not self._stop.is_set():
                message = line.get_message(timeout=0.5)
                if message is None:
                    continue
                if message["type"] == "subscribe":
                    self.listening.set()
                    if lost:
                        super().publish(EVERYTHING)
                elif message["type"] == "message":
                    self._deliver(message["data"])

    def _deliver(self, data: Any) -> None:
        try:
            said = json.loads(data)
            sender, topics = said["from"], tuple(str(topic) for topic in said["topics"])
        except (ValueError, KeyError, TypeError):
            return  # somebody else's message on our channel
        if sender != self._me:
            super().publish(*topics)


def open_hub(redis_url: str) -> Hub:
    """The hub the settings ask for."""
    return RedisHub(redis_url) if redis_url else Hub()
