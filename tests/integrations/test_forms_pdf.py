"""The printed forms: what stands on them, what never does, and that they can be printed whatever was typed."""

from __future__ import annotations

import io
import re
import threading
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pypdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from sothuhoso.domain.documents import (
    FormComponent,
    FormFacts,
    FormHead,
    FormPerson,
    ReceiptFacts,
    RefusalFacts,
    SupplementFacts,
)
from sothuhoso.domain.errors import Unavailable
from sothuhoso.domain.manifest import ComponentState
from sothuhoso.domain.procedures import TimeLimit, TimeUnit
from sothuhoso.integrations.forms_pdf import TypstForms

DPI = 200
MM = DPI / 25.4
POINTS = 72 / 25.4
FOLLOW = "https://hoso.thainguyen.example.vn/theo-doi#Q7x_4mJkT2aB9cD1eF3gHw"
NASTY = '#eval("1") *x* $y$ <a> \\\\ "'

HEAD = FormHead(
    serial=7,
    year=2026,
    unit_code="05725",
    unit_name="xã Thần Sa",
    province_name="tỉnh Thái Nguyên",
    place="Thần Sa",
    issued_at=datetime(2026, 11, 23, 3, 5, tzinfo=UTC),
    dossier_number="SH-05725-261123-0017",
    official_code="",
    procedure_code="1.004873",
    procedure_name="Cấp Giấy xác nhận tình trạng hôn nhân",
    officer_name="Nông Văn Thượng",
)
OWNER = FormPerson(
    "Hoàng Thị Mai",
    "019199000017",
    "Xóm Mỏ Gà, xã Võ Nhai, tỉnh Thái Nguyên",
    "0912 345 678",
    "mai.hoang@example.vn",
)
PROXY = FormPerson("Lý Văn Pá", "019205000123", "Xóm Khuổi Mèo, xã Sảng Mộc, tỉnh Thái Nguyên", "0987 654 321")
RECEIPT = ReceiptFacts(
    head=HEAD,
    owner=OWNER,
    components=(
        FormComponent("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", ComponentState.PHOTOGRAPHED),
        FormComponent("Giấy xác nhận đã cấp lần trước", ComponentState.PHOTOGRAPHED, originals=0, copies=2),
        FormComponent("Căn cước công dân hoặc thẻ căn cước", ComponentState.SHOWN),
        FormComponent("Bản án ly hôn", ComponentState.NUMBER, number="12/2024/HNGĐ"),
        FormComponent("Văn bản ủy quyền", ComponentState.NONE),
    ),
    time_limit=TimeLimit(TimeUnit.WORKING_DAYS, 3),
    received_at=datetime(2026, 11, 23, 3, 5, tzinfo=UTC),
    due_at=datetime(2026, 11, 27, 10, 0, tzinfo=UTC),
    follow_url=FOLLOW,
    submitter_name="Hoàng Thị Mai",
    book="01/2026",
    book_serial="17",
)
SUPPLEMENT = SupplementFacts(
    head=HEAD,
    owner=OWNER,
    items=("Văn bản ủy quyền còn thiếu trang thứ hai.", "Chụp lại trang 1 của tờ khai cho rõ."),
    reason="Thành phần hồ sơ chưa đầy đủ.",
    contact_name="Nông Văn Thượng",
    contact_phone="0208 3555 111",
    follow_url=FOLLOW,
)
REFUSAL = RefusalFacts(
    head=HEAD,
    owner=OWNER,
    reason="Việc này thuộc thẩm quyền của Ủy ban nhân dân xã Võ Nhai.\nĐề nghị nộp hồ sơ tại nơi thường trú.",
    submitter_name="Hoàng Thị Mai",
    follow_url=FOLLOW,
)
ALL_FORMS = pytest.mark.parametrize("facts", [RECEIPT, SUPPLEMENT, REFUSAL], ids=["01", "02", "03"])

PRINTER = TypstForms()


@cache
def printed(facts: FormFacts) -> bytes:
    return PRINTER.pdf(facts)


def opened(facts: FormFacts) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(printed(facts)))


def text_of(facts: FormFacts) -> str:
    return " ".join(" ".join(page.extract_text() for page in opened(facts).pages).split())


def without_breaks(text: str) -> str:
    return re.sub(r"\s", "", text)


def pictures(facts: FormFacts) -> list:
    document = pypdfium2.PdfDocument(printed(facts))
    return [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]


def with_owner(**changes: str) -> ReceiptFacts:
    return replace(RECEIPT, owner=replace(OWNER, **changes))


