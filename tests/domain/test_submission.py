import itertools
import json
import random
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from sothuhoso.domain.errors import DomainError, Invalid, TooLarge
from sothuhoso.domain.manifest import Channel, ComponentState, Manifest
from sothuhoso.domain.people import FieldValue, Origin
from sothuhoso.domain.procedures import Procedure
from sothuhoso.domain.submission import (
    allowed_states,
    content_hash,
    parse_manifest,
    require_complete,
    to_bring,
    validate,
)
from sothuhoso.i18n.catalog import LANGUAGES, error_text, text, words
from tests.domain.manifests import PROCEDURE, given, manifest_json, page, value
from tests.domain.vectors import named, vectors

EXAMPLE_HASH = "b92b52d312ccc02e4535e344ed60e027c311c97487d4398a9d19af306fa19ed0"
PAPERS = vectors("components")
Change = Callable[[dict[str, Any]], object]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


def changed(change: Change) -> dict[str, Any]:
    raw = manifest_json()
    change(raw)
    return raw


def read(raw: Any) -> tuple[Manifest | None, str]:
    try:
        return parse_manifest(raw), ""
    except DomainError as refusal:
        return None, refusal.key


def findings(change: Change) -> list[tuple[str, str]]:
    return [(f.key, f.field) for f in validate(parse_manifest(changed(change)), PROCEDURE)]


def test_a_manifest_becomes_values() -> None:
    manifest = parse_manifest(manifest_json())
    assert (manifest.procedure, manifest.unit, manifest.channel) == ("1.001193", "05725", Channel.PHONE)
    assert manifest.captured_at == datetime(2026, 11, 23, 2, 31, tzinfo=UTC)
    assert manifest.owner.fields["full_name"] == FieldValue("Hoàng Thị Mai", Origin.QR)
    assert manifest.owner.origins == {"full_name": "qr", "id_number": "qr", "sex": "qr", "phone": "typed"}
    assert manifest.owner.get("email") == ""
    assert [str(person.slot) for person in manifest.persons] == ["owner", "subject"]
    assert [p.bytes for p in manifest.pages] == [1001, 1002, 1003]
    assert manifest.components[2].state is ComponentState.SHOWN


def test_a_manifest_goes_out_as_it_came() -> None:
    manifest = parse_manifest(manifest_json())
    again = json.loads(json.dumps(manifest.to_json()))
    assert parse_manifest(again) == manifest
    assert again["captured_at"] == "2026-11-23T02:31:00Z"


def test_texts_are_composed_and_numbers_lose_their_spaces() -> None:
    raw = manifest_json()
    raw["persons"]["owner"]["full_name"] = value("  " + unicodedata.normalize("NFD", "Hoàng  Thị\u200b Mai") + "\x00")
    raw["persons"]["owner"]["id_number"] = value("019 199 000 017")
    raw["persons"]["owner"]["address"] = value(" ")
    owner = parse_manifest(raw).owner
    assert owner.values == {
        "full_name": "Hoàng Thị Mai",
        "id_number": "019199000017",
        "sex": "female",
        "phone": "0912 000 000",
    }


def test_a_photo_used_twice_is_asked_for_once() -> None:
    raw = manifest_json()
    raw["components"][1]["pages"][0]["sha256"] = page(1)["sha256"]
    assert parse_manifest(raw).photo_hashes == (page(1)["sha256"], page(2)["sha256"])


