"""Old apps and the server of today: every kept version of the device's messages is still understood, as it was written.

The vectors are never changed; a new version of the app adds a file. ``reads`` names what that app reads of an answer.
"""

import copy
import json
import struct
import uuid
from pathlib import Path

import pytest

from tests.conftest import UNIT
from tests.services.making import fresh_secret, photo, sha

FOLDER = Path(__file__).parents[1] / "vectors" / "api"
VERSIONS = {file.stem: json.loads(file.read_text("utf-8"))["exchanges"] for file in sorted(FOLDER.glob("*.json"))}
PHOTOS = (photo(71), photo(72))


def filled(value, facts):
    """The same with its blanks filled in; a text that is one blank takes the fact as it is."""
    if isinstance(value, dict):
        return {filled(key, facts): filled(one, facts) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, facts) for one in value]
    if not isinstance(value, str):
        return value
    for name, fact in facts.items():
        if value == f"{{{name}}}":
            return fact
        value = value.replace(f"{{{name}}}", str(fact))
    return value


def request_of(version, exchange):
    """The request, also where it is said as "the same as another one"."""
    asked = exchange["request"]
    if "same_as" not in asked:
        return asked
    other, _, name = asked["same_as"].rpartition("/")
    (first,) = [one for one in VERSIONS[other or version] if one["name"] == name]
    made = copy.deepcopy(request_of(other or version, first))
    made["headers"] |= asked.get("headers", {})
    made.get("json", {}).update(asked.get("changed", {}))
    return made


def body_of(asked):
    if "json" in asked:
        return json.dumps(asked["json"], ensure_ascii=False).encode()
    if "photo" in asked:
        start, end = asked.get("bytes", (0, None))
        return PHOTOS[asked["photo"]][start:end]
    small = [(bytes.fromhex(sha(PHOTOS[n])), photo(80 + n)) for n in asked.get("thumbnails", [])]
    return b"".join(struct.pack(">32sI", name, len(picture)) + picture for name, picture in small)


@pytest.mark.parametrize("version", VERSIONS)
def test_an_app_of_this_version_is_understood(client, version):
    facts = {"id": str(uuid.uuid4()), "secret": fresh_secret(), "unit": UNIT}
    facts |= {f"sha{n}": sha(content) for n, content in enumerate(PHOTOS)}
    facts |= {f"bytes{n}": len(content) for n, content in enumerate(PHOTOS)}
    for exchange in VERSIONS[version]:
        asked, wanted = filled(request_of(version, exchange), facts), filled(exchange["answer"], facts)
        answer = client.request(asked["method"], asked["path"], headers=asked["headers"], content=body_of(asked))
        assert answer.status_code == wanted["status"], exchange["name"]
        for name, value in wanted.get("headers", {}).items():
            assert answer.headers[name] == str(value), exchange["name"]
        said = answer.json() if answer.content else {}
        for name, value in wanted.get("reads", {}).items():
            here = said[name]
            if value == "text":
                assert isinstance(here, str), (exchange["name"], name)
                assert here, (exchange["name"], name)
            else:
                same = sorted(here) == sorted(value) if isinstance(value, list) else here == value
                assert same, (exchange["name"], name, here)


def test_there_is_something_kept():
    assert {"1", "2"} <= set(VERSIONS)
