"""The rules of a draft that a phone and a tablet fill in together, as pure functions over a frozen value.

Last-writer-wins on a whole field loses keystrokes when two type at once, so a field is held by one side at a time: an
edit claims it for a few seconds, and the other side's edit is refused meanwhile.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from sothuhoso.domain.errors import Conflict, Invalid, TooLarge
from sothuhoso.domain.people import PERSON_FIELDS, Origin, Slot
from sothuhoso.domain.untrusted import SHA256_TEXT, UUID_TEXT, Untrusted

CLAIM_SECONDS = 8
MAX_FIELDS, MAX_COMPONENTS, MAX_PAGES = 300, 20, 80
_KEY = r"[a-z0-9_]{1,60}"
_PATH = re.compile(
    rf"persons\.({'|'.join(Slot)})\.({'|'.join(PERSON_FIELDS)})"
    rf"|answers\.{_KEY}|components\.{_KEY}\.(state|number|reason)|submitter|notice\.version|laid\.[0-9a-f]{{64}}"
)
_PROCEDURE = re.compile(r"[0-9.]{1,20}")
_LANG = re.compile(r"[a-z]{2}")
_MEDIA = re.compile(r"image/[a-z0-9.+-]{1,40}|application/pdf")


class Side(StrEnum):
    """Who edits."""

    CITIZEN = "citizen"
    CLERK = "clerk"


@dataclass(frozen=True, slots=True)
class Value:
    """One field: text, where it came from (``qr`` | ``typed``), when (ISO) and by which side."""

    value: str
    origin: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Page:
    """A photographed page, announced before or after its bytes arrive."""

    id: str
    sha256: str
    bytes: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The field a side holds, until when (aware UTC)."""

    path: str
    until: datetime


