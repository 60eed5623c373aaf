"""Who may do what where: one table, read by every service before it acts.

Roles follow NĐ 118/2025 (amended by NĐ 309/2026 Điều 10.3: the desk may be staffed by outreach and postal
helpers who take papers in without the authority to accept them).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sothuhoso.domain.errors import Refused, SignInNeeded

if TYPE_CHECKING:
    from uuid import UUID


class Role(StrEnum):
    """Roles of signed-in people."""

    CLERK = "clerk"  # công chức một cửa
    HEAD = "head"  # phụ trách bộ phận
    OUTREACH = "outreach"  # người hỗ trợ, lưu động: takes in, does not accept
    PROVINCE = "province"  # xem toàn tỉnh
    ADMIN = "admin"  # quản trị: accounts and calendar, no dossiers


class Action(StrEnum):
    """What services do, named as the audit names it."""

    DOSSIER_LIST = "dossier.list"
    DOSSIER_VIEW = "dossier.view"
    DOSSIER_VIEW_ID = "dossier.view_id"  # the whole ID number
    PAGE_VIEW = "page.view"  # a photographed paper
    PAPER_SEARCH = "paper.search"  # look for words on papers: what is found shows some of what stands there
    DOSSIER_COMPARE = "dossier.compare"
    IDENTITY_VERIFY = "identity.verify"  # write down how it was made sure who somebody is
    DOSSIER_RECEIVE = "dossier.receive"
    DOSSIER_SUPPLEMENT = "dossier.supplement"
    DOSSIER_REFUSE = "dossier.refuse"
    FORM_PRINT = "form.print"
    INTAKE_COUNTER = "intake.counter"
    NUMBERS_TAKE = "numbers.take"  # numbers for a tablet, given out beforehand
    DRAFT_JOIN = "draft.join"
    CALENDAR_EDIT = "calendar.edit"
    ACCOUNT_MANAGE = "account.manage"
    AUDIT_READ = "audit.read"
    TRIP_MAKE = "trip.make"  # plan, change, cancel and close a trip
    TRIP_GO = "trip.go"  # take it along and send what was done on it
    DEVICE_USE = "device.use"  # have a locked store of one's own on a shared tablet
    DEVICE_MANAGE = "device.manage"  # see the unit's tablets, revoke one, let somebody choose a new PIN
    RECOVERY_OPEN = "recovery.open"  # open what a locked tablet kept for the desk


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. An anonymous actor has no role; ``unit_code`` is ``None`` for provincial roles."""

    account_id: UUID | None = None
    name: str = ""
    role: Role | None = None
    unit_code: str | None = None

    @property
    def signed_in(self) -> bool:
        return self.role is not None


ANONYMOUS = Actor()

#: Whoever runs the command line of the server's own machine: they hold the database and the key anyway.
OPERATOR = Actor(name="operator", role=Role.ADMIN)

_DESK = frozenset({Role.CLERK, Role.HEAD})
_DESK_AND_HELPERS = _DESK | {Role.OUTREACH}

#: action → roles that may do it in their own unit
OWN_UNIT: dict[Action, frozenset[Role]] = {
    Action.DOSSIER_LIST: _DESK_AND_HELPERS,
    Action.DOSSIER_VIEW: _DESK_AND_HELPERS,
    Action.DOSSIER_VIEW_ID: _DESK,
    Action.PAGE_VIEW: _DESK_AND_HELPERS,
    Action.PAPER_SEARCH: _DESK_AND_HELPERS,
    Action.DOSSIER_COMPARE: _DESK,
    Action.IDENTITY_VERIFY: _DESK,
    Action.DOSSIER_RECEIVE: _DESK,
    Action.DOSSIER_SUPPLEMENT: _DESK,
    Action.DOSSIER_REFUSE: _DESK,
    Action.FORM_PRINT: _DESK_AND_HELPERS,
    Action.INTAKE_COUNTER: _DESK_AND_HELPERS,
    Action.NUMBERS_TAKE: _DESK_AND_HELPERS,
    Action.DRAFT_JOIN: _DESK_AND_HELPERS,
    Action.AUDIT_READ: frozenset({Role.HEAD}),
    Action.TRIP_MAKE: frozenset({Role.HEAD, Role.OUTREACH}),
    Action.TRIP_GO: _DESK_AND_HELPERS,
    Action.DEVICE_USE: _DESK_AND_HELPERS,
    Action.DEVICE_MANAGE: frozenset({Role.HEAD}),
    Action.RECOVERY_OPEN: frozenset({Role.HEAD}),
}

#: action → roles that may do it in every unit
EVERYWHERE: dict[Action, frozenset[Role]] = {
    Action.CALENDAR_EDIT: frozenset({Role.ADMIN}),
    Action.ACCOUNT_MANAGE: frozenset({Role.ADMIN}),
    Action.AUDIT_READ: frozenset({Role.ADMIN}),
    Action.DEVICE_MANAGE: frozenset({Role.ADMIN}),
    Action.RECOVERY_OPEN: frozenset({Role.ADMIN}),
    Action.DOSSIER_LIST: frozenset({Role.PROVINCE}),
}


def may(actor: Actor, action: Action, unit_code: str | None = None) -> bool:
    """Whether the actor may do this in that unit."""
    if actor.role is None:
        return False
    if actor.role in EVERYWHERE.get(action, frozenset()):
        return True
    own = actor.unit_code is not None and actor.unit_code == unit_code
    return own and actor.role in OWN_UNIT.get(action, frozenset())


def require(actor: Actor, action: Action, unit_code: str | None = None) -> None:
    """Raise ``SignInNeeded`` for the anonymous and ``Refused`` for the wrong role or unit."""
    if actor.role is None:
        raise SignInNeeded("access.sign_in")
    if not may(actor, action, unit_code):
        raise Refused("access.refused", action=str(action))
