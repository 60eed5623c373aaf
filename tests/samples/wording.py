"""What stands on sample pages: sentences of administrative papers with invented people, plots, dates and sums."""

from collections.abc import Callable

import numpy as np

from tests.samples.people import PLACES, SURNAMES, somebody

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
TITLES = (
    "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH",
    "ĐƠN XIN XÁC NHẬN NƠI CƯ TRÚ",
    "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI",
    "VĂN BẢN ỦY QUYỀN",
    "TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI",
    "BIÊN BẢN HÒA GIẢI TRANH CHẤP",
    "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH",
    "ĐƠN ĐỀ NGHỊ HỖ TRỢ XÓA NHÀ TẠM",
    "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
    "ĐƠN XIN GIẢM HỌC PHÍ",
    "CAM KẾT BẢO VỆ MÔI TRƯỜNG",
)
OFFICES = (
    "Ủy ban nhân dân xã {commune}",
    "Trung tâm Phục vụ hành chính công xã {commune}",
    "Công an xã {commune}",
    "Văn phòng đăng ký đất đai khu vực {commune}",
)
_PARAGRAPHS = """
Tôi là {name}, sinh ngày {birth}, mang căn cước số {id} cấp ngày {issued}, hiện cư trú tại {home}.

Người được ủy quyền: bà {name}, sinh năm {year}, căn cước số {id}, trú tại {home}, điện thoại {phone}.

Gia đình tôi có {count} nhân khẩu, thu nhập bình quân mỗi người khoảng {money} đồng một tháng, nguồn sống chính là
trồng lúa nước và chăn nuôi nhỏ.

Thửa đất số {plot} thuộc tờ bản đồ số {map}, diện tích {area} mét vuông, được ông {name} khai phá và sử dụng ổn định
từ năm {year}, không có tranh chấp với các hộ liền kề.

Căn cứ Quyết định số {plot}/QĐ-UBND ngày {date} về việc công bố danh mục thủ tục hành chính thuộc phạm vi quản lý
của xã {commune};

Xét đề nghị của công chức tư pháp - hộ tịch tại Tờ trình số {map}/TT-TP ngày {date};

Vì điều kiện sức khỏe không cho phép đi lại nhiều lần, tôi đề nghị được nhận kết quả qua dịch vụ bưu chính tại địa
chỉ: {home}.

Ngôi nhà hiện tại làm bằng gỗ tạp, lợp phi bờ rô xi măng từ năm {year}, nay đã dột nát, nguy cơ sập đổ khi có mưa
bão; tổng chi phí sửa chữa dự tính {money} đồng.

Mức lệ phí phải nộp là {money} đồng, nộp trực tiếp hoặc chuyển khoản trước ngày {date}; biên lai số {phone} được lưu
cùng hồ sơ.

Kết quả được trả trong {days} ngày làm việc, tính từ ngày tiếp nhận đủ giấy tờ; nếu chậm, bộ phận một cửa gửi thư
xin lỗi và hẹn lại ngày trả.

Ông {name} và bà {other} đăng ký kết hôn ngày {date} tại Ủy ban nhân dân xã {commune}, sinh được {count} người con,
tất cả đều đang đi học.

Các bên thống nhất giữ nguyên ranh giới theo cọc mốc đã cắm ngày {date}, chiều dài cạnh giáp đường là {map} mét,
cạnh giáp suối là {days} mét.

Cháu {other}, sinh ngày {child}, hiện học lớp {grade} tại trường liên cấp {commune}, thuộc diện được miễn, giảm học
phí theo quy định.

Sau khi nghe đọc lại toàn bộ nội dung, những người có mặt đều nhất trí, không ai có ý kiến khác và cùng ký tên dưới
đây.

Tôi chịu trách nhiệm về tính chính xác của các thông tin đã kê khai; nếu có gian dối, tôi chấp nhận mọi hình thức xử
lý của pháp luật.

Hộ kinh doanh đặt tại {home}, ngành nghề: bán lẻ hàng tạp hóa và vật tư nông nghiệp, vốn đăng ký {money} đồng, sử
dụng {count} lao động.

Người chết là cụ {name}, sinh năm {year}, mất hồi {days} giờ ngày {date} do tuổi cao; người đi khai là cháu nội,
điện thoại {phone}.

Rất mong quý cơ quan quan tâm, sớm giải quyết để gia đình yên tâm ổn định cuộc sống.

Qua kiểm tra thực tế ngày {date}, tổ công tác ghi nhận cơ sở có bể lắng ba ngăn, dung tích {days} mét khối, nước
thải không chảy ra kênh thủy lợi.

Trường hợp vắng mặt, tôi giao cho em ruột là {other}, căn cước số {id}, thay mặt ký nhận và giữ bản chính.

Thời hạn ủy quyền: từ ngày {date} cho đến khi hoàn thành công việc; thù lao ủy quyền: không.

Danh sách hộ đề nghị hỗ trợ đã được niêm yết công khai {days} ngày tại nhà văn hóa {village}, không nhận được phản
ánh, khiếu nại nào.
"""
SENTENCES = tuple(" ".join(paragraph.split()) for paragraph in _PARAGRAPHS.split("\n\n"))
WISHES = (
    "Tôi xin chân thành cảm ơn.",
    "Kính mong được xem xét, giải quyết.",
    "Văn bản này được lập thành hai bản, mỗi bên giữ một bản.",
)
FORM = (
    ("Họ, chữ đệm, tên", "name"),
    ("Ngày, tháng, năm sinh", "birth"),
    ("Số định danh cá nhân", "id"),
    ("Nơi thường trú", "home"),
    ("Ngày cấp", "issued"),
    ("Số điện thoại", "phone"),
    ("Họ tên vợ hoặc chồng", "other"),
    ("Diện tích đề nghị (mét vuông)", "area"),
    ("Số tiền đề nghị hỗ trợ (đồng)", "money"),
    ("Thôn, xóm, bản", "village"),
)
TABLES: tuple[tuple[tuple[str, str], ...], ...] = (
    (("Họ và tên", "name"), ("Ngày sinh", "short"), ("Số căn cước", "id")),
    (("Số thửa", "plot"), ("Số tờ", "map"), ("Diện tích", "area"), ("Chủ sử dụng", "name")),
    (("Người nộp", "name"), ("Số tiền", "money"), ("Ngày nộp", "short")),
)
SIGNERS = ("NGƯỜI LÀM ĐƠN", "NGƯỜI KHAI", "NGƯỜI ĐỀ NGHỊ", "NGƯỜI ỦY QUYỀN")
BESIDE = ("NGƯỜI LÀM CHỨNG", "TRƯỞNG THÔN", "NGƯỜI TIẾP NHẬN", "CÁN BỘ HỘ TỊCH")
OFFICIAL = ("CHỦ TỊCH", "PHÓ CHỦ TỊCH", "TRƯỞNG CÔNG AN XÃ")


