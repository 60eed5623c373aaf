"""The sealed content of a shared draft: what both sides see, and the sender's secret, which neither screen shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from sothuhoso.db.queries import shared_drafts
from sothuhoso.db.tables import SharedDraftRow
from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.policy import Actor
from sothuhoso.domain.shared_draft import SharedDraft
from sothuhoso.services import capability
from sothuhoso.services.container import Container


def seal(c: Container, draft_id: UUID, draft: SharedDraft, secret: str) -> bytes:
    """Content and secret as kept in the row."""
    plain = json.dumps({"draft": draft.to_json(), "secret": secret}, ensure_ascii=False)
    return c.vault.seal(plain.encode(), f"draft:{draft_id}")


def unseal(c: Container, row: SharedDraftRow) -> tuple[SharedDraft, str]:
    """Content and secret out of the row."""
    kept = json.loads(c.vault.open(row.content_enc, f"draft:{row.id}"))
    return SharedDraft.from_json(kept["draft"]), kept["secret"]


def with_secret_of(c: Container, actor: Actor, draft_id: UUID, raw: object) -> dict[str, Any]:
    """A manifest that the joined clerk sends, completed with the secret that only the draft knows.

    Raises ``Invalid('submission.not_readable')`` for another unit than the one the draft was shared with.
    """
    with c.look() as uow:
        row = capability.require_joined(shared_drafts.get(uow.session, draft_id), actor)
        _, secret = unseal(c, row)
    given: Mapping[str, Any] = cast("Mapping[str, Any]", raw) if isinstance(raw, dict) else {}
    if given.get("unit") != row.unit_code:
        raise Invalid("submission.not_readable", field="unit")
    return {**given, "secret": secret}