@pytest.mark.parametrize(
    ("change", "key", "field"),
    [
        (lambda r: r.update(format=4), "submission.format", "format"),
        (lambda r: r.pop("format"), "submission.format", "format"),
        (lambda r: r.update(procedure="khai sinh"), "submission.not_readable", "procedure"),
        (lambda r: r.update(procedure_version=True), "submission.not_readable", "procedure_version"),
        (lambda r: r.update(procedure_version=0), "submission.not_readable", "procedure_version"),
        (lambda r: r.update(unit="5725"), "submission.not_readable", "unit"),
        (lambda r: r.update(unit="05725\n"), "submission.not_readable", "unit"),
        (lambda r: r.update(channel="fax"), "submission.not_readable", "channel"),
        (lambda r: r.update(secret="short"), "submission.not_readable", "secret"),
        (lambda r: r.update(captured_at="2026-11-23T02:31:00"), "submission.not_readable", "captured_at"),
        (lambda r: r.update(captured_at="2026-02-30T02:31:00Z"), "submission.not_readable", "captured_at"),
        (lambda r: r.update(captured_at="0001-01-01T00:00:00+14:00"), "submission.not_readable", "captured_at"),
        (lambda r: r.update(answers={"by_proxy": "yes"}), "submission.not_readable", "answers"),
        (lambda r: r.update(answers={"Có ủy quyền?": True}), "submission.not_readable", "answers"),
        (lambda r: r.update(persons=[]), "submission.not_readable", "persons"),
        (lambda r: r["persons"].update(owner=None), "submission.not_readable", "persons.owner"),
        (
            lambda r: r["persons"]["owner"].update(sex=value("Nữ")),
            "submission.not_readable",
            "persons.owner.sex",
        ),
        (
            lambda r: r["persons"]["owner"].update(phone={"value": "1", "origin": "heard"}),
            "submission.not_readable",
            "persons.owner.phone.origin",
        ),
        (
            lambda r: r["persons"]["owner"].update(address=value("x" * 301)),
            "submission.text_too_long",
            "persons.owner.address.value",
        ),
        (lambda r: r.update(components={}), "submission.not_readable", "components"),
        (lambda r: r["components"][0].update(state="lost"), "submission.not_readable", "components.0.state"),
        (lambda r: r["components"][0].update(pages=[]), "submission.pages_and_state", "components.0"),
        (lambda r: r["components"][2].update(pages=[page(9)]), "submission.pages_and_state", "components.2"),
        (
            lambda r: r["components"][0]["pages"][1].update(sha256="F" * 64),
            "submission.not_readable",
            "components.0.pages.1.sha256",
        ),
        (
            lambda r: r["components"][0]["pages"][0].update(media_type="text/html"),
            "submission.not_readable",
            "components.0.pages.0.media_type",
        ),
        (lambda r: r["components"][1]["pages"].append(page(1)), "submission.given_twice", "components"),
        (lambda r: r["components"].append(given("can_cuoc", "shown")), "submission.given_twice", "components"),
        (lambda r: r.pop("notice"), "submission.not_readable", "notice"),
    ],
)
def test_what_cannot_be_read_is_named(change: Change, key: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_manifest(changed(change))
    assert caught.value.key == key
    assert caught.value.facts["field"] == field
    for lang in LANGUAGES:
        assert "{" not in error_text(key, lang, **caught.value.facts)


@pytest.mark.parametrize(
    ("change", "field", "limit"),
    [
        (lambda r: r.update(components=[given(f"c{i}", "shown") for i in range(21)]), "components", 20),
        (lambda r: r["components"][0].update(pages=[page(i) for i in range(31)]), "components.0.pages", 30),
        (
            lambda r: r.update(
                components=[
                    given(f"c{i}", "photographed", pages=[page(i * 30 + n) for n in range(27)]) for i in range(3)
                ]
            ),
            "components",
            80,
        ),
        (lambda r: r.update(answers={f"a{i}": True for i in range(21)}), "answers", 20),
    ],
)
def test_limits_are_refused_by_name(change: Change, field: str, limit: int) -> None:
    with pytest.raises(TooLarge) as caught:
        parse_manifest(changed(change))
    assert caught.value.facts == {"field": field, "limit": limit}


@given_any(json_values)
def test_any_json_is_refused_in_our_own_words(raw: Any) -> None:
    with pytest.raises(DomainError) as caught:
        parse_manifest(raw)
    assert error_text(caught.value.key)


@given_any(st.data())
def test_any_damage_is_taken_or_refused_in_our_own_words(data: st.DataObject) -> None:
    raw = manifest_json()
    place: Any = raw
    while isinstance(place, (dict, list)) and place:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if data.draw(st.booleans()) or not isinstance(place[key], (dict, list)):
            place[key] = data.draw(json_values)
            break
        place = place[key]
    manifest, key = read(raw)
    if manifest is None:
        assert error_text(key)
        return
    assert parse_manifest(manifest.to_json()) == manifest
    assert {error_text(finding.key) for finding in validate(manifest, PROCEDURE)} <= set(words("vi").values())


@given_any(st.randoms(use_true_random=False))
def test_the_hash_does_not_care_how_the_same_was_written(shuffle: random.Random) -> None:
    def mix(node: Any) -> Any:
        if isinstance(node, list):
            return [mix(inner) for inner in node]
        if not isinstance(node, dict):
            return unicodedata.normalize("NFD", node) if isinstance(node, str) else node
        keys = list(node)
        shuffle.shuffle(keys)
        return {key: mix(node[key]) for key in keys}

    raw = mix(manifest_json()) | {
        "secret": "ZZZZZZZZZZZZZZZZZZZZZZ",
        "captured_at": "2026-11-23T09:59:00+07:00",
        "lang": "en",
        "added_later": 1,
    }
    raw["notice"]["at"] = "2026-11-23T10:00:00+07:00"
    assert content_hash(parse_manifest(raw)) == content_hash(parse_manifest(manifest_json()))


def test_the_hash_of_the_example_stays_what_it_is() -> None:
    """A stored hash must mean the same after every update of the program."""
    assert content_hash(parse_manifest(manifest_json())) == EXAMPLE_HASH


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.update(unit="05716"),
        lambda r: r.update(procedure_version=2),
        lambda r: r.update(channel="counter"),
        lambda r: r.update(answers={"by_proxy": True}),
        lambda r: r["persons"]["owner"].update(full_name=value("Hoàng Thị Mài", "qr")),
        lambda r: r["persons"]["owner"].update(full_name=value("Hoàng Thị Mai", "typed")),
        lambda r: r["persons"].update(submitter={"full_name": value("Lý Văn Pá")}),
        lambda r: r["components"][0]["pages"].reverse(),
        lambda r: r["components"][0]["pages"][0].update(sha256="f" * 64),
        lambda r: r["components"].pop(),
        lambda r: r["notice"].update(version="2"),
    ],
)
def test_other_content_has_another_hash(change: Change) -> None:
    assert content_hash(parse_manifest(changed(change))) != content_hash(parse_manifest(manifest_json()))


