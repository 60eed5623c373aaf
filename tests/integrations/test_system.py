"""The clock is aware; secrets and codes have the promised form and do not repeat."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

from sothuhoso.integrations.system import SystemClock, SystemIds


def test_the_clock_tells_utc():
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert abs(datetime.now(UTC) - now) < timedelta(seconds=5)


def test_secrets_are_128_bits_and_differ():
    secrets = {SystemIds().secret() for _ in range(50)}
    assert len(secrets) == 50
    assert {len(secret) for secret in secrets} == {22}
    assert {len(base64.urlsafe_b64decode(f"{secret}==")) for secret in secrets} == {16}


def test_short_codes_are_six_digits_also_small_ones():
    codes = {SystemIds().short_code() for _ in range(300)}
    assert all(len(code) == 6 and code.isascii() and code.isdigit() for code in codes)
    assert len(codes) > 290
    assert any(code.startswith("0") for code in codes)


def test_ids_differ():
    assert len({SystemIds().uuid() for _ in range(50)}) == 50
