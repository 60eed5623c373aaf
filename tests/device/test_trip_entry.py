"""An entry on the tablet: what is sent of it is what the server reads, and it follows its dossier."""

import json
import subprocess

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sothuhoso.domain.trip_entries import EntryKind, Reason, parse_entry, wire_of
from tests.device.node import NODE, run

HAMLET, TRIP, DRAFT, DOSSIER = (f"00000000-0000-4000-8000-00000000000{n}" for n in range(1, 5))
WHERE = {"hamlet": HAMLET, "series": "A", "queue": 7}
AT = "2026-11-25T02:00:00.000Z"
PERSON = {"owner": {"full_name": {"value": "Hoàng Thị Mai"}}, "submitter": {}, "subject": {}}
_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


def entry(**said):
    return run("trip_entry.js", "newEntry", ["e1", TRIP, WHERE, said, AT])[0]


def draft(status="draft", **more):
    return {"id": DRAFT, "submission": "", "status": status, "persons": PERSON, **more}


_FOLLOW = """
import { follow } from "./sothuhoso/device/trip_entry.js";
const [entry, draft] = JSON.parse(process.argv[1]);
process.stdout.write(JSON.stringify(follow(entry, draft ?? undefined, () => "e2", "later")));
"""


def follow(given_entry, given_draft):
    command = [NODE, "--no-warnings", "--input-type=module", "-e", _FOLLOW, json.dumps([given_entry, given_draft])]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf"]), max_size=30)
SAID = st.one_of(
    st.fixed_dictionaries({"kind": st.just("note"), "text": TEXT.filter(str.strip), "person": TEXT}),
    st.fixed_dictionaries({"kind": st.just("handover"), "dossier": st.just(DOSSIER), "signer": TEXT.filter(str.strip)}),
    st.fixed_dictionaries(
        {
            "kind": st.just("handover"),
            "dossier": st.just(DOSSIER),
            "signer": st.just("Lý Thị Mây"),
            "how": st.sampled_from(["paper", "fingerprint"]),
            "witness": TEXT.filter(str.strip),
        }
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("turned_away"),
            "reason": st.sampled_from([str(reason) for reason in Reason]),
            "papers": st.lists(st.sampled_from(["to_khai", "giay_chung_sinh"]), unique=True),
            "comesAgain": st.booleans(),
        }
    ),
    st.fixed_dictionaries({"kind": st.just("dossier"), "submission": st.just(DRAFT), "procedure": st.just("1.003583")}),
)


@settings(max_examples=8, deadline=None, phases=_NO_SHRINKING)
@given(st.lists(SAID, min_size=20, max_size=20))
def test_the_server_reads_what_the_tablet_sends(many):
    made = run("trip_entry.js", "newEntry", *[["e1", TRIP, WHERE, said, AT] for said in many])
    sent = run("trip_entry.js", "wireOf", *[[one] for one in made])
    for said, wire in zip(many, sent, strict=True):
        read = parse_entry(wire)
        assert (read.kind, read.series, read.queue) == (EntryKind(said["kind"]), "A", 7)
        assert read.papers == tuple(said.get("papers", ()))
        assert str(read.how or "") == said.get("how", "")
        assert bool(read.witness) is bool(said.get("witness", ""))
        assert read.comes_again is said.get("comesAgain", False)


def test_a_dossier_waits_until_it_is_given_to_be_sent():
    opened = entry(kind="dossier", draft=DRAFT, procedure="1.003583")
    assert opened["state"] == "open"
    assert follow(opened, draft()) == []
    (sent,) = follow(opened, draft("queued"))
    assert (sent["id"], sent["state"], sent["submission"], sent["person"]) == ("e1", "waiting", DRAFT, "Hoàng Thị Mai")
    assert follow(sent, draft("sent")) == []


def test_a_dossier_deleted_before_it_was_sent_is_lost_and_one_deleted_after_is_not():
    opened = entry(kind="dossier", draft=DRAFT)
    assert [one["state"] for one in follow(opened, None)] == ["lost"]
    assert follow({**opened, "state": "arrived", "submission": DRAFT}, None) == []


