"""What leaves the services about trips: frozen values of plain types, as in ``services.views``.

Times are ISO 8601 text in UTC, days ISO days, ``""`` where there is none. ID numbers are masked.
"""

from __future__ import annotations

from dataclasses import dataclass

from sothuhoso.services.views import Named


@dataclass(frozen=True)
class TripHamlet:
    """A hamlet of the plan."""

    id: str
    name: str


@dataclass(frozen=True)
class TripPerson:
    """Somebody who goes, or could go."""

    id: str
    name: str
    role: str


@dataclass(frozen=True)
class TripProcedure:
    """A procedure that is offered on the trip; both names are the code where it left the catalogue."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class TripView:
    """A trip. ``status``: planned | under_way | closed | cancelled. ``entries`` is how many deeds have arrived.

    ``may_change``: whether the one who asks may change, cancel and close it. ``remarks`` and ``next_visit`` are the
    lead's, given when closing.
    """

    id: str
    unit_code: str
    unit_name: str
    name: str
    day: str
    status: str
    version: int
    lead_id: str
    lead_name: str
    hamlets: list[TripHamlet]
    members: list[TripPerson]
    procedures: list[TripProcedure]
    may_change: bool
    entries: int
    next_visit: str = ""
    remarks: str = ""
    created: bool = False


@dataclass(frozen=True)
class TripList:
    """The trips of the one who asks, and who that is. ``people`` are those who can be taken along, for a planner."""

    me: TripPerson
    username: str
    may_make: bool
    unit_code: str
    unit_name: str
    trips: list[TripView]
    people: list[TripPerson]


@dataclass(frozen=True)
class PackedDossier:
    """A dossier of somebody who lives where the trip goes. ``hamlet`` is ``""`` where the lead took it along by hand.

    ``due`` says that its result may be handed over on the trip's day; ``left`` that the lead leaves it at home (only
    the lead is told of those).
    """

    id: str
    number: str
    hamlet: str
    owner_name: str
    owner_id: str
    address: str
    procedure_code: str
    procedure_name: str
    procedure_name_en: str
    status: int
    submitted_at: str
    due_at: str
    due: bool
    missing: list[Named]
    left: bool = False


@dataclass(frozen=True)
class TripPack:
    """What a tablet takes along, and for whom.

    ``series`` is the letter before its queue numbers, ``catalogue`` the hash of the catalogue it must have. ``back``:
    hamlet → the day on which the next trip goes there, where one is planned.
    """

    trip: TripView
    username: str
    series: str
    made_at: str
    catalogue: str
    dossiers: list[PackedDossier]
    back: dict[str, str]


@dataclass(frozen=True)
class TakenEntry:
    """The answer to an entry: it is durably here. ``created`` only in the answer to the first of its kind."""

    id: str
    received_at: str
    created: bool = False


@dataclass(frozen=True)
class EntryProgress:
    """One deed as it stands. ``state``: announced (its dossier is still on a tablet) | arriving | whole.

    ``person`` and ``number`` are ``""`` until they are known here. ``signed``: a signature can be looked at;
    else ``how`` says (paper | fingerprint, with its ``witness``) what stands in its place.
    """

    id: str
    ticket: str
    hamlet: str
    kind: str
    state: str
    person: str
    procedure: str
    procedure_en: str
    number: str
    text: str
    reason: str
    papers: list[Named]
    comes_again: bool
    signer: str
    signed: bool
    how: str
    witness: str
    made_at: str
    received_at: str


@dataclass(frozen=True)
class TabletProgress:
    """A tablet: when it took the trip along, when it was last heard, how much it said was still waiting on it."""

    id: str
    series: str
    name: str
    packed_at: str
    seen_at: str
    waiting: int


@dataclass(frozen=True)
class ProcedureTally:
    """How many dossiers of a procedure were put together."""

    code: str
    name: str
    name_en: str
    count: int


@dataclass(frozen=True)
class TripProgress:
    """What has arrived of a trip and what has not, as far as the server knows.

    Of the dossiers ``whole`` are at the desk and ``on_the_way`` are not all here; ``waiting`` is what the tablets said
    they still hold.
    """

    trip: TripView
    people: int
    served: int
    turned_away: int
    dossiers: int
    handovers: int
    notes: int
    whole: int
    on_the_way: int
    waiting: int
    entries: list[EntryProgress]
    tablets: list[TabletProgress]
    by_procedure: list[ProcedureTally]
