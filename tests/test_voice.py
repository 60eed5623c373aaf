"""The list of what can be said is written beside it, over what is really there."""

import json
import shutil

from sothuhoso.i18n.voice import FOLDER, index
from sothuhoso.voice import VoicePlugin


def test_the_build_lists_what_it_holds(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "voice")
    (tmp_path / "voice" / "vi" / "queue.mp3").unlink()
    VoicePlugin().post_build(static_dir=tmp_path)
    listed = json.loads((tmp_path / "voice" / "index.json").read_text("utf-8"))
    assert listed == index(tmp_path / "voice")
    assert "/voice/vi/queue.mp3" not in listed["files"]
    assert {file for file in listed["files"] if not (tmp_path / file.lstrip("/")).exists()} == set()
