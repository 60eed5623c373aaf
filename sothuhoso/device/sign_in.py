"""Signing in and out, bound: the password goes by REST and is never in a State."""

from __future__ import annotations

from typing import Any

from sothuhoso.device import binding

_LIBRARY = binding.module("sign_in.js")
_SIGN_IN = binding.reader(_LIBRARY, "useSignIn", "entry")

USERNAME: Any = binding.read(_SIGN_IN, "entry.username")
PASSWORD: Any = binding.read(_SIGN_IN, "entry.password")
BUSY: Any = binding.read(_SIGN_IN, "entry.busy", bool)
OFFLINE: Any = binding.read(_SIGN_IN, "entry.offline", bool)
MESSAGE: Any = binding.read(_SIGN_IN, "entry.message")

SET_USERNAME = binding.call(_LIBRARY, "(value) => setUsername(value)", "setUsername")
SET_PASSWORD = binding.call(_LIBRARY, "(value) => setPassword(value)", "setPassword")
SUBMIT = binding.call(_LIBRARY, "(event) => { event.preventDefault(); signIn(); }", "signIn")
SIGN_OUT = binding.call(_LIBRARY, "() => signOut()", "signOut")
