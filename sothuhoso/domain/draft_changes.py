"""What one side of a shared draft changed since it last looked: taken change by change, what cannot be is named.

A line may have been dead meanwhile, so each change says which value it was made over (``since``, the moment of that
value). Where the other side has written since, the row's value stays and the change is refused: nothing is overwritten
unseen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sothuhoso.domain import shared_draft
from sothuhoso.domain.errors import Conflict, DomainError
from sothuhoso.domain.shared_draft import MAX_COMPONENTS, MAX_FIELDS, MAX_PAGES, SharedDraft, Side
from sothuhoso.domain.untrusted import Untrusted

_SHOWN = 120

Step = Callable[[SharedDraft, Untrusted, Side, datetime], SharedDraft]


@dataclass(frozen=True, slots=True)
class RefusedChange:
    """A change that was not taken: which field (or ``components.<key>.pages``) and the error's key."""

    path: str
    key: str


def apply(
    draft: SharedDraft, raw: object, *, side: Side, now: datetime
) -> tuple[SharedDraft, tuple[RefusedChange, ...]]:
    """The draft with the changes that could be taken, and those that could not.

    ``raw``: ``{"fields": [{"path", "value", "origin", "since", "hold"}], "pages": [{"component", "put": [page],
    "remove": [id], "order": [id]}]}``; ``hold`` keeps the field claimed, for whoever is still typing in it. Raises
    ``Invalid('submission.not_readable')``, ``TooLarge('submission.too_many')`` for what has another shape altogether.
    """
    changes = Untrusted(raw, "")
    steps: list[tuple[Untrusted, str, Step]] = [
        *((given, "path", _set_field) for given in changes.get("fields").elements(MAX_FIELDS)),
        *((given, "component", _set_pages) for given in changes.get("pages").elements(MAX_COMPONENTS)),
    ]
    refused: list[RefusedChange] = []
    for given, name, step in steps:
        try:
            draft = step(draft, given, side, now)
        except DomainError as error:
            refused.append(RefusedChange(_named(given, name), error.key))
    return draft, tuple(refused)


def _set_field(draft: SharedDraft, given: Untrusted, side: Side, now: datetime) -> SharedDraft:
    path = given.get("path").text()
    kept, value = draft.fields.get(path), given.get("value")
    foreign = kept is not None and kept.by != side and kept.at != given.get("since").value
    if kept is not None and foreign and kept.value != value.text():
        raise Conflict("draft.field_changed")
    after = shared_draft.edit(draft, path, value.value, given.get("origin").value, side=side, now=now)
    return after if given.get("hold").value is True else replace(after, claims=draft.claims)


def _set_pages(draft: SharedDraft, given: Untrusted, _side: Side, _now: datetime) -> SharedDraft:
    """Pages merge by their ids; nobody holds them."""
    component = given.get("component").text()
    for page_id in _ids(given.get("remove")):
        draft = shared_draft.remove_page(draft, component, page_id)
    for page in given.get("put").elements(MAX_PAGES):
        draft = shared_draft.put_page(draft, component, page.value)
    order = _ids(given.get("order"))
    return shared_draft.order_pages(draft, component, order) if order else draft


def _ids(given: Untrusted) -> list[str]:
    return [element.text() for element in given.elements(MAX_PAGES)]


def _named(given: Untrusted, name: str) -> str:
    """The path a refusal names, as far as the change has one."""
    try:
        text = given.get(name).text()[:_SHOWN]
    except DomainError:
        return ""
    return f"components.{text}.pages" if name == "component" else text
