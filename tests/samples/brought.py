"""Files as people bring them, and as nobody should: PDFs, TIFFs, signed ones, bombs. All made here, nothing real."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zlib
from collections.abc import Callable

import pikepdf
import segno
from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

SIGNER, ISSUER = "Nguyễn Văn Mẫu", "Cơ quan chứng thực Mẫu"
A4 = (595, 842)


def saved(pdf: Pdf, **how) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def pdf_of(pages: int = 1, change: Callable[[Pdf], None] | None = None, **how) -> bytes:
    """Born digital: a word on every page; ``change`` adds something to it."""
    with Pdf.new() as pdf:
        for number in range(pages):
            page = pdf.add_blank_page(page_size=A4)
            page.Resources = Dictionary(
                Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
            )
            page.Contents = Stream(pdf, b"BT /F1 24 Tf 72 700 Td (Trang %d) Tj ET" % number)
        if change:
            change(pdf)
        return saved(pdf, **how)


def scan_of(*images: Image.Image, dpi: float = 150) -> bytes:
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=dpi)
    return out.getvalue()


def tiff_of(*images: Image.Image, packed: str = "group4", dpi: float = 150) -> bytes:
    out = io.BytesIO()
    images[0].save(
        out,
        "TIFF",
        save_all=True,
        append_images=images[1:],
        compression=packed,
        dpi=(dpi, dpi),
        software="May quet mau",
    )
    return out.getvalue()


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def named_script(pdf: Pdf) -> None:
    tree = Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=Stream(pdf, b"app.alert(1)"))]))
    pdf.Root.Names = Dictionary(JavaScript=pdf.make_indirect(tree))


def field_script(pdf: Pdf) -> None:
    """Hidden in what a field does when its value is computed."""
    does = Dictionary(C=Dictionary(S=Name.JavaScript, JS=String("1")))
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("tong"), AA=does))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def launch(pdf: Pdf) -> None:
    note(pdf, Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("cmd.exe")))


def film(pdf: Pdf) -> None:
    note(pdf, Subtype=Name.RichMedia)


def attachment(pdf: Pdf) -> None:
    pdf.attachments["bang.xlsx"] = b"PK\x03\x04"


def pinned(pdf: Pdf) -> None:
    """An attachment as a pin on the page, in no list."""
    inside = Stream(pdf, b"MZ", Type=Name.EmbeddedFile)
    note(pdf, Subtype=Name.FileAttachment, FS=Dictionary(Type=Name.Filespec, EF=Dictionary(F=inside)))


def xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Stream(pdf, b"<xdp/>"))


def link(pdf: Pdf) -> None:
    note(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://example.invalid")))


def field(pdf: Pdf) -> None:
    one = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("ho_ten"), V=String("")))
    pdf.Root.AcroForm = Dictionary(Fields=Array([one]))


def note(pdf: Pdf, **told) -> None:
    one = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 10, 10]), **told)
    pdf.pages[0].Annots = Array([pdf.make_indirect(one)])


def blown_up(megabytes: int) -> Callable[[Pdf], None]:
    """A page whose drawing unpacks to that much."""

    def change(pdf: Pdf) -> None:
        packer = zlib.compressobj(9)
        data = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()
        drawing = Stream(pdf, b"")
        drawing.write(data, filter=Name.FlateDecode)
        pdf.pages[0].Contents = drawing

    return change


def blown_up_in_letters(megabytes: int) -> Callable[[Pdf], None]:
    """The same written in hexadecimal, so that it does not begin with what packs it."""

    def change(pdf: Pdf) -> None:
        drawing = Stream(pdf, b"")
        both = Array([Name.ASCIIHexDecode, Name.FlateDecode])
        drawing.write(zlib.compress(b" " * (megabytes << 20), 9).hex().encode() + b">", filter=both)
        pdf.pages[0].Contents = drawing

    return change


def blown_table(megabytes: int) -> bytes:
    """A file whose own table of contents unpacks to that much: whoever opens it must read that first."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()
    told = b"<< /Type /XRef /Size 9 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>" % len(data)
    head = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    return (
        head + b"2 0 obj\n" + told + b"\nstream\n" + data + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)
    )