def test_a_dossier_that_goes_under_another_id_is_told_anew():
    waiting = {**entry(kind="dossier", draft=DRAFT), "state": "waiting", "submission": DRAFT}
    renewed = draft("queued", submission=DOSSIER)
    (moved,) = follow(waiting, renewed)
    assert (moved["id"], moved["submission"], moved["replaces"]) == ("e1", DOSSIER, "")
    (further,) = follow({**waiting, "state": "arrived"}, renewed)
    assert (further["id"], further["submission"], further["replaces"], further["state"]) == (
        "e2",
        DOSSIER,
        "e1",
        "waiting",
    )


def test_what_people_said_leaves_the_tablet_once_it_has_arrived():
    said = entry(kind="turned_away", person="Triệu Mùi Phấy", reason="other", text="Hẹn lại", papers=["to_khai"])
    (kept,) = run("trip_entry.js", "afterArrival", [{**said, "signature": "x"}, "2026-11-25T09:00:00Z"])
    assert kept["state"] == "arrived"
    assert [kept[name] for name in ("person", "text", "papers", "signature", "signer")] == ["", "", [], "", ""]


DAY, WEEK, LATER = "2026-11-25", "2026-12-02", "2026-12-03"


def outlived(entries, today, drafts=None, day=DAY):
    return run("trip_entry.js", "outlived", [day, entries, drafts or {}, today])[0]


def test_what_has_arrived_leaves_the_tablet_a_week_after_the_trip():
    kept = [{**entry(kind="note"), "id": state, "state": state} for state in ("arrived", "waiting", "parked", "lost")]
    assert outlived(kept, DAY) == outlived(kept, WEEK) == []
    assert outlived(kept, LATER) == ["arrived", "lost"]


def test_a_dossier_that_may_still_go_under_another_id_keeps_its_entry():
    told = {**entry(kind="dossier", draft=DRAFT), "state": "arrived", "submission": DRAFT}
    assert outlived([told], LATER, {DRAFT: draft("queued")}) == []
    assert outlived([told], LATER, {DRAFT: draft("sent")}) == ["e1"]
    assert outlived([told], LATER) == ["e1"]
    opened = entry(kind="dossier", draft=DRAFT)
    assert outlived([opened], LATER, {DRAFT: draft()}) == []


def test_without_a_day_nothing_goes():
    told = {**entry(kind="note"), "state": "arrived"}
    assert outlived([told], LATER, day=None) == outlived([told], "someday") == []


def test_what_was_replaced_no_longer_stands():
    one, other = {"id": "a", "madeAt": "1", "replaces": ""}, {"id": "b", "madeAt": "2", "replaces": "a"}
    assert run("trip_entry.js", "standing", [[other, one]]) == [[other]]


def test_the_desk_that_opens_a_locked_part_reads_the_same_as_the_tablet_would_have_sent():
    said = [
        {"kind": "note", "text": "Hỏi về trợ cấp"},
        {"kind": "turned_away", "reason": "paper_missing", "papers": ["giay_chung_sinh"], "comesAgain": True},
        {"kind": "handover", "dossier": DOSSIER, "signer": "Lý Thị Mây", "signature": "AAAA"},
        {
            "kind": "handover",
            "dossier": DOSSIER,
            "signer": "Lý Thị Mây",
            "how": "fingerprint",
            "witness": "Triệu Văn Vàng",
        },
        {"kind": "dossier", "submission": DRAFT, "procedure": "2.000815", "replaces": DOSSIER},
    ]
    kept = run("trip_entry.js", "newEntry", *[["e1", TRIP, WHERE, one, AT] for one in said])
    sent = run("trip_entry.js", "wireOf", *[[one] for one in kept])
    assert [parse_entry(wire_of(one)) for one in kept] == [parse_entry(one) for one in sent]


def test_what_is_unsent():
    states = ("open", "waiting", "parked", "arrived", "lost")
    assert run("trip_entry.js", "isUnsent", *[[{"state": state}] for state in states]) == [
        False,
        True,
        True,
        False,
        False,
    ]