def test_the_example_may_be_taken() -> None:
    manifest = parse_manifest(manifest_json())
    assert validate(manifest, PROCEDURE) == ()
    require_complete(manifest, PROCEDURE)
    assert to_bring(manifest, PROCEDURE) == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda r: r["persons"]["owner"].pop("full_name"), [("submission.name_missing", "owner.full_name")]),
        (lambda r: r["persons"]["owner"].pop("id_number"), [("submission.id_number_missing", "owner.id_number")]),
        (
            lambda r: r["persons"]["owner"].update(id_number=value("12345")),
            [("submission.id_number_shape", "owner.id_number")],
        ),
        (lambda r: r["persons"]["owner"].update(id_number=value("091234567")), []),
        # odd but no wall: a year to come, the other sex
        (lambda r: r["persons"]["owner"].update(id_number=value("999227000017")), []),
        (
            lambda r: r["persons"].update(submitter={"id_number": value("1")}),
            [("submission.name_missing", "submitter.full_name"), ("submission.id_number_shape", "submitter.id_number")],
        ),
        (lambda r: r["persons"].update(submitter={"full_name": value("Lý Văn Pá")}), []),
        (lambda r: r["persons"].update(subject=None), [("submission.subject_missing", "subject")]),
        (lambda r: r["persons"].update(subject={}), [("submission.name_missing", "subject.full_name")]),
        # one of the group is enough, whichever
        (lambda r: r["components"][0].update(key="lam_chung"), []),
        (lambda r: r["components"].pop(0), [("submission.component_missing", "giay_chung_sinh")]),
        (lambda r: r["components"].pop(1), [("submission.component_missing", "to_khai")]),
        (
            lambda r: r["components"][1].update(state="none", pages=[], reason=" "),
            [("submission.component_missing", "to_khai")],
        ),
        (lambda r: r["components"][1].update(state="none", pages=[], reason="Để quên ở nhà"), []),
        (lambda r: r["components"][0].update(state="none", pages=[], reason="Chưa lấy được"), []),
        # what is shown is shown at the desk
        (lambda r: r["components"].pop(2), []),
        (lambda r: r["answers"].update(by_proxy=True), [("submission.component_missing", "uy_quyen")]),
        (lambda r: r["components"].append(given("la", "shown")), [("submission.component_unknown", "la")]),
        (
            lambda r: r["components"][2].update(state="photographed", pages=[page(9)]),
            [("submission.state_not_allowed", "can_cuoc")],
        ),
        (
            lambda r: r["components"][1].update(state="shown", pages=[]),
            [("submission.state_not_allowed", "to_khai")],
        ),
        (
            lambda r: r["components"].append(given("so_ket_hon", "number")),
            [("submission.number_missing", "so_ket_hon")],
        ),
        (lambda r: r["components"].append(given("so_ket_hon", "number", number="17/2020")), []),
        # a database may replace this paper, not the others
        (lambda r: r["components"].append(given("cu_tru", "number", number="1")), []),
        (
            lambda r: r["components"][1].update(state="number", number="1", pages=[]),
            [("submission.state_not_allowed", "to_khai")],
        ),
        # photographed although the answer says it is not needed: kept
        (lambda r: r["components"].append(given("uy_quyen", "photographed", pages=[page(9)])), []),
    ],
)
def test_what_is_missing(change: Change, expected: list[tuple[str, str]]) -> None:
    assert findings(change) == expected


