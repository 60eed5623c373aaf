"""What the services of shared tablets and their recovery answer; as ``views`` says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RegisteredDevice:
    """A tablet that may be shared from now on. ``token`` goes into the cookie and nowhere else.

    ``key_id`` and ``public_key`` (DER): the unit's recovery key, under which the tablet wraps each store's data key.
    """

    id: str
    label: str
    unit_code: str
    account_id: str
    name: str
    role: str
    key_id: str
    public_key: bytes
    token: str


@dataclass(frozen=True)
class DeviceSelf:
    """What a tablet may learn of itself."""

    id: str
    label: str
    unit_code: str


@dataclass(frozen=True)
class DeviceUserView:
    """Somebody with a locked store on a tablet; ``reset_until``: so long they may choose a new PIN."""

    account_id: str
    name: str
    since: str
    reset_until: str


@dataclass(frozen=True)
class DeviceView:
    """A tablet as the head sees it. ``state``: ``in_use`` | ``revoked`` (not heard of since) | ``wiped`` | ``left``."""

    id: str
    label: str
    unit_code: str
    state: str
    registered_at: str
    last_seen_at: str
    revoked_at: str
    wiped_at: str
    users: list[DeviceUserView]


@dataclass(frozen=True)
class BundleReceipt:
    """What is here of a recovery bundle; ``missing``: SHA-256 of the sealed parts still to come."""

    id: str
    missing: list[str]
    created: bool = False


@dataclass(frozen=True)
class BundleView:
    """A recovery bundle as the head sees it. ``reason``: pin | revoked | asked; ``missing`` parts have not come."""

    id: str
    device_label: str
    name: str
    reason: str
    dossiers: int
    drafts: int
    missing: int
    created_at: str
    opened_at: str


@dataclass(frozen=True)
class RecoveredDossier:
    """What became of one dossier. ``state``: ``whole`` | ``photos_missing`` | ``refused`` (``problem``: the key)."""

    id: str
    state: str
    number: str
    problem: str
    facts: dict[str, str | float | bool | None]


@dataclass(frozen=True)
class OpenedBundle:
    """A bundle that was opened: its dossiers, submitted by the normal door, and the drafts that were not finished.

    ``deeds`` of trips were entered into them, ``deeds_refused`` could not be.
    """

    id: str
    dossiers: list[RecoveredDossier]
    drafts: int
    deeds: int = 0
    deeds_refused: int = 0
