"""What devices say, in every format there has been: the kept messages are read as ever, by both sides' tests."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.errors import DomainError, Invalid, TooLarge
from sothuhoso.domain.manifest import (
    AS_FOUND,
    PDF,
    ComponentState,
    KeptFor,
    Laid,
    Manifest,
    Signer,
    Unsigned,
)
from sothuhoso.domain.papers import PaperSize, Verdict
from sothuhoso.domain.submission import content_hash, parse_manifest, validate
from sothuhoso.i18n.catalog import error_text
from tests.domain.manifests import PROCEDURE, page
from tests.domain.vectors import named, vectors

CASES = vectors("manifests")["cases"]
FIRST, SIGNED, UNSIGNED, THIRD = (case["message"] for case in CASES)
Change = Callable[[dict[str, Any]], object]


def changed(message: dict[str, Any], change: Change) -> dict[str, Any]:
    raw = deepcopy(message)
    change(raw)
    return raw


@pytest.mark.parametrize("case", **named(CASES))
def test_a_kept_message_means_the_same_in_every_edition(case: dict[str, Any]) -> None:
    manifest = parse_manifest(case["message"])
    assert content_hash(manifest) == case["hash"]
    assert list(manifest.photo_hashes) == case["photos"]
    again = json.loads(json.dumps(manifest.to_json()))
    assert parse_manifest(again) == manifest
    assert set(again) == set(case["message"])


def test_what_the_second_format_adds() -> None:
    signed, unsigned, first = map(parse_manifest, (SIGNED, UNSIGNED, FIRST))
    assert (signed.number, unsigned.number, first.number) == ("SH-05725-261122-A0107", "", "")
    assert signed.signature is not None
    assert (signed.signature.signer, signed.signature.page.media_type) == (Signer.SUBMITTER, "image/png")
    assert signed.pages[-1] == signed.signature.page
    assert unsigned.unsigned is not None
    assert (unsigned.unsigned.how, unsigned.unsigned.reason) == (Unsigned.FINGERPRINT, "Bác đau tay")
    assert (first.signature, first.unsigned) == (None, None)


def test_the_first_format_never_had_these() -> None:
    added = {name: SIGNED[name] for name in ("number", "signature", "unsigned")}
    assert parse_manifest(FIRST | added) == parse_manifest(FIRST)


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.update(number=""),
        lambda r: r.update(number="SH-05725-261122-A0108"),
        lambda r: r["signature"].update(at="2026-11-24T02:39:00Z"),
        lambda r: r.update(secret="Z" * 22, lang="en", captured_at="2026-11-24T02:31:00Z"),
    ],
)
def test_what_may_differ_from_try_to_try(change: Change) -> None:
    assert content_hash(parse_manifest(changed(SIGNED, change))) == content_hash(parse_manifest(SIGNED))


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.update(signature=None),
        lambda r: r["signature"].update(signer="owner"),
        lambda r: r["signature"]["page"].update(sha256="f" * 64),
        lambda r: r.update(signature=None, unsigned={"how": "paper", "reason": ""}),
    ],
)
def test_a_signature_is_content(change: Change) -> None:
    assert content_hash(parse_manifest(changed(SIGNED, change))) != content_hash(parse_manifest(SIGNED))


def test_the_same_said_in_both_formats_is_the_same() -> None:
    second = FIRST | {"format": 2, "number": "SH-05725-261122-A0001", "signature": None, "unsigned": None}
    assert content_hash(parse_manifest(second)) == content_hash(parse_manifest(FIRST))


@pytest.mark.parametrize(
    ("change", "key", "field"),
    [
        (lambda r: r.update(format=[]), "submission.format", "format"),
        (lambda r: r.update(format=True), "submission.format", "format"),
        (lambda r: r.update(format="2"), "submission.format", "format"),
        (lambda r: r.update(number="H57.132-260804-0583"), "submission.not_readable", "number"),
        (lambda r: r.update(number="SH-05725-261122-0107"), "submission.not_readable", "number"),
        (lambda r: r.update(number="TM-0471-2938"), "submission.not_readable", "number"),
        (lambda r: r.update(number=7), "submission.not_readable", "number"),
        (lambda r: r.update(number="A" * 31), "submission.text_too_long", "number"),
        (lambda r: r.update(signature="x"), "submission.not_readable", "signature"),
        (lambda r: r["signature"].update(signer="clerk"), "submission.not_readable", "signature.signer"),
        (lambda r: r["signature"].update(at="today"), "submission.not_readable", "signature.at"),
        (lambda r: r["signature"]["page"].update(bytes=0), "submission.not_readable", "signature.page.bytes"),
        (lambda r: r["signature"].update(page=page(1)), "submission.given_twice", "signature"),
        (lambda r: r.update(unsigned={"how": "paper", "reason": ""}), "submission.not_readable", "unsigned"),
        (lambda r: r.update(signature=None, unsigned={"how": "x"}), "submission.not_readable", "unsigned.how"),
        (
            lambda r: r.update(signature=None, unsigned={"how": "paper", "reason": "x" * 301}),
            "submission.text_too_long",
            "unsigned.reason",
        ),
    ],
)
def test_what_cannot_be_read_is_named(change: Change, key: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_manifest(changed(SIGNED, change))
    assert (caught.value.key, caught.value.facts["field"]) == (key, field)


def _pages(raw: dict[str, Any]) -> list[dict[str, Any]]:
    return raw["components"][0]["pages"]


def test_what_the_third_format_adds() -> None:
    manifest = parse_manifest(THIRD)
    notice, declaration, proxy, _ = manifest.components
    noted, refused, far = notice.pages
    corners = ((0.1, 0.05), (0.92, 0.06), (0.9, 0.97), (0.08, 0.95))
    assert noted.laid == Laid(PaperSize.A5, corners, 90, note=True)
    assert (noted.doubts, refused.laid) == (None, AS_FOUND)
    assert refused.doubts is not None
    assert far.doubts is not None
    assert (refused.doubts.verdict, refused.doubts.reasons) == (Verdict.REFUSE, ("blurred", "far"))
    assert (refused.doubts.kept, far.doubts.kept) == (KeptFor.ORIGINAL, None)
    assert (declaration.pages[0].brought, noted.brought) == (True, False)
    assert (proxy.state, proxy.pages) == (ComponentState.CLASSIFIED, ())


def test_older_formats_never_had_these() -> None:
    added = {name: _pages(THIRD)[0][name] for name in ("laid", "doubts")}
    raw = changed(SIGNED, lambda r: _pages(r)[0].update(added))
    assert parse_manifest(raw) == parse_manifest(SIGNED)
    with pytest.raises(Invalid):
        parse_manifest(changed(SIGNED, lambda r: _pages(r)[0].update(media_type=PDF)))
    with pytest.raises(Invalid):
        parse_manifest(changed(SIGNED, lambda r: r["components"][2].update(state="classified")))


def test_a_third_format_that_adds_nothing_says_the_same_as_the_second() -> None:
    third = changed(SIGNED, lambda r: r.update(format=3))
    assert content_hash(parse_manifest(third)) == content_hash(parse_manifest(SIGNED))


@pytest.mark.parametrize(
    "change",
    [
        lambda pages: pages[2].update(doubts=None),
        lambda pages: pages[1]["doubts"].update(reasons=["dark"], verdict="warn"),
        lambda pages: pages[1]["doubts"]["kept"].update(at="2026-11-24T02:40:00Z"),
    ],
)
def test_what_a_device_saw_may_differ_from_try_to_try(change: Callable[[list[dict[str, Any]]], object]) -> None:
    raw = changed(THIRD, lambda r: change(_pages(r)))
    assert content_hash(parse_manifest(raw)) == content_hash(parse_manifest(THIRD))


@pytest.mark.parametrize(
    "change",
    [
        lambda pages: pages[0]["laid"].update(paper="A4"),
        lambda pages: pages[0]["laid"].update(corners=None),
        lambda pages: pages[0]["laid"]["corners"][2].__setitem__(0, 0.91),
        lambda pages: pages[0]["laid"].update(turn=None),
        lambda pages: pages[0]["laid"].update(note=False),
        lambda pages: pages[1]["doubts"].update(kept=None),
        lambda pages: pages[1]["doubts"]["kept"].update(why="only"),
    ],
)
def test_what_a_person_said_of_a_page_is_content(change: Callable[[list[dict[str, Any]]], object]) -> None:
    raw = changed(THIRD, lambda r: change(_pages(r)))
    assert content_hash(parse_manifest(raw)) != content_hash(parse_manifest(THIRD))


@pytest.mark.parametrize(
    ("change", "key", "field"),
    [
        (lambda p: p[0]["laid"].update(paper="A3"), "submission.not_readable", "laid.paper"),
        (lambda p: p[0]["laid"].update(turn=45), "submission.not_readable", "laid.turn"),
        (lambda p: p[0]["laid"].update(turn=True), "submission.not_readable", "laid.turn"),
        (lambda p: p[0]["laid"].update(note="yes"), "submission.not_readable", "laid.note"),
        (lambda p: p[0]["laid"]["corners"].pop(), "submission.corners", "laid.corners"),
        (lambda p: p[0]["laid"]["corners"].reverse(), "submission.corners", "laid.corners"),
        (lambda p: p[0]["laid"]["corners"].append([0.5, 0.5]), "submission.too_many", "laid.corners"),
        (lambda p: p[0]["laid"]["corners"][1].append(1), "submission.too_many", "laid.corners.1"),
        (lambda p: p[0]["laid"]["corners"][1].pop(), "submission.not_readable", "laid.corners.1"),
        (lambda p: p[0]["laid"]["corners"][1].__setitem__(0, 4), "submission.not_readable", "laid.corners.1.0"),
        (lambda p: p[0]["laid"]["corners"][1].__setitem__(0, float("nan")), "submission.not_readable", "corners.1.0"),
        (lambda p: p[1]["doubts"].update(verdict="bad"), "submission.not_readable", "doubts.verdict"),
        (lambda p: p[1]["doubts"].update(reasons=["x"] * 13), "submission.too_many", "doubts.reasons"),
        (lambda p: p[1]["doubts"].update(reasons=["Bác Mai"]), "submission.not_readable", "doubts.reasons.0"),
        (lambda p: p[1]["doubts"].update(kept={"why": "because"}), "submission.not_readable", "kept.why"),
        (lambda p: p[1]["doubts"]["kept"].update(at="today"), "submission.not_readable", "kept.at"),
        (lambda p: p[1].update(media_type=PDF, laid=None, doubts=None), "submission.note_alone", "components.0"),
        (lambda p: p[2].update(media_type=PDF), "submission.not_readable", "pages.2.laid"),
        (lambda p: p[1].update(media_type="text/html"), "submission.not_readable", "pages.1.media_type"),
        (lambda p: p.__delitem__(slice(1, 3)), "submission.note_alone", "components.0"),
        (lambda p: p[1]["laid"].update(note=True), "submission.note_alone", "components.0"),
    ],
)
def test_what_cannot_be_said_of_a_page_is_named(
    change: Callable[[list[dict[str, Any]]], object], key: str, field: str
) -> None:
    with pytest.raises((Invalid, TooLarge)) as caught:
        parse_manifest(changed(THIRD, lambda r: change(_pages(r))))
    assert caught.value.key == key
    assert str(caught.value.facts["field"]).endswith(field)


def test_that_the_original_is_at_hand_only_a_clerk_can_say() -> None:
    at_home = parse_manifest(changed(THIRD, lambda r: r.update(channel="phone")))
    said = [finding.key for finding in validate(at_home, PROCEDURE)]
    assert said == ["submission.original_at_hand"]
    assert validate(parse_manifest(THIRD), PROCEDURE) == ()


_any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["paper", "corners", "turn", "note"]), _any)
def test_any_place_of_a_page_is_taken_or_refused_in_our_own_words(name: str, value: Any) -> None:
    manifest, key = _read(changed(THIRD, lambda r: _pages(r)[0]["laid"].update({name: value})))
    assert manifest is None or parse_manifest(manifest.to_json()) == manifest
    assert manifest is not None or error_text(key)


@given(st.sampled_from(["format", "number", "signature", "unsigned"]), _any)
def test_any_value_is_taken_or_refused_in_our_own_words(name: str, value: Any) -> None:
    raw = SIGNED | {name: value}
    manifest, key = _read(raw)
    assert manifest is None or parse_manifest(manifest.to_json()) == manifest
    assert manifest is not None or error_text(key)


def _read(raw: dict[str, Any]) -> tuple[Manifest | None, str]:
    try:
        return parse_manifest(raw), ""
    except DomainError as refusal:
        return None, refusal.key
