"""The lines of a card's back, typed on the device: the server's table, and whatever else text can be."""

from dataclasses import asdict
from datetime import date

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sothuhoso.domain.mrz import read_mrz
from tests.device.node import run, told, vectors
from tests.samples import mrz, people

TODAY = "2026-11-23"
_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # each example is a process of its own
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<\n |\u0660\uff10\u00ab\u2039\u0410e\u0301\u2028\ud83d\ude00"
_ZONES = st.integers(0, 2**32).map(lambda seed: mrz.td1(people.somebody(np.random.default_rng(seed))))
_HITS = st.lists(st.tuples(st.integers(0, 91), st.sampled_from(_SIGNS)), max_size=3)


def _spoilt(zone, hits):
    for at, sign in hits:
        zone = zone[:at] + sign + zone[at + 1 :]
    return zone


_TEXTS = st.one_of(st.builds(_spoilt, _ZONES, _HITS), st.text(_SIGNS, max_size=120), st.text(max_size=40))


def _device(*cases):
    return [
        {
            "identity": said["identity"],
            "expiry_date": said["expiry"],
            "problem": said["problem"] or None,
            "failed": said["failed"],
            "missing": said["missing"],
            "warnings": told(said["warnings"]),
        }
        for said in run("mrz.js", "readMrz", *cases)
    ]


def _server(text):
    reading = read_mrz(text, today=date.fromisoformat(TODAY))
    return {
        "identity": {k: v for k, v in asdict(reading.identity).items() if v} if reading.identity else None,
        "expiry_date": reading.expiry_date,
        "problem": reading.problem,
        "failed": list(reading.failed),
        "missing": list(reading.missing),
        "warnings": told(reading.warnings),
    }


def test_the_table_both_sides_read():
    cases = vectors("mrz")
    wrong = {
        case["name"]: said
        for case, said in zip(cases, _device(*[[case["text"], case["today"]] for case in cases]), strict=True)
        if said != case["expect"]
    }
    assert not wrong


@settings(max_examples=10, deadline=None, phases=_NO_SHRINKING)
@given(st.lists(_TEXTS, min_size=100, max_size=100))
def test_reads_what_the_server_reads(texts):
    assert _device(*[[text, TODAY] for text in texts]) == [_server(text) for text in texts]


def test_what_means_to_be_such_lines_is_told_from_codes():
    lines, begun, code, words = "9902152F3902150VNM<<<<", " idvnm19900", "019199000017||Mai<<|", "Mai"
    assert run("mrz.js", "isMrz", [lines], [begun], [code], [words]) == [True, True, False, False]
