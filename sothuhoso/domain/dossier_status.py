"""The life of a dossier: the ten statuses of the national portal (Cổng DVCQG) and the steps between them.

The history is append-only; the current status is the fold of it. Each status also says what the desk may do.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

from sothuhoso.domain.errors import Conflict
from sothuhoso.domain.policy import Action

if TYPE_CHECKING:
    from collections.abc import Iterable


class Status(IntEnum):
    """Codes and order as the national portal numbers them; the words are ``status.<code>`` in the word list."""

    NEW = 1  # mới đăng ký
    RECEIVED = 2  # được tiếp nhận
    REFUSED = 3  # không được tiếp nhận
    PROCESSING = 4  # đang xử lý
    SUPPLEMENT = 5  # yêu cầu bổ sung giấy tờ
    PAYMENT = 6  # yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWN = 7  # công dân yêu cầu rút hồ sơ
    STOPPED = 8  # dừng xử lý
    DONE = 9  # đã xử lý xong
    RETURNED = 10  # đã trả kết quả


class StatusEvent(Protocol):
    """One entry of the history, as kept by the database or made in a test."""

    @property
    def from_status(self) -> int | None: ...

    @property
    def to_status(self) -> int: ...


#: status → statuses it may go to; 8 → 4 is reopening
EDGES: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset({Status.RECEIVED, Status.REFUSED, Status.SUPPLEMENT, Status.WITHDRAWN}),
    Status.RECEIVED: frozenset({Status.PROCESSING, Status.SUPPLEMENT, Status.WITHDRAWN, Status.STOPPED}),
    Status.REFUSED: frozenset(),
    Status.PROCESSING: frozenset(
        {Status.SUPPLEMENT, Status.PAYMENT, Status.WITHDRAWN, Status.STOPPED, Status.DONE},
    ),
    Status.SUPPLEMENT: frozenset({Status.RECEIVED, Status.PROCESSING, Status.WITHDRAWN, Status.STOPPED}),
    Status.PAYMENT: frozenset({Status.PROCESSING, Status.STOPPED}),
    Status.WITHDRAWN: frozenset(),
    Status.STOPPED: frozenset({Status.PROCESSING}),
    Status.DONE: frozenset({Status.RETURNED}),
    Status.RETURNED: frozenset(),
}

#: nothing more is to be done by the desk
CLOSED = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.RETURNED})

_LOOK = frozenset({Action.DOSSIER_VIEW, Action.DOSSIER_VIEW_ID, Action.PAGE_VIEW})
_LOOK_AND_PRINT = _LOOK | {Action.FORM_PRINT}
_CHECK = frozenset({Action.DOSSIER_COMPARE, Action.IDENTITY_VERIFY})

#: status → what the desk may do with the dossier (who may is ``policy``'s matter). A supplement before acceptance
#: is 1 → 5; after it the clock pauses.
ACTIONS: dict[Status, frozenset[Action]] = {
    Status.NEW: _LOOK | _CHECK | {Action.DOSSIER_RECEIVE, Action.DOSSIER_SUPPLEMENT, Action.DOSSIER_REFUSE},
    Status.RECEIVED: _LOOK_AND_PRINT | _CHECK | {Action.DOSSIER_SUPPLEMENT},
    Status.REFUSED: _LOOK_AND_PRINT,
    Status.PROCESSING: _LOOK_AND_PRINT | _CHECK | {Action.DOSSIER_SUPPLEMENT},
    Status.SUPPLEMENT: _LOOK_AND_PRINT | _CHECK | {Action.DOSSIER_RECEIVE},
    Status.PAYMENT: _LOOK_AND_PRINT,
    Status.WITHDRAWN: _LOOK_AND_PRINT,
    Status.STOPPED: _LOOK_AND_PRINT,
    Status.DONE: _LOOK_AND_PRINT,
    Status.RETURNED: _LOOK_AND_PRINT,
}


def move(from_: Status, to: Status) -> Status:
    """``to``, when the step is allowed. Raises ``Conflict('dossier.status_not_allowed')``."""
    if to not in EDGES[from_]:
        raise Conflict("dossier.status_not_allowed", from_=int(from_), to=int(to))
    return to


def fold(events: Iterable[StatusEvent]) -> Status:
    """The current status from the whole history in order.

    The first event is ``None → NEW``; later ones follow ``EDGES`` or stay where they are (a note).
    Raises ``Conflict('dossier.history_broken')`` for a history that cannot have happened.
    """
    current: Status | None = None
    for event in events:
        current = _step(current, event)
    if current is None:
        raise Conflict("dossier.history_broken")
    return current


def _step(current: Status | None, event: StatusEvent) -> Status:
    if event.from_status != current or event.to_status not in EDGES:
        raise Conflict("dossier.history_broken")
    to = Status(event.to_status)
    allowed = to is Status.NEW if current is None else to is current or to in EDGES[current]
    if not allowed:
        raise Conflict("dossier.history_broken")
    return to
