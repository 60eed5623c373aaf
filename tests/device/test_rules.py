import pytest

from sothuhoso.domain.procedures import Procedure
from sothuhoso.domain.submission import parse_manifest, validate
from tests.device.node import run, vectors

_TABLE = vectors("components")
_PROCEDURE = _TABLE["procedure"]
_SHA = "ab" * 32


def _given(case):
    """The table's components as a draft keeps them."""
    return {key: {**one, "pages": _pages(key, one["pages"])} for key, one in case["given"].items()}


def _pages(key, count):
    number = sum(map(ord, key)) % 1000
    return [
        {"id": f"00000000-0000-4000-8000-{number:04}{n:08}", "sha256": _SHA, "bytes": 10, "media_type": "image/jpeg"}
        for n in range(count)
    ]


def _draft(case):
    person = {
        "full_name": {"value": "Hoàng Thị Mai", "origin": "qr"},
        "id_number": {"value": "019199000017", "origin": "typed"},
    }
    return {
        "unit": "05725",
        "channel": "phone",
        "secret": "A" * 22,
        "createdAt": "2026-11-23T02:31:00.000Z",
        "lang": "vi",
        "submitter": "same",
        "answers": case["answers"],
        "persons": {
            "owner": person,
            "submitter": {},
            "subject": {"full_name": {"value": "Hoàng Minh Anh", "origin": "typed"}},
        },
        "components": _given(case),
        "notice": {"version": "1", "at": "2026-11-23T02:41:00.000Z"},
    }


@pytest.mark.parametrize("case", _TABLE["cases"], ids=lambda case: case["name"])
def test_what_is_asked_and_what_is_missing(case):
    (asked,) = run("rules.js", "componentsFor", [_PROCEDURE, case["answers"]])
    (missing,) = run("rules.js", "missingPapers", [_PROCEDURE, _draft(case)])
    assert [component["key"] for component in asked] == case["asked"]
    assert [component["key"] for component in missing] == case["missing"]


@pytest.mark.parametrize("case", _TABLE["cases"], ids=lambda case: case["name"])
def test_the_server_takes_what_the_device_calls_complete_and_refuses_what_it_calls_missing(case):
    (made,) = run("manifest.js", "manifestOf", [_draft(case), _PROCEDURE])
    findings = validate(parse_manifest(made), Procedure.from_json(_PROCEDURE))
    assert [one.field for one in findings if one.key == "submission.component_missing"] == case["missing"]
    assert not [one for one in findings if one.key != "submission.component_missing"]


def test_persons_are_asked_for_before_going_on():
    empty = {"submitter": "", "persons": {"owner": {}, "submitter": {}, "subject": {}}}
    helped = {**empty, "submitter": "other", "persons": {**empty["persons"], "owner": _person("Mai", "0191990")}}
    of_itself = {**_PROCEDURE, "subject": None}
    alone, other, third = run(
        "rules.js", "missingPersons", [of_itself, empty], [of_itself, helped], [_PROCEDURE, helped]
    )
    assert [one["key"] for one in alone] == ["for_whom", "owner_name", "owner_number"]
    assert [one["key"] for one in other] == ["number_shape", "submitter_name"]
    assert [one["key"] for one in third] == ["number_shape", "submitter_name", "subject_name"]


def test_nothing_is_sent_of_persons_that_are_not_asked_for():
    draft = _draft(_TABLE["cases"][0])
    draft["persons"]["submitter"] = _person("Lý Văn Pá", "019205000123")
    (made,) = run("manifest.js", "manifestOf", [draft, {**_PROCEDURE, "subject": None}])
    assert made["persons"]["submitter"] is None
    assert made["persons"]["subject"] is None


def _person(name, number):
    return {"full_name": {"value": name, "origin": "typed"}, "id_number": {"value": number, "origin": "typed"}}
