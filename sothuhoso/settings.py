"""Configuration: read from the environment once, with defaults that run on one machine with nothing else."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
#: Where the pages are built, and served from; the framework reads the same variable.
WEB = Path(os.environ.get("REFLEX_WEB_WORKDIR") or ROOT / ".web").resolve()
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# Where Debian's fonts-croscore (Tinos) and fonts-liberation put the free fonts with the measures of Times New Roman.
FONT_DIRS = (Path("/usr/share/fonts/truetype/croscore"), Path("/usr/share/fonts/truetype/liberation"))


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Paths are absolute; ``public_url`` has no trailing slash and is what QR codes carry."""

    data_dir: Path
    database_url: str
    port: int
    host: str
    public_url: str
    redis_url: str
    secret_key: str  # base64 of 32 bytes; empty = kept in ``data_dir/secret.key``
    session_hours: int = 8
    idle_minutes: int = 60
    share_code_minutes: int = 5
    lease_seconds: int = 45
    max_photo_bytes: int = 25 * 1024 * 1024
    max_photo_pixels: int = 50_000_000
    max_manifest_bytes: int = 256 * 1024
    demo: bool = True
    make_papers: bool = True  # this server makes PDF/A of papers; 0 where another machine does
    paper_processes: int = 1  # papers made at once by one server or worker
    trusted_proxy_hops: int = 0  # proxies in front whose X-Forwarded-For is believed
    font_dirs: tuple[Path, ...] = FONT_DIRS  # searched for the fonts of the printed forms

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")


def read_settings(env: dict[str, str] | None = None) -> Settings:
    """Settings from the given mapping (the process environment by default)."""
    source = dict(os.environ) if env is None else env
    data_dir = Path(source.get("DATA_DIR") or ROOT / "data").resolve()
    port = int(source.get("PORT") or 8000)
    return Settings(
        data_dir=data_dir,
        database_url=source.get("DATABASE_URL") or f"sqlite:///{data_dir / 'sothuhoso.db'}",
        port=port,
        host=source.get("HOST") or "127.0.0.1",
        public_url=(source.get("PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        redis_url=source.get("REDIS_URL") or "",
        secret_key=source.get("SECRET_KEY") or "",
        demo=(source.get("DEMO") or "1") != "0",
        make_papers=(source.get("MAKE_PAPERS") or "1") != "0",
        paper_processes=max(1, int(source.get("PAPER_PROCESSES") or 1)),
        trusted_proxy_hops=int(source.get("TRUSTED_PROXY_HOPS") or 0),
        font_dirs=tuple(Path(part) for part in (source.get("FONT_DIRS") or "").split(os.pathsep) if part) or FONT_DIRS,
    )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The process's settings."""
    return read_settings()
