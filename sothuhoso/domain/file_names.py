"""Names of files that leave the house: which paper of which dossier, and nothing about anybody.

Our own convention, for the law has none that is confirmed: dossier, place of the paper, its key, version.
"""

from __future__ import annotations

import re

from sothuhoso.domain.manifest import TIFF

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")


def paper_file_name(number: str, place: int, key: str, version: int) -> str:
    """``H20.05725-260822-0007_02_to_khai_V1.pdf``: ASCII letters, digits, dots, dashes, underscores."""
    return f"{_paper(number, place, key)}_V{version}.pdf"


def original_name(number: str, place: int, key: str, page: int, media_type: str) -> str:
    """The same of a file as it was brought, which begins with that page: ``…_02_to_khai_goc_1.pdf``."""
    return f"{_paper(number, place, key)}_goc_{page}.{'tif' if media_type == TIFF else 'pdf'}"


def _paper(number: str, place: int, key: str) -> str:
    plain = _NOT_PLAIN.sub("_", key).strip("_").lower() or "giay_to"
    dossier = re.sub(r"[^A-Za-z0-9.-]+", "-", number).strip("-.") or "ho-so"
    return f"{dossier}_{place:02d}_{plain}"
