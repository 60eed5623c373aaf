"""Which QR is it, when it is not that of an ID card: people hold up what they have.

Each kind has its own answer of what to do instead, so it is named by a key (``errors.qr.…``). The content of VNeID's
own QR is not published; what looks like its token is answered as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sothuhoso.domain.dossier_code import is_internal, normalise

_BHYT_NUMBER = re.compile(r"[A-Z]{2}[0-9A-Z]{8,13}|[0-9]{10,15}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){3,}")
_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.)\S", re.IGNORECASE)
_PAYMENT = re.compile(r"000201[0-9]{2}\S")  # EMVCo: payload format 01, then a numbered field
_COVID = re.compile(r"hc1:|.*(?:covid|tokhaiyte|suckhoedientu|bluezone)", re.IGNORECASE)
_TOKEN = re.compile(r"[0-9A-Za-z+/=_.-]{64,}")


def foreign_kind(text: str) -> str:
    """The key of a known kind of QR that is no ID card's, or empty. ``text`` is cleaned and not empty."""
    return next((kind for kind, fits in _KINDS if fits(text)), "")


def _is_bhyt(text: str) -> bool:
    """Health insurance cards also use ``|``, with name and address as hexadecimal UTF-8."""
    number, _, rest = text.partition("|")
    return _BHYT_NUMBER.fullmatch(number) is not None and _is_coded_text(rest.partition("|")[0])


def _is_coded_text(text: str) -> bool:
    """Whether it is hexadecimal for something readable; an old identity number decodes to control characters."""
    try:
        return _HEX.fullmatch(text) is not None and bytes.fromhex(text).decode().isprintable()
    except UnicodeDecodeError:
        return False


def _is_own(text: str) -> bool:
    return is_internal(normalise(text)) or "/theo-doi#" in text


def _is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None and not text.isdigit()


#: the first that fits
_KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("qr.bhyt", _is_bhyt),
    ("qr.payment", _PAYMENT.match),
    ("qr.own_receipt", _is_own),
    ("qr.covid", _COVID.match),
    ("qr.vneid", lambda text: "vneid" in text.lower()),
    ("qr.url", _LINK.match),
    ("qr.vneid", _is_token),
)
