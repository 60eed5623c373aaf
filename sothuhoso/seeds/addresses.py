"""Today's units of old addresses: what ``scripts/address_table`` writes, read once when first asked."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from sothuhoso.domain.address_table import Table, open_table

FILE = Path(__file__).parent / "addresses" / "table.json"


@lru_cache(maxsize=1)
def table() -> Table:
    """The table; some 0.2 s and 10 MB the first time."""
    return open_table(json.loads(FILE.read_text("utf-8")))
