"""Files brought along: what is taken and what is said of it, each thing that is refused, their pages as pictures."""

import io
import socket
import struct

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from sothuhoso.domain.brought import BroughtKind, PageKind, Says
from sothuhoso.domain.errors import DomainError, Invalid, NotFound, TooLarge, WrongKind
from sothuhoso.imaging import documents, layers, pdf, tiffs
from sothuhoso.imaging.documents import Pages, inspect
from sothuhoso.imaging.pdf import Sheet
from tests.imaging import files
from tests.samples import brought, notes
from tests.samples.photo import as_file

NOTE = notes.note("Kính gửi: Ủy ban nhân dân xã Thần Sa", "Người viết: Nguyễn Thị Mẫu")
A5 = (148.0, 210.0)


def refused(content: bytes) -> str:
    with pytest.raises(DomainError) as caught:
        inspect(content)
    return caught.value.key


def answered(content: bytes, **limits) -> bool:
    """Whether it is taken with a page at least, or refused by a key of ours; what else is raised is a failure."""
    try:
        return len(inspect(content, **limits).pages) > 0
    except DomainError as error:
        return error.key.split(".")[0] in {"document", "image"}


# ---- PDF


def test_what_a_program_wrote_is_told_from_a_scan():
    (page,) = inspect(brought.pdf_of(1)).pages
    assert (page.kind, page.text, page.dpi) == (PageKind.DIGITAL, True, 0)
    assert (page.width, page.height) == pytest.approx((209.9, 297.0), abs=0.1)
    scan = inspect(brought.scan_of(NOTE, NOTE))
    assert scan.kind is BroughtKind.PDF
    assert [(one.kind, one.text, one.dpi) for one in scan.pages] == [(PageKind.SCAN, False, 150)] * 2
    assert (scan.pages[0].width, scan.pages[0].height) == pytest.approx(A5, abs=0.2)


def test_a_page_on_its_side_is_told_as_it_is_shown():
    def turn(pdf):
        pdf.pages[0].Rotate = 90

    (page,) = inspect(brought.pdf_of(1, turn)).pages
    assert page.width > page.height


def test_links_and_fields_are_taken_and_counted():
    found = inspect(brought.pdf_of(1, brought.link))
    assert (found.links, found.fields, found.signatures) == (1, 0, ())
    assert inspect(brought.pdf_of(1, brought.field)).fields == 1


def test_the_claim_of_an_archive_profile_is_told():
    jpeg = layers.Jpeg(as_file(NOTE), *NOTE.size)
    content = pdf.written([Sheet(layers.Layers(jpeg, None, None), (5.83, 8.27), None)], title="")
    found = inspect(content)
    assert found.pdfa == "2B"
    assert found.pages[0].kind is PageKind.SCAN
    assert inspect(brought.pdf_of(1)).pdfa == ""


def test_what_only_forbids_printing_is_taken_and_told():
    found = inspect(brought.locked(user=""))
    assert found.restricted
    assert len(found.pages) == 1
    assert not inspect(brought.pdf_of(1)).restricted


def test_a_damaged_table_of_contents_is_made_again():
    content = brought.pdf_of(2).replace(b"startxref\n", b"startxref\n1")
    found = inspect(content)
    assert (found.repaired, len(found.pages)) == (True, 2)
    assert not inspect(brought.pdf_of(2)).repaired


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (brought.script, "document.script"),
        (brought.named_script, "document.script"),
        (brought.field_script, "document.script"),
        (brought.launch, "document.script"),
        (brought.film, "document.script"),
        (brought.attachment, "document.attachment"),
        (brought.pinned, "document.attachment"),
        (brought.xfa, "document.xfa"),
        (brought.blown_up(80), "document.too_heavy"),
        (brought.huge_picture, "document.page_too_large"),
    ],
)
@pytest.mark.parametrize("together", [False, True])
def test_what_does_carries_or_blows_up_is_refused_by_name(change, key, together):
    """Also where all of it is packed away in streams of objects."""
    mode = pikepdf.ObjectStreamMode.generate if together else pikepdf.ObjectStreamMode.disable
    assert refused(brought.pdf_of(1, change, object_stream_mode=mode)) == key