def with_papers(count: int) -> ReceiptFacts:
    names = (f"Giấy tờ thứ {n}, bản chính hoặc bản sao có chứng thực theo quy định" for n in range(1, count + 1))
    return replace(RECEIPT, components=tuple(FormComponent(n, ComponentState.PHOTOGRAPHED) for n in names))


# What stands on the paper


def test_receipt_says_all_that_the_form_prescribes():
    text = text_of(RECEIPT)
    for said in (
        "ỦY BAN NHÂN DÂN XÃ THẦN SA",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 07/TTPVHCC",
        "Thần Sa, ngày 23 tháng 11 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Mã hồ sơ: SH-05725-261123-0017",
        "Tiếp nhận hồ sơ của: Hoàng Thị Mai",
        "Số định danh cá nhân/tổ chức: 019199000017",
        "Địa chỉ: Xóm Mỏ Gà, xã Võ Nhai, tỉnh Thái Nguyên",
        "Số điện thoại: 0912 345 678",
        "Email: mai.hoang@example.vn",
        "Nội dung yêu cầu giải quyết: Cấp Giấy xác nhận tình trạng hôn nhân",
        "Số lượng hồ sơ: 01 (bộ)",
        "Thời gian giải quyết hồ sơ theo quy định: 03 ngày làm việc",
        "Thời gian nhận hồ sơ: 10 giờ 05 phút, ngày 23 tháng 11 năm 2026",
        "Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 27 tháng 11 năm 2026",
        "Đăng ký nhận kết quả tại: Trung tâm Phục vụ hành chính công xã Thần Sa",
        "quyển số: 01/2026; số thứ tự: 17",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Nông Văn Thượng",
    ):
        assert said in text


def test_list_of_papers_says_how_each_was_given():
    text = text_of(RECEIPT)
    assert "1 Tờ khai cấp Giấy xác nhận tình trạng hôn nhân 1 – Bản chụp điện tử" in text
    assert "2 Giấy xác nhận đã cấp lần trước – 2 Bản chụp điện tử" in text
    assert "3 Căn cước công dân hoặc thẻ căn cước 1 – Xuất trình" in text
    assert "4 Bản án ly hôn – – Cung cấp số: 12/2024/HNGĐ" in text
    assert "5 Văn bản ủy quyền – – Chưa nộp" in text


def test_official_code_goes_before_our_number():
    facts = replace(RECEIPT, head=replace(HEAD, official_code="H55.132-261123-0583"))
    assert "Mã hồ sơ: H55.132-261123-0583" in text_of(facts)
    assert "SH-05725-261123-0017" in text_of(facts)


def test_proxy_is_named_only_when_there_is_one():
    by_proxy = text_of(replace(RECEIPT, proxy=PROXY, proxy_paper="Giấy ủy quyền ngày 20/11/2026"))
    assert "Người được ủy quyền nộp hồ sơ: Lý Văn Pá Số định danh cá nhân: 019205000123" in by_proxy
    assert "Giấy tờ ủy quyền: Giấy ủy quyền ngày 20/11/2026" in by_proxy
    assert "ủy quyền nộp" not in text_of(RECEIPT)


def test_supplement_form_lists_every_item_and_no_personal_number():
    text = text_of(SUPPLEMENT)
    assert "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ" in text
    assert "Số: 07/PBS-TTPVHCC" in text
    assert "1. Văn bản ủy quyền còn thiếu trang thứ hai. 2. Chụp lại trang 1 của tờ khai cho rõ." in text
    assert "Lý do: Thành phần hồ sơ chưa đầy đủ." in text
    assert "liên hệ với Nông Văn Thượng, số điện thoại 0208 3555 111" in text
    assert "NGƯỜI HƯỚNG DẪN" in text
    assert OWNER.id_number not in text


def test_refusal_form_gives_the_reason_and_two_signatures():
    text = text_of(REFUSAL)
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ" in text
    assert "Số: 07/PTC-TTPVHCC" in text
    assert "Số định danh cá nhân/tổ chức: 019199000017" in text
    assert "xã Võ Nhai. Đề nghị nộp hồ sơ tại nơi thường trú." in text
    assert "NGƯỜI NỘP HỒ SƠ" in text
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in text


@ALL_FORMS
def test_text_comes_out_composed(facts):
    text = text_of(facts)
    assert unicodedata.is_normalized("NFC", text)
    for letter in "ơưạấộ":
        assert letter in text


