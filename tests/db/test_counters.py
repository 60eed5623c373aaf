"""Numbers without gaps, whoever asks at the same time."""

from __future__ import annotations

import threading

from sqlmodel import Session

from sothuhoso.db.queries.counters import next_value


def test_threads_get_every_number_once(any_database):
    got: list[int] = []

    def take(times: int) -> None:
        for _ in range(times):
            with Session(any_database.writer) as session:
                got.append(next_value(session, "dossier:05725:261123"))
                session.commit()

    threads = [threading.Thread(target=take, args=(15,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == list(range(1, 121))


def test_a_number_of_a_rolled_back_transaction_is_given_again(any_database):
    with Session(any_database.writer) as session:
        assert next_value(session, "a") == 1
    with Session(any_database.writer) as session:
        assert next_value(session, "a") == 1
        assert next_value(session, "a") == 2
        session.commit()
    with Session(any_database.writer) as session:
        assert next_value(session, "a") == 3


def test_counters_do_not_share_numbers(any_database):
    with Session(any_database.writer) as session:
        assert [next_value(session, name) for name in ("a", "b", "a")] == [1, 1, 2]