def test_a_bomb_written_in_letters_is_one_too():
    as_it_is = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.none}
    content = brought.pdf_of(1, brought.blown_up_in_letters(80), **as_it_is)
    assert b"/ASCIIHexDecode" in content
    assert refused(content) == "document.too_heavy"
    assert inspect(brought.pdf_of(1, brought.blown_up_in_letters(1), **as_it_is)).pages


def test_a_bomb_behind_a_ban_on_printing_is_one_too():
    ban = pikepdf.Encryption(user="", owner="chu")
    assert refused(brought.pdf_of(1, brought.blown_up(80), encryption=ban)) == "document.too_heavy"
    assert refused(brought.pdf_of(1, brought.script, encryption=ban)) == "document.script"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (brought.locked(), "document.encrypted"),
        (brought.pdf_of(3)[:-40], "document.broken"),
        (brought.pdf_of(3)[: len(brought.pdf_of(3)) // 2], "document.broken"),
        (b"%PDF-1.7\nhello\n%%EOF", "document.broken"),
        (b"%PDF-1.7", "document.broken"),
        (brought.endless_tree(), "document.too_many_pages"),
        (b"", "image.empty"),
        (b"GIF89a" + bytes(20), "image.gif"),
        (b"PK\x03\x04" + bytes(20), "image.document"),
        (files.bomb(), "image.too_many_pixels"),
        (files.png_claiming(60_000, 60_000), "image.too_many_pixels"),
    ],
)
def test_what_cannot_be_opened_is_refused_by_name(content, key):
    assert refused(content) == key


def test_the_limit_of_pages_is_the_last_that_is_taken():
    assert len(inspect(brought.pdf_of(3), max_pages=3).pages) == 3
    with pytest.raises(TooLarge) as caught:
        inspect(brought.pdf_of(4), max_pages=3)
    assert (caught.value.key, caught.value.facts) == ("document.too_many_pages", {"limit": 3})


def test_a_count_that_lies_is_refused():
    def fewer(pdf):
        pdf.Root.Pages.Count = 1

    content = brought.pdf_of(2)
    lying = content.replace(b"/Count 2", b"/Count 1")
    assert lying != content
    assert refused(lying) == "document.broken"


def test_too_many_bytes_are_refused():
    with pytest.raises(TooLarge, match=r"document\.too_many_bytes"):
        inspect(brought.pdf_of(1), max_bytes=100)


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_damage_anywhere_is_a_refusal_or_a_document(at, damage):
    content = bytearray(SPOILT)
    content[at % len(content) : at % len(content) + len(damage)] = damage
    assert answered(bytes(content))


def test_a_name_that_is_no_text_is_no_crash():
    """A damaged name in an action: found by the test above."""
    content = brought.pdf_of(1, brought.link).replace(b"/S /URI", b"/S /\x80RI")
    assert inspect(content).links == 0


SPOILT = brought.pdf_of(2, brought.link)


# ---- signatures


@pytest.fixture(scope="module")
def signed() -> bytes:
    return brought.signed(brought.pdf_of(1))


def test_a_signature_says_who_when_and_that_nothing_changed(signed):
    found = inspect(signed)
    (one,) = found.signatures
    assert (one.says, one.signer, one.issuer) == (Says.INTACT, brought.SIGNER, brought.ISSUER)
    assert (one.field, one.later, one.stamped) == ("ChuKy1", 0, False)
    assert one.claimed_at[:2] == "20"
    assert found.fields == 0


def test_nobody_is_asked_about_a_signature(signed, monkeypatch):
    def asked(*_):
        pytest.fail("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", asked)
    monkeypatch.setattr(socket, "getaddrinfo", asked)
    assert inspect(signed).signatures[0].says is Says.INTACT