def test_decomposed_names_are_composed():
    typed = unicodedata.normalize("NFD", "Nguyễn Thị Phượng Ưởng Ộ")
    assert "Nguyễn Thị Phượng Ưởng Ộ" in text_of(with_owner(full_name=typed))


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2027, 1, 3, 17, 30, tzinfo=UTC), "00 giờ 30 phút, ngày 04 tháng 01 năm 2027"),
        (datetime(2027, 3, 31, 2, 0, tzinfo=UTC), "09 giờ 00 phút, ngày 31 tháng 3 năm 2027"),
    ],
)
def test_moments_are_of_vietnam_with_the_prescribed_zeros(moment, words):
    assert f"Thời gian nhận hồ sơ: {words}" in text_of(replace(RECEIPT, received_at=moment))


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (TimeLimit(TimeUnit.SAME_DAY), "quy định: trong ngày"),
        (TimeLimit(TimeUnit.HOURS, 8), "quy định: 08 giờ"),
        (TimeLimit(TimeUnit.DAYS, 15), "quy định: 15 ngày"),
        (TimeLimit(TimeUnit.MONTHS, 2), "quy định: 02 tháng"),
        (TimeLimit(TimeUnit.UNKNOWN), "quy định: ."),
    ],
)
def test_time_limits_in_words(limit, words):
    assert words in text_of(replace(RECEIPT, time_limit=limit))


def test_what_is_not_known_is_left_to_be_written_by_hand():
    facts = replace(with_owner(email="", phone="", address=""), due_at=None, book="", book_serial="")
    text = text_of(facts)
    for line in (
        r"Địa chỉ: (\. ?){9}",
        r"Số điện thoại: (\. ?){9}",
        r"Email: (\. ?){9}",
        r"kết quả giải quyết hồ sơ: (\. ?){3,}giờ (\. ?){3,}phút, ngày (\. ?){3,}tháng (\. ?){3,}năm \.",
    ):
        assert re.search(line, text)
    assert not re.search(r"(\. ?){4}", text_of(RECEIPT))


# The page


@ALL_FORMS
def test_usual_form_is_one_a4_page_without_a_number(facts):
    (page,) = opened(facts).pages
    assert float(page.mediabox.width) == pytest.approx(210 * POINTS, abs=0.5)
    assert float(page.mediabox.height) == pytest.approx(297 * POINTS, abs=0.5)
    assert ink(pictures(facts)[0])[1] >= 19.5 * MM


def test_receipt_for_a_proxy_still_fits_one_page():
    assert len(opened(replace(RECEIPT, proxy=PROXY, proxy_paper="Giấy ủy quyền")).pages) == 1


def test_twenty_papers_flow_to_a_numbered_second_page_with_the_head_of_the_table():
    first, second = opened(with_papers(20)).pages
    assert second.extract_text().startswith("2")
    assert "Tên giấy tờ" in first.extract_text()
    assert "Tên giấy tờ" in second.extract_text()
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in second.extract_text()
    assert "Thời gian trả kết quả" in second.extract_text()


def ink(picture) -> tuple[int, int, int, int]:
    """The box around everything printed, in pixels."""
    return picture.point(lambda grey: 255 * (grey < 160)).getbbox()


@pytest.mark.parametrize(
    "facts",
    [
        RECEIPT,
        SUPPLEMENT,
        REFUSAL,
        with_papers(20),
        with_owner(full_name="Bảo" * 60, address="x" * 300, email="a" * 150 + "@example.vn"),
        replace(RECEIPT, submitter_name="Công Tằng Tôn Nữ Thị Hoàng Diệu Phương Anh Thảo Nguyên " * 3),
        replace(RECEIPT, head=replace(HEAD, unit_name="phường Phan Đình Phùng", place="Phan Đình Phùng")),
        replace(REFUSAL, reason="Lý do rất dài. " * 600),
    ],
)
def test_nothing_runs_into_the_margins(facts):
    for number, picture in enumerate(pictures(facts)):
        left, top, right, bottom = ink(picture)
        assert left >= 29.5 * MM
        assert right <= 195.5 * MM
        assert bottom <= 277.5 * MM
        assert top >= (19.5 if number == 0 else 7) * MM


def test_long_names_are_printed_whole():
    name = "Bảo" * 60
    assert name in without_breaks(text_of(with_owner(full_name=name)))


def test_empty_lists_do_not_stop_the_printing():
    assert "Thành phần hồ sơ nộp gồm" in text_of(replace(RECEIPT, components=()))
    assert "Lý do" in text_of(replace(SUPPLEMENT, items=(), reason=""))


# Typed text is never markup


@ALL_FORMS
def test_markup_in_a_name_is_printed_literally(facts):
    assert NASTY in text_of(replace(facts, owner=replace(OWNER, full_name=NASTY)))


