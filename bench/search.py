"""Searching what is written on papers: size of the index, how fast pages go in, how long a question takes.

    python bench/search.py [--pages 100000] [--quick]

Pages of drawn Vietnamese text (about 260 words each, as common as words are: few are on every page, many on few) stand
in a SQLite database of three units, put in as a worker puts them, a page a transaction of its own for the first
thousand and a hundred together behind that. Then each of two hundred two-word questions, accents ignored, is asked of
one unit: the first page of hits by the index, and beside it the same by LIKE over the folded text, in the same order.
Exit 0: 95 of 100 questions by the index are answered within 100 ms.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import text as sql
from sqlmodel import Session

from sothuhoso.db import migrate, tables
from sothuhoso.db.engine import open_database
from sothuhoso.db.queries import page_texts
from sothuhoso.domain.names import fold
from sothuhoso.domain.page_text import covered, tokens
from sothuhoso.domain.text_query import understood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sothuhoso.db.engine import Database

GOAL = 0.1
UNITS = ("05725", "05716", "05722")
PAGES_OF_A_DOSSIER = 4
SHOWN = 21  # a page of hits, and one to know whether there are more
NOW = datetime(2026, 11, 23, tzinfo=UTC)
FORMS = (
    """
    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc TỜ KHAI ĐĂNG KÝ KHAI SINH Kính gửi Ủy ban nhân
    dân xã Họ chữ đệm tên người yêu cầu Nơi cư trú Giấy tờ tùy thân Quan hệ với người được khai sinh Đề nghị cơ
    quan đăng ký khai sinh cho người dưới đây Ngày tháng năm sinh ghi bằng chữ Giới tính Dân tộc Quốc tịch Nơi
    sinh Quê quán Họ chữ đệm tên người mẹ Năm sinh Họ chữ đệm tên người cha Tôi cam đoan nội dung đề nghị đăng ký
    khai sinh trên đây là đúng sự thật được sự thỏa thuận nhất trí của các bên liên quan theo quy định pháp luật
    Làm tại ngày tháng năm
    """,
    """
    GIẤY CHỨNG SINH Bộ Y tế Cơ sở khám chữa bệnh Họ và tên mẹ hoặc người nuôi dưỡng Năm sinh Nơi đăng ký thường
    trú Mã số bảo hiểm xã hội Số CCCD Dân tộc Đã sinh con vào lúc giờ phút ngày tháng năm Tại Số lần sinh Số con
    hiện sống Số con trong lần sinh này Giới tính của con Cân nặng Tình trạng của con Dự định đặt tên con Người đỡ
    đẻ Cha mẹ hoặc người nuôi dưỡng ký ghi rõ họ tên Thủ trưởng cơ sở y tế
    """,
    """
    ĐƠN ĐỀ NGHỊ xác nhận tình trạng hôn nhân Kính gửi Tôi tên là sinh ngày thường trú tại Trong thời gian cư trú
    tại đến chưa đăng ký kết hôn với ai Mục đích sử dụng giấy xác nhận Tôi xin chịu hoàn toàn trách nhiệm về lời
    khai của mình hợp đồng chuyển nhượng quyền sử dụng đất thửa đất số tờ bản đồ diện tích mét vuông mục đích sử
    dụng thời hạn
    """,
)
NAMES = (  # of families, between, given
    """
    Nguyễn Trần Lê Hoàng Nông Triệu Lý Dương Đặng Bàn Vi Ma Lục Hứa Phùng Chu Đinh Hà Phạm Vũ
    """,
    """
    Thị Văn Đức Thu Minh Ngọc Xuân Hữu Quang Thanh
    """,
    """
    Mây Mai Pá Hương Lan Bảo Sơn Tuyết Dũng Hạnh Khánh Liên Nga Phúc Quỳnh Trang Tú Vinh Yến Thảo Đạt Hiếu
    """,
)
SYLLABLES = (  # how they begin, how they end
    """
    b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x
    """,
    """
    a ai an ang anh ao âu ăm e en ên i iên inh o oan ong ô ông ơi u uyên ư ương y yên ạ ội ổn ích ước ấy ều
    """,
)
FAMILY, MIDDLE, GIVEN = (names.split() for names in NAMES)
ONSETS, RHYMES = (parts.split() for parts in SYLLABLES)


def main() -> int:
    """Measure; answer the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--quick", action="store_true", help="five thousand pages")
    asked = parser.parse_args()
    pages = 5_000 if asked.quick else asked.pages
    with tempfile.TemporaryDirectory(prefix="search-") as folder:
        url = f"sqlite:///{folder}/bench.db"
        migrate.upgrade(url)
        database = open_database(url)
        single, together = fill(database, pages)
        sizes = measured_sizes(database)
        slow = ask_all(database, pages)
        database.close()
    print(
        f"pages={pages} index_bytes_a_page={sizes['index'] / pages:.0f} text_bytes_a_page={sizes['text'] / pages:.0f}",
        f"pages_a_second={together:.0f} single_ms={single * 1000:.1f} load={os.getloadavg()[0]:.1f}",
    )
    return int(slow > GOAL)


