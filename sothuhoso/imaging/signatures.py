"""What the signatures in a PDF say (ISO 32000-1, 12.8; CMS, RFC 5652), by pyHanko. Facts, no trust.

Never asks anybody: no revocation list, no time stamp, no certificate is fetched, for nothing here builds a path to a
root. Whether the whole file is covered is measured here too, on the very bytes.
"""

from __future__ import annotations

import hashlib
import io
import logging
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from sothuhoso.domain.brought import BroughtSignature, Says

_MOST = 32  # signatures that are looked at; more than a paper has
_MOST_LETTERS = 200
_UNREADABLE = BroughtSignature(Says.UNREADABLE)

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # its words would name who signed
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


def read(content: bytes, count: int) -> tuple[BroughtSignature, ...]:
    """The signatures in the order they were made; ``count`` are known to be there, those not readable come last."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        found = [_said(one, content, reader) for one in reader.embedded_signatures[:_MOST]]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a parser of hostile bytes answers with anything
        found = []
    return (*found, *(_UNREADABLE for _ in range(min(count, _MOST) - len(found))))


def _said(one: EmbeddedPdfSignature, content: bytes, reader: PdfFileReader) -> BroughtSignature:
    try:
        later = max(0, int(reader.xrefs.total_revisions) - 1 - int(one.signed_revision))
        certificate = one.signer_cert
        claimed = one.self_reported_timestamp
        return BroughtSignature(
            says=_judged(one, content),
            field=_short(one.field_name),
            signer=_common_name(certificate.subject),
            issuer=_common_name(certificate.issuer),
            claimed_at=claimed.isoformat() if claimed else "",
            stamped=bool(list(generic_cms.extract_tst_data_iter(one.signer_info, signed=False))),
            later=later,
        )
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - as above
        return _UNREADABLE


def _judged(one: EmbeddedPdfSignature, content: bytes) -> Says:
    one.compute_integrity_info(skip_diff=True)
    if not _gap_is_the_signature(one, content) or not _is_valid(one):
        return Says.BROKEN
    if sum(_byte_range(one)[2:]) == len(content):
        return Says.INTACT
    if one.coverage is None or one.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return Says.CHANGED_AFTER
    one.compute_integrity_info()
    allowed = isinstance(one.diff_result, DiffResult) and one.summarise_integrity_info()["docmdp_ok"] is not False
    return Says.ADDED if allowed else Says.CHANGED_AFTER


def _gap_is_the_signature(one: EmbeddedPdfSignature, content: bytes) -> bool:
    """Whether the signed bytes begin with the file and leave out nothing but the signature itself, as hexadecimal."""
    pieces = _byte_range(one)
    if len(pieces) != 4:  # noqa: PLR2004 - two of them, each with its start and length
        return False
    start, first, second, rest = pieces
    gap = content[first:second]
    if start or second < first or second + rest > len(content) or gap[:1] + gap[-1:] != b"<>":
        return False
    try:
        return bytes.fromhex(gap[1:-1].decode("ascii")) == one.pkcs7_content
    except ValueError:
        return False


def _byte_range(one: EmbeddedPdfSignature) -> list[int]:
    told: Any = one.byte_range
    return [int(value) for value in told]


def _is_valid(one: EmbeddedPdfSignature) -> bool:
    """Whether the digest of the bytes is the signed one, and the signature that of the certificate's key."""
    inner: Any = one.signed_data["encap_content_info"]
    kind, digest = inner["content_type"].native, one.compute_digest()
    if kind == "tst_info":  # a time stamp of the whole file signs a note that holds the digest
        if inner["content"].parsed["message_imprint"]["hashed_message"].native != digest:
            return False
        digest = hashlib.new(one.md_algorithm, bytes(inner["content"])).digest()
    elif kind != "data" or inner["content"].native is not None:
        return False
    intact, valid = generic_cms.validate_sig_integrity(one.signer_info, one.signer_cert, kind, digest)
    return intact and valid


def _common_name(name: Any) -> str:
    """The common name, or the whole name where there is none."""
    told = name.native
    found = told.get("common_name") or told.get("organization_name") or name.human_friendly
    return _short(" / ".join(map(str, found)) if isinstance(found, list) else str(found))


def _short(text: str | None) -> str:
    return "".join(sign for sign in str(text or "") if sign.isprintable())[:_MOST_LETTERS]