def test_a_byte_changed_after_signing_is_told(signed):
    at = signed.index(b"/MediaBox") + 1
    spoilt = signed[:at] + b"m" + signed[at + 1 :]
    changed = signed.replace(b"842", b"843", 1)
    assert changed != signed
    for content in (spoilt, changed):
        (one,) = inspect(content).signatures
        assert one.says is Says.BROKEN


def test_a_second_signature_is_an_addition_and_no_change(signed):
    first, second = inspect(brought.signed(signed, field_name="ChuKy2")).signatures
    assert (first.says, first.field) == (Says.ADDED, "ChuKy1")
    assert first.later == 1
    assert (second.says, second.field, second.later) == (Says.INTACT, "ChuKy2", 0)


def test_other_content_added_after_signing_is_told(signed):
    (one,) = inspect(brought.updated(signed)).signatures
    assert (one.says, one.signer) == (Says.CHANGED_AFTER, brought.SIGNER)


def test_content_added_between_two_signatures_is_told_of_the_first(signed):
    first, second = inspect(brought.signed(brought.updated(signed), field_name="ChuKy2")).signatures
    assert (first.says, second.says) == (Says.CHANGED_AFTER, Says.INTACT)


def test_bytes_behind_the_signed_ones_are_not_passed_over(signed):
    (one,) = inspect(signed + b"\n%%EOF\n").signatures
    assert one.says is not Says.INTACT


def test_a_gap_that_hides_more_than_the_signature_is_no_signature(signed):
    """The range is moved to leave out what an attacker writes between."""
    start = signed.index(b"/ByteRange")
    end = signed.index(b"]", start)
    first = signed[start:end].replace(b"[", b" ").split()[2]
    moved = signed[:start] + signed[start:end].replace(first, b"%d" % (int(first) - 1), 1) + signed[end:]
    (one,) = inspect(moved).signatures
    assert one.says is Says.BROKEN


def test_a_signature_that_cannot_be_read_is_not_passed_over():
    def odd(pdf):
        value = Dictionary(Type=Name.Sig, SubFilter=Name("/la.la"), ByteRange=Array([0, 1, 2, 3]), Contents=String("x"))
        one = Dictionary(FT=Name.Sig, T=String("S"), V=pdf.make_indirect(value))
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(one)]))

    (one,) = inspect(brought.pdf_of(1, odd)).signatures
    assert (one.says, one.signer) == (Says.UNREADABLE, "")


# ---- TIFF


@pytest.mark.parametrize("packed", ["group4", "group3", "tiff_lzw", "jpeg", "tiff_adobe_deflate", "packbits", "raw"])
def test_scanners_kinds_of_tiff_are_read_page_by_page(packed):
    image = NOTE.convert("1") if packed.startswith("group") else NOTE
    content = brought.tiff_of(image, image.rotate(180), packed=packed)
    found = inspect(content)
    assert found.kind is BroughtKind.TIFF
    assert [(one.kind, one.dpi) for one in found.pages] == [(PageKind.SCAN, 150)] * 2
    assert (found.pages[0].width, found.pages[0].height) == pytest.approx(A5, abs=0.2)
    pages = Pages(content)
    for at, known in enumerate((image, image.rotate(180))):
        picture = pages.picture(at)
        assert picture.dpi == 150
        difference = Image.blend(picture.image.convert("L"), known.convert("L").point(lambda v: 255 - v), 0.5)
        assert difference.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)) == pytest.approx(127, abs=2)
        assert picture.image.mode == ("1" if image.mode == "1" else "RGB")


def test_pages_cut_out_keep_their_coded_pictures_and_lose_the_makers_name():
    content = brought.tiff_of(NOTE, NOTE.rotate(180), NOTE, packed="jpeg")
    assert b"May quet mau" in content
    (middle,) = documents.parted(content, [(1,)])
    cut, whole = (tiffs.pages_of(one, max_pages=9, max_pixels=10**8) for one in (middle, content))
    strips = [b"".join(c[a : a + n] for a, n in page.strips) for c, page in ((middle, cut[0]), (content, whole[1]))]
    assert strips[0] == strips[1]
    assert len(cut) == 1
    assert b"May quet mau" not in middle