def test_the_first_finding_refuses_and_names_the_paper_in_both_languages() -> None:
    with pytest.raises(Invalid) as caught:
        require_complete(parse_manifest(changed(lambda r: r["components"].pop(1))), PROCEDURE)
    assert "Tờ khai" in error_text(caught.value.key, "vi", **caught.value.facts)
    assert "Declaration" in error_text(caught.value.key, "en", **caught.value.facts)


def test_the_clerk_learns_what_will_be_brought() -> None:
    raw = changed(lambda r: r["components"][1].update(state="none", pages=[], reason="Để quên ở nhà"))
    (finding,) = to_bring(parse_manifest(raw), PROCEDURE)
    assert (finding.key, finding.field) == ("to_bring", "to_khai")
    assert "Tờ khai" in text(f"warnings.{finding.key}", "vi", **finding.facts)
    assert "Declaration" in text(f"warnings.{finding.key}", "en", **finding.facts)


@pytest.mark.parametrize("case", **named(PAPERS["cases"]))
def test_vectors_of_what_is_asked_and_missing(case: dict[str, Any]) -> None:
    procedure = Procedure.from_json(PAPERS["procedure"])
    assert [component.key for component in procedure.components_for(case["answers"])] == case["asked"]
    numbers = itertools.count(1)
    raw = manifest_json() | {
        "answers": case["answers"],
        "components": [
            given(key, said["state"], reason=said["reason"], pages=[page(next(numbers)) for _ in range(said["pages"])])
            for key, said in case["given"].items()
        ],
    }
    assert [(f.key, f.field) for f in validate(parse_manifest(raw), procedure)] == [
        ("submission.component_missing", key) for key in case["missing"]
    ]


def test_every_kind_of_paper_can_be_had_not_yet() -> None:
    for component in PROCEDURE.components:
        assert ComponentState.NONE in allowed_states(component)
