"""Searching on the device, over the reference data as the catalogue gives it."""

import json
import subprocess
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from sothuhoso.components.glyphs import GLYPHS
from sothuhoso.domain.names import fold
from sothuhoso.seeds import reference
from sothuhoso.services.catalogue import search_terms
from tests.device.node import NODE, run, vectors

_SCRIPT = """
import { readFileSync } from "node:fs";
const { buildIndex, search } = await import(process.argv[1]);
const { catalogue, queries, day } = JSON.parse(readFileSync(0, "utf-8"));
const index = buildIndex(catalogue, day);
const codes = ({ procedures, families }) => ({
  procedures: procedures.map((one) => one.code),
  families: families.map((one) => one.key),
});
process.stdout.write(JSON.stringify(queries.map((query) => codes(search(index, query)))));
"""


@lru_cache
def _catalogue():
    return {
        "procedures": [{**p.to_json(), "terms": search_terms(p)} for p in reference.procedures()],
        "families": [{**asdict(f), "terms": [fold(word) for word in f.words]} for f in reference.families()],
    }


def _search(*queries, day="2026-11-23"):
    module = Path(__file__).parents[2] / "sothuhoso" / "device" / "search.js"
    done = subprocess.run(
        [NODE, "--no-warnings", "--input-type=module", "-e", _SCRIPT, module.as_uri()],
        input=json.dumps({"catalogue": _catalogue(), "queries": queries, "day": day}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_table():
    cases = vectors("search")
    wrong = []
    for case, found in zip(cases, _search(*[case["query"] for case in cases]), strict=True):
        first = found["procedures"][: len(case["first"])]
        if first != case["first"] or not set(case.get("families", [])) <= set(found["families"]):
            wrong.append((case, found))
    assert not wrong


def test_every_popular_word_finds_its_procedure():
    asked = [(word, p.code) for p in reference.procedures() for word in p.popular]
    found = _search(*[word for word, _ in asked])
    lost = [(word, code) for (word, code), hit in zip(asked, found, strict=True) if code not in hit["procedures"]]
    assert not lost


def test_accents_make_no_difference():
    words = [p.popular[0] for p in reference.procedures() if p.popular]
    assert _search(*words) == _search(*map(fold, words))


def test_nonsense_finds_nothing():
    assert _search("xyzzy qwerty", "   ", "🙂") == [{"procedures": [], "families": []}] * 3


def test_what_is_no_longer_in_force_is_not_offered():
    (now,), (later,) = _search("khai sinh"), _search("khai sinh", day="2031-01-01")
    assert "1.001193" in now["procedures"]
    assert "1.001193" not in later["procedures"]


def test_units_by_some_letters():
    units = [{"code": u.code, "name": u.name, "kind": u.kind} for u in reference.units()]
    named, numbered, all_of_them = run("search.js", "searchUnits", [units, "than sa"], [units, "05725"], [units, ""])
    assert [unit["code"] for unit in named] == [unit["code"] for unit in numbered] == ["05725"]
    assert len(all_of_them) == 92


def test_the_pages_have_every_icon_that_is_shown():
    shown = {field.icon for field in reference.fields()} | {p.icon for p in reference.procedures() if p.common}
    assert shown == set(GLYPHS)