def test_markup_is_literal_in_every_other_place_too():
    facts = replace(
        SUPPLEMENT,
        head=replace(HEAD, procedure_name=NASTY, officer_name=NASTY),
        items=(NASTY, '#read("base.typ")'),
        reason=NASTY,
        contact_name=NASTY,
    )
    text = text_of(facts)
    assert text.count(NASTY) == 5
    assert '#read("base.typ")' in text


def test_signs_without_a_glyph_become_a_box():
    text = text_of(with_owner(full_name="Mai 😀 漢\u202e\x07 Lan"))
    assert "Tiếp nhận hồ sơ của: Mai □ □ Lan" in text


@given(st.text(max_size=80))
@settings(max_examples=25)
def test_whatever_was_typed_the_paper_comes_out(typed):
    facts = replace(REFUSAL, owner=replace(OWNER, full_name=typed, address=typed), reason=typed)
    assert PRINTER.pdf(facts).startswith(b"%PDF-1.7")


# The code of the follow-up page


@ALL_FORMS
def test_code_is_read_from_the_paper(facts):
    (picture,) = pictures(facts)
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == FOLLOW
    wide = found.position.top_right.x - found.position.top_left.x
    assert wide >= 25 * MM
    assert "Quét mã để theo dõi hồ sơ SH-05725-261123-0017" in text_of(facts)


def test_code_has_its_quiet_zone():
    (picture,) = pictures(RECEIPT)
    corner = zxingcpp.read_barcodes(picture)[0].position
    left, top, right, bottom = corner.top_left.x, corner.top_left.y, corner.bottom_right.x, corner.bottom_right.y
    zone = round(4 * 26 * MM / 37) - 3  # the finder reports whole pixels
    around = picture.crop((left - zone, top - zone, right + zone, bottom + zone))
    around.paste(255, (zone - 3, zone - 3, zone + right - left + 3, zone + bottom - top + 3))
    assert ink(around) is None


def test_code_can_be_tapped_on_a_screen():
    (link,) = opened(RECEIPT).pages[0]["/Annots"]
    assert link.get_object()["/A"]["/URI"] == FOLLOW


def test_without_a_follow_up_page_there_is_no_code():
    facts = replace(REFUSAL, follow_url="")
    assert zxingcpp.read_barcodes(pictures(facts)[0]) == []
    assert "Quét mã" not in text_of(facts)


# The file


@ALL_FORMS
def test_file_is_pdf_a_2b_with_its_fonts_inside(facts):
    reader = opened(facts)
    root = reader.trailer["/Root"]
    about = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in about
    assert root["/OutputIntents"]
    assert root["/Lang"] == "vi-VN"
    assert root["/MarkInfo"]["/Marked"]
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    for font in fonts:
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "Tinos" in described["/FontName"]
        assert described.keys() & {"/FontFile2", "/FontFile3"}
    assert len(fonts) >= 3  # upright, bold, italic


@ALL_FORMS
def test_metadata_names_the_form_and_nobody(facts):
    reader = opened(facts)
    assert reader.metadata.author == "Trung tâm Phục vụ hành chính công xã Thần Sa"
    assert reader.metadata.title.split()[0] in {"Giấy", "Phiếu"}
    about = str(reader.metadata) + reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    for personal in (OWNER.full_name, OWNER.id_number, OWNER.phone, OWNER.email, OWNER.address, HEAD.officer_name):
        assert personal not in about


@ALL_FORMS
def test_same_facts_give_the_same_bytes(facts):
    assert TypstForms().pdf(facts) == printed(facts)


def test_many_threads_print_at_once_and_each_gets_its_own_paper():
    wrong: list[str] = []

    def work(number: int) -> None:
        name = f"Người thứ {number}"
        for _ in range(3):
            made = PRINTER.pdf(with_owner(full_name=name))
            if name not in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text():
                wrong.append(name)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(10, 16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_missing_fonts_are_told(tmp_path):
    with pytest.raises(Unavailable) as told:
        TypstForms([tmp_path, tmp_path / "nowhere"]).pdf(RECEIPT)
    assert told.value.key == "form.fonts_missing"


def test_failure_names_the_place_in_the_template_and_nobody():
    broken = replace(RECEIPT, components=(FormComponent("Tờ khai của bà Mai", "unheard_of"),))
    with pytest.raises(Unavailable) as told:
        PRINTER.pdf(broken)
    assert told.value.key == "form.not_printed"
    assert told.value.facts["form"] == "01"
    assert re.fullmatch(r"form_01\.typ:\d+:\d+", told.value.facts["at"])
    assert told.value.__suppress_context__
