"""The Reflex plugin that lists in the build what can be said: for the settings, and for whoever keeps it offline."""

from __future__ import annotations

import json
from pathlib import Path

from reflex_base.plugins import Plugin

from sothuhoso.i18n.voice import index


class VoicePlugin(Plugin):
    """Writes ``/voice/index.json``. Comes before the plugin that lists what the device keeps."""

    def post_build(self, **context: object) -> None:
        """Write it into ``context["static_dir"]``, over what is really there."""
        write_index(Path(str(context["static_dir"])) / "voice")


def write_index(folder: Path) -> None:
    """The list of a folder of languages, put beside them."""
    (folder / "index.json").write_text(json.dumps(index(folder), ensure_ascii=False), "utf-8")