def fact(key: str, random: np.random.Generator) -> str:
    """An invented value of that kind."""
    return _FACTS[key](random)


def filled(template: str, random: np.random.Generator) -> str:
    """The sentence with an invented value at each of its places."""
    return template.format_map(_Invented(random))


def commune(random: np.random.Generator) -> str:
    return str(random.choice(PLACES[1]))


def dated(random: np.random.Generator) -> str:
    return f"{random.integers(1, 29):02} tháng {random.integers(1, 13):02} năm {random.integers(2023, 2027)}"


class _Invented(dict[str, str]):
    def __init__(self, random: np.random.Generator) -> None:
        super().__init__()
        self._random = random

    def __missing__(self, key: str) -> str:
        self[key] = fact(key, self._random)
        return self[key]


def _short(random: np.random.Generator, first: int = 2019, last: int = 2027) -> str:
    return f"{random.integers(1, 29):02}/{random.integers(1, 13):02}/{random.integers(first, last)}"


def _money(random: np.random.Generator) -> str:
    return f"{random.integers(8, 9900) * 10000:,}".replace(",", ".")


def _woman(random: np.random.Generator) -> str:
    return f"{random.choice(SURNAMES)} Thị {random.choice(('Hằng', 'Sen', 'Yến', 'Thoa', 'Liễu', 'Dợ', 'Mỷ', 'Ngần'))}"


_FACTS: dict[str, Callable[[np.random.Generator], str]] = {
    "name": lambda random: somebody(random).full_name,
    "other": _woman,
    "id": lambda random: somebody(random).id_number,
    "home": lambda random: somebody(random).address,
    "birth": lambda random: _short(random, 1941, 2016),
    "child": lambda random: _short(random, 2010, 2019),
    "issued": lambda random: _short(random, 2021, 2026),
    "date": _short,
    "short": _short,
    "year": lambda random: str(random.integers(1938, 1986)),
    "phone": lambda random: f"09{random.integers(10**8):08}",
    "commune": commune,
    "village": lambda random: str(random.choice(PLACES[0])),
    "plot": lambda random: str(random.integers(12, 980)),
    "map": lambda random: str(random.integers(11, 90)),
    "area": lambda random: f"{random.integers(600, 29000) / 10:.1f}".replace(".", ","),
    "days": lambda random: f"{random.integers(3, 26):02}",
    "count": lambda random: f"{random.integers(2, 8):02}",
    "grade": lambda random: f"{random.integers(1, 10)}A",
    "money": _money,
}