def huge_picture(pdf: Pdf) -> None:
    told = {"Subtype": Name.Image, "Width": 60_000, "Height": 60_000, "BitsPerComponent": 8}
    picture = Stream(pdf, b"\0", Type=Name.XObject, ColorSpace=Name.DeviceGray, **told)
    pdf.pages[0].Resources.XObject = Dictionary(Im0=picture)


def locked(user: str = "bi mat", owner: str = "chu") -> bytes:
    return pdf_of(1, encryption=pikepdf.Encryption(user=user, owner=owner))


def endless_tree() -> bytes:
    """A tree of pages whose branches lead back to each other: some thousand million pages in a kilobyte."""

    def change(pdf: Pdf) -> None:
        one = pdf.pages[0].obj
        for _ in range(9):
            one = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([one] * 10), Count=3))
        pdf.Root.Pages.Kids = Array([one])

    return pdf_of(1, change)


# ---- TIFF, byte by byte


def tiff_raw(*tags: tuple[int, int, int, int], following: int = 0, data: bytes = b"") -> bytes:
    """A file of one directory: number, type, count, value of each tag; ``data`` follows at 8 + 2 + 12 n + 4."""
    body = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + body + struct.pack("<I", following) + data


def tiff_lying(width: int, height: int, *, packed: int = 1, held: int = 64) -> bytes:
    """Promises a picture that it does not hold."""
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, packed), (262, 3, 1, 1)]
    at = 8 + 2 + 12 * 8 + 4
    tags += [(273, 4, 1, at), (277, 3, 1, 1), (279, 4, 1, held)]
    return tiff_raw(*tags, data=bytes(held))


def tiff_in_a_circle() -> bytes:
    """Two pages, the second of which is followed by the first."""
    content = bytearray(tiff_of(Image.new("1", (16, 16), 1), Image.new("1", (16, 16))))
    first = struct.unpack_from("<I", content, 4)[0]
    link = first + 2 + 12 * struct.unpack_from("<H", content, first)[0]
    second = struct.unpack_from("<I", content, link)[0]
    struct.pack_into("<I", content, second + 2 + 12 * struct.unpack_from("<H", content, second)[0], first)
    return bytes(content)


# ---- codes


def sheet_with(text: str, size: tuple[int, int] = (827, 1169), scale: int = 8) -> Image.Image:
    """A page of A4 at 100 dots an inch (or another size) with a QR code on it."""
    page = Image.new("L", size, 255)
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=scale, border=4)
    with Image.open(out) as code:
        page.paste(code.convert("L"), (size[0] // 10, size[1] // 10))
    return page


# ---- signatures


def identity() -> tuple[bytes, bytes, bytes]:
    """A key (PKCS #8), its certificate and that of who issued it (DER); of today, of nobody."""
    now = dt.datetime.now(dt.UTC)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def certificate(subject: str, public, serial: int) -> x509.Certificate:
        names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (subject, ISSUER)]
        made = x509.CertificateBuilder().subject_name(names[0]).issuer_name(names[1]).public_key(public)
        made = made.serial_number(serial).not_valid_before(now - dt.timedelta(days=1))
        return made.not_valid_after(now + dt.timedelta(days=30)).sign(root_key, hashes.SHA256())

    der = serialization.Encoding.DER
    plain = serialization.NoEncryption()
    return (
        key.private_bytes(der, serialization.PrivateFormat.PKCS8, plain),
        certificate(SIGNER, key.public_key(), 7).public_bytes(der),
        certificate(ISSUER, root_key.public_key(), 1).public_bytes(der),
    )


def signed(content: bytes, *, field_name: str = "ChuKy1") -> bytes:
    """Signed by a made-up person, as an update behind the content."""
    key, mine, root = identity()
    signer = signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(mine),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore.from_certs([asn1.Certificate.load(root)]),
    )
    told = signers.PdfSignatureMetadata(field_name=field_name, md_algorithm="sha256")
    out = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), told, signer=signer, output=out)
    return out.getvalue()


def updated(content: bytes) -> bytes:
    """Another word written over the first page in an update behind what is there, as an editor does."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    drawing = generic.StreamObject(stream_data=b"BT /F1 24 Tf 72 600 Td (Khac) Tj ET")
    page["/Contents"] = writer.add_object(drawing)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