@dataclass(frozen=True, slots=True)
class SharedDraft:
    """The draft's content: which procedure, the fields by path, the pages by component, who holds what."""

    procedure: str
    procedure_version: int
    captured_at: str
    lang: str = "vi"
    fields: Mapping[str, Value] = field(default_factory=dict[str, Value])
    pages: Mapping[str, tuple[Page, ...]] = field(default_factory=dict[str, tuple[Page, ...]])
    claims: Mapping[str, Claim] = field(default_factory=dict[str, Claim])

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, claims included."""
        return {
            "procedure": self.procedure,
            "procedure_version": self.procedure_version,
            "captured_at": self.captured_at,
            "lang": self.lang,
            "fields": {path: asdict(value) for path, value in self.fields.items()},
            "pages": {key: [asdict(page) for page in pages] for key, pages in self.pages.items()},
            "claims": {s: {"path": c.path, "until": c.until.isoformat()} for s, c in self.claims.items()},
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """Inverse of ``to_json``, for content of our own."""
        return cls(
            procedure=raw["procedure"],
            procedure_version=raw["procedure_version"],
            captured_at=raw["captured_at"],
            lang=raw["lang"],
            fields={path: Value(**value) for path, value in raw["fields"].items()},
            pages={key: tuple(Page(**page) for page in pages) for key, pages in raw["pages"].items()},
            claims={s: Claim(c["path"], datetime.fromisoformat(c["until"])) for s, c in raw["claims"].items()},
        )


def begin(raw: object, now: datetime) -> SharedDraft:
    """The draft a phone wants to share; every part is checked.

    ``raw``: ``{"procedure", "procedure_version", "captured_at", "lang", "fields": {path: {"value", "origin"}},
    "pages": {component: [{"id", "sha256", "bytes", "media_type"}]}}``. Raises ``Invalid('submission.not_readable')``,
    ``Invalid('draft.path_unknown')``, ``TooLarge('submission.too_many')``.
    """
    root = Untrusted(raw, "")
    draft = SharedDraft(
        procedure=root.get("procedure").matching(_PROCEDURE),
        procedure_version=root.get("procedure_version").whole(1, 9999),
        captured_at=_stamp(root.get("captured_at").moment()),
        lang=root.get("lang").matching(_LANG),
    )
    for path, given in root.get("fields").items(MAX_FIELDS).items():
        value, origin = given.get("value").value, given.get("origin").value
        draft = _with_value(draft, path, value, origin, side=Side.CITIZEN, now=now)
    for key, pages in root.get("pages").items(MAX_COMPONENTS).items():
        for page in pages.elements(MAX_PAGES):
            draft = put_page(draft, key, page.value)
    return draft


def edit(draft: SharedDraft, path: str, value: object, origin: object, *, side: Side, now: datetime) -> SharedDraft:
    """The draft with this field set, held by ``side`` from now on.

    Raises ``Conflict('draft.field_held')`` while the other side holds it, ``Invalid('draft.path_unknown')``,
    ``Invalid('submission.not_readable' | 'submission.text_too_long')``.
    """
    return _with_value(claim(draft, path, side, now), path, value, origin, side=side, now=now)


def claim(draft: SharedDraft, path: str, side: Side, now: datetime) -> SharedDraft:
    """The draft with this field held by ``side``, and only this one; errors as in ``edit``."""
    _check_path(path)
    held = draft.claims.get(_other(side))
    if held is not None and held.path == path and held.until > now:
        raise Conflict("draft.field_held", side=str(_other(side)))
    claims = {**draft.claims, str(side): Claim(path, now + timedelta(seconds=CLAIM_SECONDS))}
    return replace(draft, claims=claims)


def release(draft: SharedDraft, side: Side) -> SharedDraft:
    """The draft with nothing held by ``side``."""
    return replace(draft, claims={s: c for s, c in draft.claims.items() if s != side})


def put_page(draft: SharedDraft, component: str, raw: object) -> SharedDraft:
    """The draft with this page at the end of the component, or in the place of the page with the same id."""
    if not re.fullmatch(_KEY, component):
        raise Invalid("draft.path_unknown")
    page = _page(raw)
    pages = draft.pages.get(component, ())
    if any(p.id == page.id for p in pages):
        return _with_pages(draft, component, tuple(page if p.id == page.id else p for p in pages))
    if sum(map(len, draft.pages.values())) >= MAX_PAGES:
        raise TooLarge("submission.too_many", field="pages", limit=MAX_PAGES)
    return _with_pages(draft, component, (*pages, page))


def remove_page(draft: SharedDraft, component: str, page_id: str) -> SharedDraft:
    """The draft without this page."""
    return _with_pages(draft, component, tuple(p for p in draft.pages.get(component, ()) if p.id != page_id))


def order_pages(draft: SharedDraft, component: str, page_ids: list[str]) -> SharedDraft:
    """The draft with the pages of a component in this order; pages not named keep theirs, at the end."""
    place = {page_id: n for n, page_id in enumerate(page_ids)}
    pages = sorted(draft.pages.get(component, ()), key=lambda p: place.get(p.id, len(place)))
    return _with_pages(draft, component, tuple(pages))


def manifest_of(draft: SharedDraft, *, unit: str, secret: str, channel: str) -> dict[str, Any]:
    """The manifest (format 3) that sends this draft; whether it is complete is for ``submission.validate`` to say."""
    submitter_too = draft.fields.get("submitter", Value("same", "typed", "", "")).value == "other"
    notice = draft.fields.get("notice.version", Value("", "typed", "", ""))
    return {
        "format": 3,
        "procedure": draft.procedure,
        "procedure_version": draft.procedure_version,
        "unit": unit,
        "channel": channel,
        "secret": secret,
        "captured_at": draft.captured_at,
        "lang": draft.lang,
        "answers": {p.partition(".")[2]: v.value == "true" for p, v in _under(draft, "answers.")},
        "persons": {
            "owner": _person(draft, "owner") or {},
            "submitter": _person(draft, "submitter") if submitter_too else None,
            "subject": _person(draft, "subject"),
        },
        "components": [_component(draft, key) for key in _component_keys(draft)],
        "notice": {"version": notice.value, "at": notice.at},
        "number": "",
        "signature": None,
        "unsigned": None,
    }


def _with_value(
    draft: SharedDraft, path: str, value: object, origin: object, *, side: Side, now: datetime
) -> SharedDraft:
    _check_path(path)
    if path not in draft.fields and len(draft.fields) >= MAX_FIELDS:
        raise TooLarge("submission.too_many", field="fields", limit=MAX_FIELDS)
    text, source = Untrusted(value, path).text(), Untrusted(origin, path).one_of(Origin)
    return replace(draft, fields={**draft.fields, path: Value(text, str(source), _stamp(now), str(side))})


def _with_pages(draft: SharedDraft, component: str, pages: tuple[Page, ...]) -> SharedDraft:
    return replace(draft, pages={**draft.pages, component: pages})


def _person(draft: SharedDraft, slot: str) -> dict[str, Any] | None:
    given = {p.rpartition(".")[2]: v for p, v in _under(draft, f"persons.{slot}.") if v.value}
    return {key: {"value": v.value, "origin": v.origin} for key, v in given.items()} or None


def _component_keys(draft: SharedDraft) -> list[str]:
    named = [path.split(".")[1] for path, _ in _under(draft, "components.")]
    return list(dict.fromkeys([*named, *(key for key, pages in draft.pages.items() if pages)]))


def _component(draft: SharedDraft, key: str) -> dict[str, Any]:
    def given(what: str) -> str:
        value = draft.fields.get(f"components.{key}.{what}")
        return value.value if value else ""

    pages = draft.pages.get(key, ())
    state = "photographed" if pages else given("state") or "none"
    return {
        "key": key,
        "state": state,
        "number": given("number"),
        "reason": given("reason"),
        "pages": [{**asdict(page), "laid": _laid(draft, page), "doubts": None} for page in pages],
    }


def _laid(draft: SharedDraft, page: Page) -> object:
    """How somebody said a page lies; what cannot be read stays for ``submission.parse_manifest`` to name."""
    said = draft.fields.get(f"laid.{page.sha256}")
    if said is None or not said.value:
        return None
    try:
        return json.loads(said.value)
    except ValueError:
        return said.value


def _under(draft: SharedDraft, prefix: str) -> list[tuple[str, Value]]:
    return [(path, value) for path, value in draft.fields.items() if path.startswith(prefix)]


def _other(side: Side) -> Side:
    return Side.CLERK if side is Side.CITIZEN else Side.CITIZEN


def _check_path(path: object) -> None:
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise Invalid("draft.path_unknown")


def _page(raw: object) -> Page:
    data = Untrusted(raw, "pages")
    return Page(
        id=data.get("id").matching(UUID_TEXT),
        sha256=data.get("sha256").matching(SHA256_TEXT),
        bytes=data.get("bytes").whole(1, 1 << 30),
        media_type=data.get("media_type").matching(_MEDIA),
    )


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