@pytest.mark.parametrize(
    ("content", "error", "key"),
    [
        (brought.tiff_in_a_circle(), Invalid, "document.broken"),
        (brought.tiff_lying(60_000, 60_000), TooLarge, "document.page_too_large"),
        (brought.tiff_lying(2000, 2000), Invalid, "document.broken"),
        (brought.tiff_lying(2000, 2000, packed=5), Invalid, "document.broken"),
        (brought.tiff_lying(2000, 2000, packed=8), Invalid, "document.broken"),
        (brought.tiff_lying(0, 100), Invalid, "document.broken"),
        (brought.tiff_lying(10, 10, packed=34712), WrongKind, "document.tiff_unusual"),
        (b"II+\0" + bytes(60), WrongKind, "document.tiff_unusual"),
        (b"II*\0" + struct.pack("<I", 0), Invalid, "document.broken"),
        (b"II*\0" + struct.pack("<I", 9999), Invalid, "document.broken"),
        (b"II*\0", Invalid, "document.broken"),
        (brought.tiff_of(NOTE.convert("1"))[:-30], Invalid, "document.broken"),
    ],
)
def test_a_tiff_that_lies_is_refused_by_name(content, error, key):
    with pytest.raises(error) as caught:
        inspect(content)
    assert caught.value.key == key


def test_a_tiff_of_too_many_pages_is_refused():
    with pytest.raises(TooLarge, match=r"document\.too_many_pages"):
        inspect(brought.tiff_of(*[Image.new("1", (8, 8))] * 4), max_pages=3)


@given(st.integers(0, 100_000), st.binary(min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_damage_anywhere_in_a_tiff_is_a_refusal_or_a_document(at, damage):
    content = bytearray(DAMAGED)
    content[at % len(content) : at % len(content) + len(damage)] = damage
    assert answered(bytes(content), max_pixels=1_000_000)


DAMAGED = brought.tiff_of(*[Image.new("1", (40, 40), shade) for shade in (0, 1)])


# ---- pages as pictures


def test_a_scan_is_drawn_at_its_own_dots_and_no_finer_than_it_is_asked_for():
    content = brought.scan_of(NOTE)
    picture = Pages(content).picture(0)
    assert picture.dpi == pytest.approx(150, abs=0.5)
    assert picture.image.size == pytest.approx(NOTE.size, abs=2)
    assert Pages(content).picture(0, max_dpi=100).dpi == 100


def test_a_picture_is_coded_with_its_dots_and_nothing_else():
    for content, kind in ((brought.tiff_of(NOTE.convert("1")), "PNG"), (brought.scan_of(NOTE), "JPEG")):
        with Image.open(io.BytesIO(Pages(content).picture(0).coded())) as image:
            assert image.format == kind
            assert image.info["dpi"][0] == pytest.approx(150, abs=1)
            assert "exif" not in image.info


def test_there_is_no_page_behind_the_last():
    for at in (-1, 1):
        with pytest.raises(NotFound, match=r"document\.no_such_page"):
            Pages(brought.pdf_of(1)).picture(at)


# ---- papers cut out


def test_pages_of_a_pdf_stay_the_same_objects():
    content = brought.scan_of(NOTE, NOTE.rotate(180), NOTE)
    first, second = documents.parted(content, [(0, 2), (1,)])
    with pikepdf.open(io.BytesIO(content)) as whole, pikepdf.open(io.BytesIO(first)) as cut:
        pictures = [
            [next(iter(page.Resources.XObject.values())).read_raw_bytes() for page in file.pages]
            for file in (whole, cut)
        ]
    assert pictures[1] == [pictures[0][0], pictures[0][2]]
    assert len(inspect(second).pages) == 1


def test_what_is_signed_is_not_cut(signed):
    with pytest.raises(Invalid, match=r"document\.signed_whole"):
        documents.parted(signed, [(0,)])
