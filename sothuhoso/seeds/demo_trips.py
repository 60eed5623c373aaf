"""The demo's trips: planned by its outreach lead, so that a tablet can be made ready and taken along at once."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sothuhoso.db.queries import trips as rows
from sothuhoso.seeds.demo_entries import FOLDER
from sothuhoso.services import trips
from sothuhoso.services.moments import local_day

if TYPE_CHECKING:
    from sothuhoso.domain.policy import Actor
    from sothuhoso.services.container import Container


def load_trips(c: Container, people: dict[str, Actor]) -> None:
    """Plan what is not planned yet."""
    with (FOLDER / "trips.toml").open("rb") as file:
        entries: list[dict[str, Any]] = tomllib.load(file)["trip"]
    for entry in entries:
        trip_id = trip_of(entry["key"])
        if not _known(c, trip_id):
            trips.make_trip(c, people[entry["lead"]], trip_id, _plan(c, people, entry))


def trip_of(key: str) -> UUID:
    """The id of an entry."""
    return uuid5(NAMESPACE_URL, f"sothuhoso:demo:trip:{key}")


def _known(c: Container, trip_id: UUID) -> bool:
    with c.look() as uow:
        return rows.get(uow.session, trip_id) is not None


def _plan(c: Container, people: dict[str, Actor], entry: dict[str, Any]) -> dict[str, Any]:
    day = local_day(c.clock.now()) + timedelta(days=entry["in_days"])
    return {
        "name": entry["name"],
        "day": day.isoformat(),
        "hamlets": [{"name": name} for name in entry["hamlets"]],
        "members": [str(people[name].account_id) for name in entry["members"]],
        "procedures": entry["procedures"],
    }
