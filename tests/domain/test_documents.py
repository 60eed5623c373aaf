import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.documents import (
    FormComponent,
    FormFacts,
    FormHead,
    FormPerson,
    ReceiptFacts,
    RefusalFacts,
    SupplementFacts,
    form_from_json,
)
from sothuhoso.domain.manifest import ComponentState
from sothuhoso.domain.procedures import TimeLimit, TimeUnit

NOW = datetime(2026, 11, 23, 3, 5, tzinfo=UTC)
texts = st.text(max_size=20)
moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))]))
heads = st.builds(FormHead, issued_at=moments, **dict.fromkeys(["unit_name", "place", "officer_name"], texts))
people = st.builds(FormPerson, texts, texts, texts, texts, texts)
components = st.builds(FormComponent, texts, st.sampled_from(ComponentState), number=texts)
limits = st.builds(TimeLimit, st.sampled_from(TimeUnit), st.integers(0, 60), st.booleans(), texts, texts)
lists = st.lists(components, max_size=4).map(tuple)

forms: st.SearchStrategy[FormFacts] = st.one_of(
    st.builds(
        ReceiptFacts,
        head=heads,
        owner=people,
        components=lists,
        time_limit=limits,
        received_at=moments,
        due_at=st.none() | moments,
        proxy=st.none() | people,
        signed_at=st.none() | moments,
    ),
    st.builds(SupplementFacts, head=heads, owner=people, items=st.lists(texts, max_size=4).map(tuple), reason=texts),
    st.builds(RefusalFacts, head=heads, owner=people, reason=texts),
)


@given(forms)
def test_a_kept_form_says_the_same_years_later(facts: FormFacts) -> None:
    kept = json.dumps(facts.to_json())
    assert form_from_json(json.loads(kept)) == facts
    assert type(facts).from_json(json.loads(kept)) == facts


@given(forms)
def test_the_number_of_the_form_is_kept_with_it(facts: FormFacts) -> None:
    assert facts.to_json()["form"] == facts.form
    assert facts.form in {"01", "02", "03"}


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(KeyError):
        form_from_json({"form": "09"})


def test_a_form_issued_before_there_were_signatures_is_read() -> None:
    head = FormHead(
        7, 2026, "05725", "xã Thần Sa", "tỉnh Thái Nguyên", "Thần Sa", NOW, "SH-05725-261123-0017", "", "1", "x", "y"
    )
    facts = ReceiptFacts(head, FormPerson("Hoàng Thị Mai"), (), TimeLimit(TimeUnit.SAME_DAY), NOW, None, "", "Mai")
    kept = facts.to_json()
    del kept["signed_at"]
    assert form_from_json(kept) == facts
