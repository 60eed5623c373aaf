"""What a device sends today, and what it asks for of the messages of every edition."""

import json

import pytest

from sothuhoso.domain.submission import parse_manifest
from tests.device.node import run, vectors

CASES = vectors("manifests")["cases"]
PROCEDURE = vectors("components")["procedure"]
NEWEST = max(case["message"]["format"] for case in CASES)
DRAWN = [case for case in CASES if "draft" in case and case["message"]["format"] == NEWEST]
SIGNED = next(case["draft"] for case in CASES if case.get("draft", {}).get("signature"))


@pytest.mark.parametrize("case", DRAWN, ids=lambda case: case["name"])
def test_a_draft_becomes_the_kept_message(case):
    (made,) = run("manifest.js", "manifestOf", [case["draft"], PROCEDURE])
    assert made == case["message"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_photos_of_a_message_of_any_edition(case):
    (photos,) = run("manifest.js", "photosOf", [case["message"]])
    assert [page["sha256"] for page in photos] == case["photos"]


def test_a_draft_of_an_earlier_edition_is_sent_too():
    draft = {key: value for key, value in DRAWN[0]["draft"].items() if key not in ("number", "signature", "unsigned")}
    (made,) = run("manifest.js", "manifestOf", [draft, PROCEDURE])
    assert (made["number"], made["signature"], made["unsigned"]) == ("", None, None)
    assert parse_manifest(made).format == NEWEST


def test_who_signed_for_somebody_else_is_the_owner_once_nobody_hands_it_in_for_them():
    draft = {**SIGNED, "submitter": "same"}
    (made,) = run("manifest.js", "manifestOf", [draft, PROCEDURE])
    assert made["signature"]["signer"] == "owner"


def test_a_signature_speaks_louder_than_a_reason_for_none():
    draft = {**SIGNED, "unsigned": {"how": "paper", "reason": "x"}}
    (made,) = run("manifest.js", "manifestOf", [draft, PROCEDURE])
    assert made["unsigned"] is None


@pytest.mark.parametrize("media_type", ["application/pdf", "image/tiff"])
def test_of_a_file_brought_along_nothing_is_said_but_what_it_is(media_type):
    draft = json.loads(json.dumps(DRAWN[0]["draft"]))
    page = next(page for one in draft["components"].values() for page in one.get("pages", []))
    page["media_type"] = media_type
    draft["laid"] = {page["sha256"]: {"paper": "A5", "corners": None, "turn": 90, "note": False}}
    draft["seen"] = {page["sha256"]: {"verdict": "refuse", "reasons": [{"key": "blurred", "verdict": "refuse"}]}}
    (made,) = run("manifest.js", "manifestOf", [draft, PROCEDURE])
    sent = next(one for given in made["components"] for one in given["pages"] if one["sha256"] == page["sha256"])
    assert (sent["media_type"], sent["laid"], sent["doubts"]) == (media_type, None, None)
    kept = next(one for one in parse_manifest(made).pages if one.sha256 == page["sha256"])
    assert kept.brought