def vocabulary(dice: random.Random) -> list[str]:
    """Syllables as places and things are called."""
    return sorted({dice.choice(ONSETS) + dice.choice(RHYMES) for _ in range(900)})


def page_words(dice: random.Random, rare: list[str]) -> list[str]:
    """One page: a form's words, a few people, a place, dates and numbers, and things that only few pages have."""
    words = dice.choice(FORMS).split()
    for _ in range(4):
        at = dice.randrange(len(words))
        words[at:at] = [dice.choice(FAMILY), dice.choice(MIDDLE), dice.choice(GIVEN)]
    words += [f"{dice.randint(1, 28):02d}/{dice.randint(1, 12):02d}/{dice.randint(1950, 2026)}" for _ in range(4)]
    words += [f"{dice.randrange(10**12):012d}", str(dice.randrange(10**4))]
    words += [rare[int(dice.paretovariate(1.1)) % len(rare)] for _ in range(90)]
    return words


def fill(database: Database, pages: int) -> tuple[float, float]:
    """Put the pages in; seconds of one in a transaction of its own, and pages a second of a hundred together."""
    dice = random.Random(7)
    rare = vocabulary(dice)
    dice.shuffle(rare)
    dossiers = list(offices(database, pages))
    single: list[float] = []
    spent = done = 0.0
    at = 0
    while at < pages:
        many = 1 if at < min(1000, pages // 5) else 100
        batch = [
            (dossiers[n // PAGES_OF_A_DOSSIER], n, page_words(dice, rare)) for n in range(at, min(pages, at + many))
        ]
        with Session(database.writer) as session:
            readings = [_page(session, *where, n) for where, n, _ in batch]
            session.flush()
            began = time.perf_counter()
            for reading, (_, _, words) in zip(readings, batch, strict=True):
                page_texts.put(session, reading, tokens(covered(words)))
            session.commit()
        took = time.perf_counter() - began
        if many == 1:
            single.append(took)
        else:
            spent, done = spent + took, done + len(batch)
        at += len(batch)
    return statistics.median(single), done / spent if spent else 0.0


def offices(database: Database, pages: int) -> Iterator[tuple[UUID, UUID]]:
    """Units, and enough dossiers with a paper each; in turn, so that each unit has its share at every time."""
    dice = random.Random(11)
    with Session(database.writer) as session:
        for code in UNITS:
            session.add(tables.UnitRow(code=code, name=code, kind="xa", province_code="19"))
        procedure = UUID(int=1)
        session.add(
            tables.ProcedureVersionRow(
                id=procedure, code="1", version=1, name="", effective_from=date(2026, 1, 1), body={}, content_hash=""
            )
        )
        session.flush()
        for number in range(-(-pages // PAGES_OF_A_DOSSIER)):
            dossier, paper = UUID(int=dice.getrandbits(128)), UUID(int=dice.getrandbits(128))
            session.add(_dossier(dossier, number, UNITS[number % len(UNITS)], procedure))
            session.flush()
            session.add(_paper(dossier, paper))
            yield dossier, paper
        session.commit()


def _dossier(dossier: UUID, number: int, unit: str, procedure: UUID) -> tables.DossierRow:
    return tables.DossierRow(
        id=dossier, number=f"SH-{number}", unit_code=unit, intake_unit_code=unit, procedure_version_id=procedure,
        procedure_code="1", procedure_name="", procedure_name_en="", channel="phone", status=1, owner_name="",
        owner_name_folded="", captured_at=NOW, submitted_at=NOW, secret_index=str(number), secret_enc=b"", answers={},
        notice={},
    )  # fmt: skip


def _paper(dossier: UUID, paper: UUID) -> tables.DossierComponentRow:
    return tables.DossierComponentRow(
        id=paper, dossier_id=dossier, key="giay", position=0, name="", name_en="", kind="submit", state="photographed"
    )


def _page(session: Session, dossier: UUID, paper: UUID, number: int) -> tables.PageReadingRow:
    page = tables.DossierPageRow(
        id=UUID(int=random.Random(number).getrandbits(128)), dossier_id=dossier, component_id=paper,
        position=number % PAGES_OF_A_DOSSIER, received_sha256="", file_sha256="", thumbnail_sha256="", media_type="",
        width=1, height=1, bytes=1,
    )  # fmt: skip
    session.add(page)
    session.flush()
    reading = tables.PageReadingRow(
        page_id=page.id, dossier_id=dossier, component_id=paper, verdict="good", dpi=300, turned=0, sheet_sha256="",
        words_enc=b"", made_at=NOW,
    )  # fmt: skip
    session.add(reading)
    return reading


def measured_sizes(database: Database) -> dict[str, int]:
    """Bytes of the index, and of the text beside it with its own indexes."""
    query = "SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE '%page_text%' GROUP BY name"
    with database.reader.connect() as connection:
        found = {str(name): int(size) for name, size in connection.execute(sql(query))}
    index = sum(size for name, size in found.items() if name.startswith("page_text_fts"))
    return {"index": index, "text": sum(found.values()) - index}


def questions(dice: random.Random, rare: list[str]) -> Iterator[str]:
    """Two words each: of a name, of a form, seldom ones, and one that is nowhere."""
    forms = [word for form in FORMS for word in form.split() if len(word) > 1]
    kinds = ((FAMILY, GIVEN), (MIDDLE, GIVEN), (forms, forms), (forms, rare), (rare, rare), (GIVEN, ["zzkhongco"]))
    for at in range(200):
        first, second = kinds[at % len(kinds)]
        yield fold(f"{dice.choice(first)} {dice.choice(second)}")


def ask_all(database: Database, pages: int) -> float:
    """Ask all; print the times of both ways; answer the 95th of 100 of the index."""
    dice = random.Random(7)
    rare = vocabulary(dice)
    asked = list(questions(random.Random(3), rare))
    ways: dict[str, Callable[[Session, str], list[UUID]]] = {"index": by_index, "like": by_like}
    times: dict[str, list[float]] = {}
    hits = 0
    for way, ask in ways.items():
        sample = asked if way == "index" or pages <= 10_000 else asked[::5]
        for said in sample:
            with Session(database.reader) as session:
                began = time.perf_counter()
                hits += len(ask(session, said))
                times.setdefault(way, []).append(time.perf_counter() - began)
    for way, took in times.items():
        cuts = statistics.quantiles(took, n=100)
        middle, most, slowest = cuts[49] * 1000, cuts[94] * 1000, max(took) * 1000
        print(f"{way}: p50_ms={middle:.1f} p95_ms={most:.1f} slowest_ms={slowest:.1f} n={len(took)}")
    print(f"hits={hits}")
    return statistics.quantiles(times["index"], n=100)[94]


def by_index(session: Session, said: str) -> list[UUID]:
    """As the desk asks."""
    return [row.page.id for row in page_texts.in_unit(session, understood(said), UNITS[0], offset=0, limit=SHOWN)]


def by_like(session: Session, said: str) -> list[UUID]:
    """The same without an index: words anywhere in the folded text."""
    query = sql(
        "SELECT page_text.page_id FROM page_text JOIN dossier ON dossier.id = page_text.dossier_id "
        "WHERE dossier.unit_code = :unit AND ' ' || folded || ' ' LIKE :first AND ' ' || folded LIKE :second "
        "ORDER BY page_text.id DESC LIMIT :limit"
    )
    first, second = said.split()
    given = {"unit": UNITS[0], "first": f"% {first} %", "second": f"% {second}%", "limit": SHOWN}
    return [row[0] for row in session.connection().execute(query, given)]


if __name__ == "__main__":
    sys.exit(main())
