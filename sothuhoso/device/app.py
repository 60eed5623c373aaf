"""The app on this device, bound: is there a new version, does it open with no line, is it installed, is there room."""

from __future__ import annotations

from typing import Any

from sothuhoso.device import binding

_LIBRARY = binding.module("app.js")
_VIEW = binding.module("app_view.js")
_APP = binding.reader(_LIBRARY, "useAppState", "app")
_DEVICE = binding.reader(_VIEW, "useDevice", "device")

UPDATE: Any = binding.read(_APP, "app.update")  # "" | offered | later
UPDATE_NOW = binding.call(_LIBRARY, "() => updateNow()", "updateNow")
UPDATE_LATER = binding.call(_LIBRARY, "() => updateLater()", "updateLater")

OFFLINE: Any = binding.read(_DEVICE, "device.offline")  # "" | loading | ready | never
INSTALL: Any = binding.read(_DEVICE, "device.install")  # "" | ready | ios | done
KEPT: Any = binding.read(_DEVICE, "device.kept")  # "" | yes | no | refused
DRAFTS: Any = binding.read(_DEVICE, "device.drafts", int)
PHOTOS: Any = binding.read(_DEVICE, "device.photos", int)
USED: Any = binding.read(_DEVICE, "device.used")  # "12,5 MB"
LEFT: Any = binding.read(_DEVICE, "device.left")
SHORT: Any = binding.read(_DEVICE, "device.short", bool)  # four fifths are used

MEASURE = binding.call(_VIEW, "() => enterDevice()", "enterDevice")
INSTALL_NOW = binding.call(_VIEW, "() => installNow()", "installNow")
ASK_TO_KEEP = binding.call(_VIEW, "() => askToKeepNow()", "askToKeepNow")
