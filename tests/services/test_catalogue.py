"""The catalogue for the device: everything in it, one hash, terms that can be searched without accents."""

import json

from sothuhoso.domain import names
from sothuhoso.services import catalogue


def test_what_is_in_it(c):
    view = catalogue.catalogue(c)
    body = json.loads(view.body)
    assert body["hash"] == view.hash
    assert body["notice_version"] == "1"
    assert len(body["units"]) == 92
    assert len(body["procedures"]) >= 30
    assert {field["key"] for field in body["fields"]} >= {procedure["field"] for procedure in body["procedures"]}
    codes = {procedure["code"] for procedure in body["procedures"]}
    assert {option["code"] for family in body["families"] for option in family["options"]} <= codes


def test_terms_are_folded_and_hold_the_words_people_use(c):
    body = json.loads(catalogue.catalogue(c).body)
    terms = {procedure["code"]: procedure["terms"] for procedure in body["procedures"]}
    assert "lam khai sinh cho con" in terms["1.001193"]
    assert any("cong chung" in term for term in terms["2.000815"])
    for words in terms.values():
        assert [names.fold(word) for word in words] == words
        assert len(set(words)) == len(words)


def test_it_is_put_together_once(c):
    assert catalogue.catalogue(c) is catalogue.catalogue(c)


def test_a_new_law_makes_a_new_one(c, clock):
    before = catalogue.catalogue(c)
    clock.move(days=120)  # 23/3/2027: Luật Hộ tịch 03/2026 is in force, the versions of today have ended
    after = catalogue.catalogue(c)
    assert after.hash != before.hash
    codes = {procedure["code"] for procedure in json.loads(after.body)["procedures"]}
    assert "1.001193" not in codes
    assert "2.000815" in codes
