"""Whatever can be odd about a person's field has its sentence beside that field."""

import json

from sothuhoso.components.person_form import DOUBTS
from tests.device.node import VECTORS


def test_every_warning_of_the_table_can_be_shown_at_its_field():
    cases = json.loads((VECTORS / "identity_checks.json").read_text("utf-8"))
    told = {(one["field"], one["key"]) for case in cases for one in case["expect"]}
    assert len(told) > 8
    assert [(field, key) for field, key in sorted(told) if key not in DOUBTS.get(field, ())] == []
