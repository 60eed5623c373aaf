"""What a device sends: may it be read, may it be taken, and is it the same as before.

The photos come apart, named by their SHA-256. Nobody is walled off: a paper that someone does not have is ``none``
with a reason, and the clerk sees it. What is refused is silence about a paper that must be handed in, and an owner
without name or number.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sothuhoso.domain.citizen_number import compact, is_id_number
from sothuhoso.domain.dossier_code import read_beforehand
from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.findings import Finding
from sothuhoso.domain.manifest import (
    AS_FOUND,
    FORMATS,
    PDF,
    Channel,
    ComponentState,
    Corners,
    Doubts,
    GivenComponent,
    KeptFor,
    Laid,
    Manifest,
    Notice,
    NotSigned,
    Page,
    Signature,
    Signer,
    Unsigned,
)
from sothuhoso.domain.papers import PaperSize, Verdict
from sothuhoso.domain.people import PERSON_FIELDS, FieldValue, Origin, Person, Sex, Slot
from sothuhoso.domain.procedures import Component, ComponentKind
from sothuhoso.domain.untrusted import KEY_TEXT, PROCEDURE_CODE, SHA256_TEXT, UUID_TEXT, Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sothuhoso.domain.procedures import Procedure

MAX_COMPONENTS = 20
MAX_PAGES_PER_COMPONENT = 30
MAX_PAGES = 80
MAX_ANSWERS = 20
_MAX_NUMBER = 30
MAX_PHOTO_BYTES = 1 << 30  # a bound for the number's sake; the door of the photos has the real limit

_SECRET = re.compile(r"[A-Za-z0-9_-]{22}")
_UNIT = re.compile(r"[0-9]{5}")
_LANG = re.compile(r"[a-z]{2}")
_VERSION = re.compile(r"[0-9A-Za-z.-]{1,20}")
_MEDIA_TYPE = re.compile(r"image/[a-z0-9.+-]{1,40}")
_BROUGHT_TOO = re.compile(rf"image/[a-z0-9.+-]{{1,40}}|{PDF}")
_MAX_REASONS = 12
_OUTSIDE, _LEAST_AREA = 0.3, 0.01  # of the photo: how far out a corner may be, how little of it a page may take
_TURNS = (0, 90, 180, 270)
_CORNERS, _AXES = 4, 2

_SEXES = frozenset({"", *map(str, Sex)})
_STATES = {
    ComponentKind.SUBMIT: frozenset({ComponentState.PHOTOGRAPHED, ComponentState.CLASSIFIED, ComponentState.NONE}),
    # TT 03/2025 Điều 5: what is only shown is not copied
    ComponentKind.SHOW: frozenset({ComponentState.SHOWN, ComponentState.NONE}),
    ComponentKind.NUMBER: frozenset({ComponentState.NUMBER, ComponentState.NONE}),
}


def parse_manifest(raw: object) -> Manifest:
    """Read what ``json.loads`` gave. Texts come out composed and trimmed, moments as UTC.

    Raises ``Invalid('submission.…', field=…)`` and ``TooLarge('submission.too_many', field=…, limit=…)``.
    """
    root = Untrusted(raw, "")
    spoken = _format(root.get("format"))
    persons, components = root.get("persons"), _components(root.get("components"), spoken)
    owner = _person(persons.get("owner"), Slot.OWNER)
    if owner is None:
        raise persons.get("owner").unreadable()
    manifest = Manifest(
        procedure=root.get("procedure").matching(PROCEDURE_CODE),
        procedure_version=root.get("procedure_version").whole(1, 9999),
        unit=root.get("unit").matching(_UNIT),
        channel=root.get("channel").one_of(Channel),
        secret=root.get("secret").matching(_SECRET),
        captured_at=root.get("captured_at").moment(),
        lang=root.get("lang").matching(_LANG),
        answers=_answers(root.get("answers")),
        owner=owner,
        submitter=_person(persons.get("submitter"), Slot.SUBMITTER),
        subject=_person(persons.get("subject"), Slot.SUBJECT),
        components=components,
        notice=_notice(root.get("notice")),
    )
    return manifest if spoken == 1 else _second_format(manifest, root, spoken)


def content_hash(manifest: Manifest) -> str:
    """SHA-256 (hex) of what the dossier says, in canonical JSON: the same for every retry of the same dossier.

    Left out: the secret (a capability, no content); the moments and the language of the screen, which a device may
    set anew when it sends again; the number (a wish that may come with a later try: the server may give another);
    what a device saw of a page, which a younger app sees otherwise; the format, which is how it is said, so that an old
    and a new app that say the same are one. A signature, or why there is none, is content, and so is what a person
    said of a page: where it lies, why it stays.
    """
    content = manifest.to_json()
    for page in (page for component in content["components"] for page in component["pages"]):
        _only_what_was_said(page)
    for volatile in ("secret", "captured_at", "lang"):
        del content[volatile]
    content["notice"] = manifest.notice.version
    content["format"] = 1
    content.pop("number", None)
    if content.get("signature"):
        del content["signature"]["at"]
    for unused in ("signature", "unsigned"):
        if content.get(unused) is None:
            content.pop(unused, None)
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _only_what_was_said(page: dict[str, Any]) -> None:
    """Of a page (JSON), in place: what a person said beyond what goes without saying."""
    laid, doubts = page.pop("laid", None), page.pop("doubts", None)
    if laid is not None and laid != _AS_FOUND_JSON:
        page["laid"] = laid
    if doubts is not None and doubts["kept"] is not None:
        page["kept"] = doubts["kept"]["why"]


_AS_FOUND_JSON = {"paper": str(AS_FOUND.paper), "corners": None, "turn": None, "note": False}


def validate(manifest: Manifest, procedure: Procedure) -> tuple[Finding, ...]:
    """Why the manifest cannot be taken, as findings whose keys are error keys; empty when it can."""
    return (
        *_persons(manifest, procedure),
        *_given(manifest, procedure),
        *_required(manifest, procedure),
        *_kept(manifest),
    )


def require_complete(manifest: Manifest, procedure: Procedure) -> None:
    """Raise ``Invalid`` for the first finding of ``validate``."""
    for finding in validate(manifest, procedure):
        raise Invalid(finding.key, field=finding.field, **finding.facts)


def to_bring(manifest: Manifest, procedure: Procedure) -> tuple[Finding, ...]:
    """What the person said they do not have, for the clerk: a ``to_bring`` per component."""
    known = {component.key: component for component in procedure.components}
    absent = [given for given in manifest.components if given.state is ComponentState.NONE and given.key in known]
    return tuple(Finding("to_bring", given.key, _names(known[given.key])) for given in absent)


def allowed_states(component: Component) -> frozenset[ComponentState]:
    """How a component may be given; a number replaces a paper that a database holds (NĐ 309/2026 Điều 4.2a)."""
    states = _STATES[component.kind]
    return states | {ComponentState.NUMBER} if component.data_source else states


def _format(raw: Untrusted) -> int:
    """1 to 3. Raises ``Invalid('submission.format')``: a page of ours that is younger than this server says so too."""
    value = raw.value
    if not isinstance(value, int) or isinstance(value, bool) or value not in FORMATS:
        raise Invalid("submission.format", field="format")
    return value


def _second_format(manifest: Manifest, root: Untrusted, spoken: int) -> Manifest:
    """What format 2 adds; format 3 adds more to the pages only."""
    signature, unsigned = _signature(root.get("signature")), _unsigned(root.get("unsigned"))
    if signature is not None and unsigned is not None:
        raise root.get("unsigned").unreadable()
    if signature is not None and signature.page.id in {page.id for page in manifest.pages}:
        raise Invalid("submission.given_twice", field="signature")
    number = root.get("number").text(_MAX_NUMBER)
    if number and read_beforehand(number) is None:
        raise root.get("number").unreadable()
    return replace(manifest, format=spoken, number=number, signature=signature, unsigned=unsigned)


def _signature(raw: Untrusted) -> Signature | None:
    if raw.value is None:
        return None
    return Signature(_page(raw.get("page"), 2), raw.get("at").moment(), raw.get("signer").one_of(Signer))


def _unsigned(raw: Untrusted) -> NotSigned | None:
    if raw.value is None:
        return None
    return NotSigned(raw.get("how").one_of(Unsigned), raw.get("reason").text())


def _answers(raw: Untrusted) -> dict[str, bool]:
    answers = raw.items(MAX_ANSWERS)
    return {Untrusted(key, raw.path).matching(KEY_TEXT): answer.flag() for key, answer in answers.items()}


def _person(raw: Untrusted, slot: Slot) -> Person | None:
    if raw.value is None:
        return None
    given = {name: _field(raw.get(name), name) for name in PERSON_FIELDS}
    return Person(slot, {name: value for name, value in given.items() if value.value})


def _field(raw: Untrusted, name: str) -> FieldValue:
    if raw.value is None:
        return FieldValue("")
    text = raw.get("value").text()
    if name in ("id_number", "old_id_number"):
        text = compact(text)
    if name == "sex" and text not in _SEXES:
        raise raw.unreadable()
    return FieldValue(text, raw.get("origin").one_of(Origin))


def _components(raw: Untrusted, spoken: int) -> tuple[GivenComponent, ...]:
    components = tuple(_component(element, spoken) for element in raw.elements(MAX_COMPONENTS))
    pages = [page.id for component in components for page in component.pages]
    if len(pages) > MAX_PAGES:
        raise raw.too_many(MAX_PAGES)
    if len(set(pages)) < len(pages) or len({c.key for c in components}) < len(components):
        raise Invalid("submission.given_twice", field=raw.path)
    return components


def _component(raw: Untrusted, spoken: int) -> GivenComponent:
    state = raw.get("state").one_of(ComponentState)
    if state is ComponentState.CLASSIFIED and spoken < _THIRD:
        raise raw.get("state").unreadable()
    pages = tuple(_page(element, spoken) for element in raw.get("pages").elements(MAX_PAGES_PER_COMPONENT))
    if bool(pages) is not (state is ComponentState.PHOTOGRAPHED):
        raise Invalid("submission.pages_and_state", field=raw.path)
    for place, page in enumerate(pages):
        if page.laid.note and (place + 1 == len(pages) or pages[place + 1].laid.note or pages[place + 1].brought):
            raise Invalid("submission.note_alone", field=raw.path)
    return GivenComponent(
        key=raw.get("key").matching(KEY_TEXT),
        state=state,
        number=raw.get("number").text(),
        reason=raw.get("reason").text(),
        pages=pages,
    )


_THIRD = 3


def _page(raw: Untrusted, spoken: int) -> Page:
    page = Page(
        id=raw.get("id").matching(UUID_TEXT),
        sha256=raw.get("sha256").matching(SHA256_TEXT),
        bytes=raw.get("bytes").whole(1, MAX_PHOTO_BYTES),
        media_type=raw.get("media_type").matching(_MEDIA_TYPE if spoken < _THIRD else _BROUGHT_TOO),
    )
    if spoken < _THIRD:
        return page
    laid, doubts = _laid(raw.get("laid")), _doubts(raw.get("doubts"))
    if page.brought and (laid != AS_FOUND or doubts is not None):
        raise raw.get("laid").unreadable()
    return replace(page, laid=laid, doubts=doubts)


def parse_laid(raw: object) -> Laid:
    """How a page lies, said alone as format 3 says it of each page. Raises as ``parse_manifest``, also ``corners``."""
    return _laid(Untrusted(raw, "laid"))


def _laid(raw: Untrusted) -> Laid:
    if raw.value is None:
        return AS_FOUND
    turn = raw.get("turn")
    return Laid(
        paper=raw.get("paper").one_of(PaperSize),
        corners=_corners(raw.get("corners")),
        turn=None if turn.value is None else _turn(turn),
        note=raw.get("note").flag(),
    )


def _turn(raw: Untrusted) -> int:
    turn = raw.whole(0, 270)
    if turn not in _TURNS:
        raise raw.unreadable()
    return turn


def _corners(raw: Untrusted) -> Corners | None:
    """Four points, clockwise, the figure bulging at each of them. Raises ``Invalid('submission.corners')``."""
    if raw.value is None:
        return None
    corners = tuple(_corner(point) for point in raw.elements(_CORNERS))
    if len(corners) != _CORNERS or not _is_page(corners):
        raise Invalid("submission.corners", field=raw.path)
    return corners


def _corner(raw: Untrusted) -> tuple[float, float]:
    at = [_share(share) for share in raw.elements(_AXES)]
    if len(at) != _AXES:
        raise raw.unreadable()
    return at[0], at[1]


def _share(raw: Untrusted) -> float:
    value = raw.value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise raw.unreadable()
    if not -_OUTSIDE <= value <= 1 + _OUTSIDE:
        raise raw.unreadable()
    return round(float(value), 4)


def _is_page(corners: Corners) -> bool:
    ahead = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(corners, (*corners[1:], corners[0]), strict=True)]
    bends = [a[0] * b[1] - a[1] * b[0] for a, b in zip(ahead, (*ahead[1:], ahead[0]), strict=True)]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, (*corners[1:], corners[0]), strict=True)) / 2
    return min(bends) > 0 and area >= _LEAST_AREA


def _doubts(raw: Untrusted) -> Doubts | None:
    if raw.value is None:
        return None
    kept = raw.get("kept")
    said = kept.value is not None
    return Doubts(
        verdict=raw.get("verdict").one_of(Verdict),
        reasons=tuple(reason.matching(KEY_TEXT) for reason in raw.get("reasons").elements(_MAX_REASONS)),
        kept=kept.get("why").one_of(KeptFor) if said else None,
        kept_at=kept.get("at").moment() if said else None,
    )


def _notice(raw: Untrusted) -> Notice:
    return Notice(raw.get("version").matching(_VERSION), raw.get("at").moment())


def _persons(manifest: Manifest, procedure: Procedure) -> Iterator[Finding]:
    yield from _named(manifest.owner)
    if not manifest.owner.get("id_number"):
        yield Finding("submission.id_number_missing", "owner.id_number")
    for person in (manifest.submitter, manifest.subject):
        if person is not None:
            yield from _named(person)
    for person in manifest.persons:
        if person.get("id_number") and not is_id_number(person.get("id_number")):
            yield Finding("submission.id_number_shape", f"{person.slot}.id_number")
    if procedure.subject is not None and manifest.subject is None:
        yield Finding("submission.subject_missing", "subject")


def _named(person: Person) -> Iterator[Finding]:
    if not person.get("full_name"):
        yield Finding("submission.name_missing", f"{person.slot}.full_name")


def _given(manifest: Manifest, procedure: Procedure) -> Iterator[Finding]:
    known = {component.key: component for component in procedure.components}
    for given in manifest.components:
        component = known.get(given.key)
        if component is None:
            yield Finding("submission.component_unknown", given.key)
        else:
            yield from _as_agreed(given, component)


def _as_agreed(given: GivenComponent, component: Component) -> Iterator[Finding]:
    if given.state not in allowed_states(component):
        yield Finding("submission.state_not_allowed", given.key, _names(component))
    elif given.state is ComponentState.NUMBER and not given.number:
        yield Finding("submission.number_missing", given.key, _names(component))


def _kept(manifest: Manifest) -> Iterator[Finding]:
    """That the original is at hand only a clerk can say."""
    at_hand = any(page.doubts and page.doubts.kept is KeptFor.ORIGINAL for page in manifest.pages)
    if at_hand and manifest.channel is not Channel.COUNTER:
        yield Finding("submission.original_at_hand", "components")


def _required(manifest: Manifest, procedure: Procedure) -> Iterator[Finding]:
    spoken = {given.key for given in manifest.components if given.state is not ComponentState.NONE or given.reason}
    for choice in _choices(procedure.components_for(manifest.answers)):
        must = [c for c in choice if c.required and c.kind is ComponentKind.SUBMIT]
        # what is to be shown is shown at the desk: such an alternative is always open
        settled = any(component.key in spoken or component.kind is ComponentKind.SHOW for component in choice)
        if must and not settled:
            yield Finding("submission.component_missing", must[0].key, _names(must[0]))


def _choices(components: tuple[Component, ...]) -> list[list[Component]]:
    """Components of one group are one choice ("one of these"); others stand alone."""
    choices: dict[str, list[Component]] = {}
    for component in components:
        choices.setdefault(f"group:{component.group}" if component.group else component.key, []).append(component)
    return list(choices.values())


def _names(component: Component) -> dict[str, str | int]:
    return {"name": component.name, "name_en": component.name_en}
