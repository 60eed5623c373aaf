"""The full-text index, on both databases: what is put in is found, what is replaced or deleted is not, by any words."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, delete, select

from sothuhoso.db import tables
from sothuhoso.db.queries import page_texts
from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.page_text import covered, found, tokens
from sothuhoso.domain.text_query import understood

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HERE, THERE = "05725", "05716"
LETTERS = "aăâbdđeêhioôơuưxáàảãạấềộ"
AWKWARD = [
    "1e5",
    "12a3",
    "a1.5",
    "x/y/z.txt",
    "a@b.vn",
    "http://a.b/c?d",
    "½",
    "m²",
    "a½b",
    "&amp;",
    "<b>",
    "'a'",
    "²",
    "ß",
    "Ⅷ",
    "-5",
]


class Archive:
    """Dossiers of two units, each with one paper; pages are written on by ``write``."""

    def __init__(self, database) -> None:
        self.database = database
        self.papers = {unit: self._dossier(unit) for unit in (HERE, THERE)}

    @contextmanager
    def open(self):
        with Session(self.database.writer, expire_on_commit=False) as session:
            yield session
            session.commit()

    def _dossier(self, unit: str):
        ids, procedure = (uuid4(), uuid4()), uuid4()
        with self.open() as session:
            session.add(tables.UnitRow(code=unit, name="Thần Sa", kind="xa", province_code="19"))
            session.add(
                tables.ProcedureVersionRow(
                    id=procedure,
                    code=unit,
                    version=1,
                    name="",
                    effective_from=date(2026, 1, 1),
                    body={},
                    content_hash="",
                )
            )
            session.flush()
            session.add(
                tables.DossierRow(
                    id=ids[0], number=f"SH-{unit}", unit_code=unit, intake_unit_code=unit,
                    procedure_version_id=procedure,
                    procedure_code=unit, procedure_name="", procedure_name_en="", channel="phone", status=1,
                    owner_name="", owner_name_folded="", captured_at=NOW, submitted_at=NOW, secret_index=unit,
                    secret_enc=b"", answers={}, notice={},
                )
            )  # fmt: skip
            session.flush()
            session.add(
                tables.DossierComponentRow(
                    id=ids[1], dossier_id=ids[0], key="giay", position=0, name="Giấy", name_en="", kind="submit",
                    state="photographed",
                )
            )  # fmt: skip
        return ids

    def write(self, text: str, unit: str = HERE, *, indexed: bool = True):
        """A page with these words; answers its reading."""
        dossier, paper = self.papers[unit]
        page = tables.DossierPageRow(
            id=uuid4(), dossier_id=dossier, component_id=paper, position=0, received_sha256="", file_sha256="",
            thumbnail_sha256="", media_type="", width=1, height=1, bytes=1,
        )  # fmt: skip
        reading = tables.PageReadingRow(
            page_id=page.id, dossier_id=dossier, component_id=paper, verdict="good", dpi=300, turned=0,
            sheet_sha256="", words_enc=b"", made_at=NOW,
        )  # fmt: skip
        with self.open() as session:
            session.add(page)
            session.flush()
            session.add(reading)
            if indexed:
                page_texts.put(session, reading, tokens(covered(text.split())))
        return reading

    def again(self, reading, text: str) -> None:
        with self.open() as session:
            page_texts.put(session, reading, tokens(covered(text.split())))

    def find(self, asked: str, unit: str = HERE, *, exact: bool = False):
        """Ids of the pages found."""
        with Session(self.database.reader) as session:
            rows = page_texts.in_unit(session, understood(asked, exact=exact), unit, offset=0, limit=50)
            return [row.page.id for row in rows]


@pytest.fixture
def archive(any_database) -> Archive:
    return Archive(any_database)


def test_a_page_is_found_by_words_rows_and_beginnings(archive):
    first = archive.write("Giấy khai sinh của Hoàng Thị Mây xóm Khuổi Mèo").page_id
    second = archive.write("Tờ khai đăng ký khai sinh").page_id
    assert archive.find("khai sinh") == [second, first]  # what was read last comes first
    assert archive.find("sinh giay") == [first]
    assert archive.find('"khai sinh cua"') == [first]
    assert archive.find('"sinh khai"') == []
    assert archive.find("dang k") == []  # one letter is no beginning …
    assert archive.find("dang kh") == [second]  # … and two are, of any word
    assert archive.find("kh dang") == []  # only of the last


def test_accents_are_ignored_or_respected(archive):
    with_, without = archive.write("Đặng Văn Bảo").page_id, archive.write("Dang Van Bao").page_id
    assert archive.find("dang") == archive.find("đặng") == archive.find("ĐẶNG") == [without, with_]
    assert archive.find("đặng", exact=True) == [with_]
    assert archive.find("đang", exact=True) == []
    assert archive.find("dang", exact=True) == [without, with_]
    assert archive.find('"dang van"', exact=True) == [without, with_]


def test_of_ones_own_unit_and_of_one_dossier_only(archive):
    here, there = archive.write("khai sinh"), archive.write("khai sinh", THERE)
    assert archive.find("khai") == [here.page_id]
    assert archive.find("khai", THERE) == [there.page_id]
    with Session(archive.database.reader) as session:
        rows = page_texts.in_dossier(session, understood("khai"), there.dossier_id, limit=9)
        assert [(row.page.id, row.dossier.unit_code, row.paper.name) for row in rows] == [
            (there.page_id, THERE, "Giấy")
        ]


def test_a_page_read_again_is_found_by_its_new_words_only(archive):
    reading = archive.write("cũ nát")
    archive.again(reading, "mới tinh")
    assert archive.find("cũ") == []
    assert archive.find("mới") == [reading.page_id]


def test_what_is_deleted_is_gone_and_leaves_nothing_behind(archive):
    gone, stays = archive.write("chữ này"), archive.write("chữ kia")
    with archive.open() as session:
        session.delete(session.get(tables.PageReadingRow, gone.page_id))
    assert archive.find("chữ") == [stays.page_id]
    with archive.open() as session:
        session.exec(delete(tables.PageReadingRow))
        session.flush()
        assert session.exec(select(tables.PageTextRow)).all() == []
        if archive.database.is_sqlite:
            session.connection().exec_driver_sql("INSERT INTO page_text_fts(page_text_fts) VALUES ('integrity-check')")
            words = session.connection().exec_driver_sql(
                "SELECT count(*) FROM page_text_fts WHERE page_text_fts MATCH 'chu'"
            )
            assert words.scalar() == 0
    assert archive.find("chữ") == []


def test_what_a_transaction_gave_up_is_not_found(archive):
    with Session(archive.database.writer) as session:
        reading = archive.papers[HERE]
        page = tables.DossierPageRow(
            id=uuid4(), dossier_id=reading[0], component_id=reading[1], position=0, received_sha256="", file_sha256="",
            thumbnail_sha256="", media_type="", width=1, height=1, bytes=1,
        )  # fmt: skip
        session.add(page)
        session.flush()
        made = tables.PageReadingRow(
            page_id=page.id, dossier_id=reading[0], component_id=reading[1], verdict="good", dpi=300, turned=0,
            sheet_sha256="", words_enc=b"", made_at=NOW,
        )  # fmt: skip
        session.add(made)
        page_texts.put(session, made, tokens(["nửa", "chừng"]))
        session.rollback()
    assert archive.find("nửa chừng") == []


def test_readings_without_a_text_are_known_one_after_the_other(archive):
    archive.write("đã có")
    pending = {archive.write("chưa", indexed=False).page_id for _ in range(3)}
    seen, after = [], None
    with archive.open() as session:
        assert page_texts.unread(session, archive.papers[HERE][0]) == 3
        while rows := page_texts.without_text(session, after, 2):
            seen += [row.page_id for row in rows]
            after = seen[-1]
    assert len(seen) == 3
    assert set(seen) == pending


def test_pages_are_turned(archive):
    written = [archive.write(f"tờ số {n}").page_id for n in range(5)]
    with Session(archive.database.reader) as session:
        parts = [page_texts.in_unit(session, understood("tờ"), HERE, offset=at, limit=2) for at in (0, 2, 4)]
    assert [row.page.id for part in parts for row in part] == written[::-1]


words = st.one_of(st.text(LETTERS + "019.-/", min_size=1, max_size=6), st.sampled_from(AWKWARD))
shared_archive = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@shared_archive
@given(text=st.lists(words, min_size=1, max_size=12), asked=st.data(), exact=st.booleans())
def test_the_database_finds_what_the_domain_marks(archive, text, asked, exact):
    """So that a page that is found shows why, and one that would be marked is found."""
    page_id = archive.write(" ".join(text)).page_id
    on_page = tokens(covered(" ".join(text).split()))
    said = " ".join(asked.draw(st.lists(st.one_of(st.sampled_from(text), words), min_size=1, max_size=3)))
    said = asked.draw(st.sampled_from([said, f'"{said}"']))
    try:
        terms = understood(said, exact=exact)
    except Invalid:
        return
    marked = all(found(on_page, [term]) for term in terms)
    assert (page_id in archive.find(said, exact=exact)) == marked, (text, said)


@shared_archive
@given(
    asked=st.one_of(
        st.text(st.characters(codec=None), max_size=40), st.text("\"*^:(){}-+&|!<>\\' aàđNEAROR", max_size=30)
    )
)
def test_nothing_that_is_typed_is_the_databases_own_language(archive, asked):
    for exact in (False, True):
        with suppress(Invalid):
            archive.find(asked, exact=exact)
