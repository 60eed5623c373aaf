"""What is fixed on a receipt at the moment of sending."""

import json

from tests.device.node import run, vectors

PROCEDURE = vectors("components")["procedure"]
DRAFT = next(case["draft"] for case in vectors("manifests")["cases"] if "draft" in case)
AT = "2026-11-23T02:40:00.000Z"


def slip(draft=DRAFT, before=None):
    (made,) = run("receipt.js", "slipOf", [draft, PROCEDURE, AT, before])
    return made


def test_what_it_says():
    assert slip() == {
        "at": AT,
        "name": "H. T. Mai",
        "papers": [
            {"key": "giay_chung_sinh", "state": "photographed", "count": 2},
            {"key": "to_khai", "state": "photographed", "count": 1},
            {"key": "uy_quyen", "state": "later", "count": 0},
        ],
        "signed": "screen",
        "secret": DRAFT["secret"],
    }


def test_nothing_of_anybodys_identity():
    said = str(slip())
    for personal in ("Hoàng", "Pá", "019199000017", "0912", "Thứ Hai mang xuống"):
        assert personal not in said


def test_not_signed():
    assert (
        slip({**DRAFT, "signature": None, "unsigned": {"how": "fingerprint", "reason": "x"}})["signed"] == "fingerprint"
    )
    assert slip({**DRAFT, "signature": None})["signed"] == ""


def test_the_secret_handed_out_first_is_remembered():
    assert slip({**DRAFT, "secret": "Z" * 22}, slip())["secret"] == DRAFT["secret"]


def test_files_brought_along_are_counted_apart():
    draft = json.loads(json.dumps(DRAFT))
    draft["components"]["to_khai"]["pages"][0]["media_type"] = "application/pdf"
    assert [paper.get("files") for paper in slip(draft)["papers"]] == [None, 1, None]
