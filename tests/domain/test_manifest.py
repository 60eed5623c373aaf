"""What devices say, in every format there has been: the kept messages are read as ever, by both sides' tests."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.errors import DomainError, Invalid
from sothuhoso.domain.manifest import Manifest, Signer, Unsigned
from sothuhoso.domain.submission import content_hash, parse_manifest
from sothuhoso.i18n.catalog import error_text
from tests.domain.manifests import page
from tests.domain.vectors import named, vectors

CASES = vectors("manifests")["cases"]
FIRST, SIGNED, UNSIGNED = (case["message"] for case in CASES)
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


_any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


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
