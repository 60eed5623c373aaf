"""What stands on a paper that a record of it asks for: number, date, issuing body, kind, names of persons.

Fields as of CV 7197/BKHCN-CĐSQG (29/11/2025); number and notation parted as NĐ 30/2020 does, the notation being the
letters. What is found is a suggestion for somebody who sees the paper; whatever is doubtful is none at all, for a wrong
one costs more than one that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sothuhoso.domain.dates import parse_partial
from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.names import collapse, fold
from sothuhoso.domain.page_lines import Box, Line, Word, box_around, lines_of, wide_gap
from sothuhoso.domain.page_text import COVER, long_numbers


class PaperField(StrEnum):
    """What is noted of a paper, in the order of the screens."""

    TYPE_NAME = "type_name"  # tên loại
    CODE_NUMBER = "code_number"  # số
    CODE_NOTATION = "code_notation"  # ký hiệu
    ISSUED_DATE = "issued_date"  # ngày, tháng, năm ban hành
    ORGAN_NAME = "organ_name"  # cơ quan ban hành
    NAMES = "names"  # persons; the only one that a paper can have several of


MOST = {
    PaperField.TYPE_NAME: 100,
    PaperField.CODE_NUMBER: 11,
    PaperField.CODE_NOTATION: 30,
    PaperField.ISSUED_DATE: 10,
    PaperField.ORGAN_NAME: 200,
    PaperField.NAMES: 100,
}
"""Letters a field holds (CV 7197; names as we choose)."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``value`` as it would be noted, ``read`` as it stands there; ``page`` counts from 0.

    ``boxes``: one for each line it stands on, in shares of the page. ``clear``: nothing had to be mended.
    """

    field: PaperField
    value: str
    read: str
    page: int
    boxes: tuple[Box, ...]
    clear: bool = True


def suggested(pages: Sequence[Sequence[Word]], *, today: date) -> tuple[Suggestion, ...]:
    """What is found on a paper's pages, words in the order of reading and long numbers covered, in the fields' order.

    One at most of each field, of names each person once. Nothing that ``checked`` would not take.
    """
    lines = [lines_of(words) for words in pages]
    found: list[Suggestion] = []
    for page, on_page in enumerate(lines):
        segments = [part for line in on_page for part in line.segments]
        if page == 0:
            found += [*_titles(segments), *_numbers(segments), *_bodies(segments)]
        if page in {0, len(lines) - 1}:
            found += _dates(on_page, page, today)
        found += _names(on_page, page)
    return _one_of_each([one for one in found if _taken(one, today)])


def checked(field: str, value: str, *, today: date) -> str:
    """What is to be noted, tidied up. Raises ``Invalid('paper_field.…' | 'date.impossible')``."""
    if field not in set(PaperField):
        raise Invalid("paper_field.unknown")
    text = collapse(value).replace(COVER, "")
    if not text:
        raise Invalid("paper_field.empty")
    if len(text) > MOST[PaperField(field)]:
        raise Invalid("paper_field.too_long", most=MOST[PaperField(field)])
    if long_numbers(text):
        raise Invalid("paper_field.long_number")
    digits = any(sign.isdecimal() for sign in text)
    if field == PaperField.CODE_NUMBER and not digits:
        raise Invalid("paper_field.no_digit")
    if field == PaperField.NAMES and digits:
        raise Invalid("paper_field.digit_in_name")
    return _day(text, today) if field == PaperField.ISSUED_DATE else text


def _day(text: str, today: date) -> str:
    """A whole date that has been, dd/mm/yyyy."""
    known = parse_partial(text)
    if known.exact is None:
        raise Invalid("paper_field.date_not_whole")
    if known.exact > today:
        raise Invalid("paper_field.date_to_come")
    return known.text


def _taken(one: Suggestion, today: date) -> bool:
    try:
        return COVER not in one.read and checked(one.field, one.value, today=today) == one.value
    except Invalid:
        return False


def _one_of_each(found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Of a field that says two things, none; of names each once."""
    known: dict[tuple[str, str], Suggestion] = {}
    for one in found:
        known.setdefault((one.field, fold(one.value)), one)
    said = [one.field for one in known.values()]
    order = list(PaperField)
    single = [one for one in known.values() if one.field == PaperField.NAMES or said.count(one.field) == 1]
    return tuple(sorted(single, key=lambda one: order.index(one.field)))


# --- kind of paper -------------------------------------------------------------------------------------------------

_HEAD = 0.45  # of the page: below it nobody titles or numbers a paper
_CENTRAL = (0.3, 0.7)
_TITLE = re.compile(
    r"(?:giay|trich luc|to khai|don|thong bao|bien ban|van ban|hop dong|xac nhan|ban|phieu|cam ket|bien lai|bang|the|"
    r"chung chi|chung nhan|di chuc|nghi quyet|to trinh|bao cao|ly lich|hoc ba|so ho|quyet dinh) [a-z]|quyet dinh:?$"
)
_NOT_TITLE = re.compile(r"\(|ban (?:sao|chinh)")


def _titles(segments: Sequence[Line]) -> Iterator[Suggestion]:
    """The first line of capitals that begins as titles do, and those of its size right beneath it."""
    for at, line in enumerate(segments):
        if not _stands_as_title(line) or not _TITLE.match(line.text) or _NOT_TITLE.match(line.text):
            continue
        whole = [line]
        for below in segments[at + 1 :]:
            if not _stands_as_title(below) or not _right_beneath(whole[-1], below):
                break
            if _BODY.match(below.text) or _NOT_TITLE.match(below.text):
                break
            whole.append(below)
        yield _of_lines(PaperField.TYPE_NAME, whole)
        return


def _stands_as_title(line: Line) -> bool:
    return line.capital and line.box[1] < _HEAD and _CENTRAL[0] < line.centre < _CENTRAL[1]


def _right_beneath(above: Line, below: Line) -> bool:
    """The next line of the same block, in letters of about the same size."""
    low, high = sorted((above.box[3], below.box[3]))
    near = 0 < below.box[1] - above.box[1] < _LINE_PITCH * high
    return near and low > _SAME_SIZE * high and abs(above.centre - below.centre) < _SAME_COLUMN


_LINE_PITCH, _SAME_SIZE, _SAME_COLUMN = 2.6, 0.6, 0.1


def _of_lines(field: PaperField, lines: Sequence[Line]) -> Suggestion:
    read = " ".join(line.said for line in lines)
    value = collapse(read.strip(_LOOSE))
    return Suggestion(field, value, read, 0, tuple(line.box for line in lines), clear=_readable(value))


# --- number and notation -------------------------------------------------------------------------------------------

_DIGIT = "[0-9oil]"
_SLIPS = str.maketrans("oil", "011")  # letters that digits are taken for
_NUMBER = re.compile(
    rf"so ?[:.;,]? ?(?P<number>{_DIGIT}{{1,6}}(?:/{_DIGIT}{{4}})?)"
    r"(?:/(?P<notation>[a-z](?:[a-z0-9&/.-]*[a-z0-9])?))?[.,]?"
)


def _numbers(segments: Sequence[Line]) -> Iterator[Suggestion]:
    """``Số: 45/UBND-TP`` and nothing else on its side of the head."""
    for line in segments:
        match = _NUMBER.fullmatch(line.text) if line.box[1] < _HEAD else None
        if match is None or not any(sign.isdigit() for sign in match["number"]):
            continue
        words = line.between(*match.span("number"))
        boxes = (_around(words),)
        number = match["number"].translate(_SLIPS)
        yield Suggestion(PaperField.CODE_NUMBER, number, line.said, 0, boxes, clear=number == match["number"])
        if match["notation"]:
            long = len(match["notation"])
            notation = words[-1].text.rstrip(".,")[-long:]
            clear = notation.replace("TTr", "").isupper()
            yield Suggestion(PaperField.CODE_NOTATION, notation, line.said, 0, boxes, clear=clear)


# --- date ----------------------------------------------------------------------------------------------------------

_WRITTEN = (
    rf"ngay ?(?P<day>{_DIGIT}{{1,2}}) ?thang ?(?P<month>{_DIGIT}{{1,2}}) ?,? ?nam ?(?P<year>{_DIGIT}{{4}}) ?[.,]?"
)
_PLACED = re.compile(rf"(?:[a-z][a-z .()-]*[,.;] ?)?{_WRITTEN}")
_NOTED = re.compile(
    rf"(?:[0-9]+\. ?)?ngay,? ?(?:thang,? ?nam)? ?(?:dang ky|ban hanh)[a-z ]*[:.;]? ?"
    rf"(?:{_WRITTEN}|(?P<day2>{_DIGIT}{{1,2}})[/.-](?P<month2>{_DIGIT}{{1,2}})[/.-](?P<year2>{_DIGIT}{{4}})[.,]?)"
)
_ASIDE = 0.3  # text begins left of it, the line of place and day right


def _dates(lines: Sequence[Line], page: int, today: date) -> list[Suggestion]:
    """``Thần Sa, ngày … tháng … năm …`` by itself; failing that, a day that is labelled as the paper's."""
    placed: list[Suggestion] = []
    noted: list[Suggestion] = []
    for line in lines:
        before = ""
        for part in line.segments:
            if part.box[0] > _ASIDE and not before.endswith(":") and (match := _PLACED.fullmatch(part.text)):
                placed += _dated(part, match, page, today)
            before = part.text
        if match := _NOTED.fullmatch(line.text):
            noted += _dated(line, match, page, today)
    return placed or noted


def _dated(line: Line, match: re.Match[str], page: int, today: date) -> Iterator[Suggestion]:
    """One that is possible."""
    which = ("day", "month", "year") if match["day"] else ("day2", "month2", "year2")
    read = [match[name] for name in which]
    mended = [text.translate(_SLIPS) for text in read]
    try:
        value = checked(PaperField.ISSUED_DATE, "/".join(mended), today=today)
    except Invalid:
        return
    boxes = (_around(line.between(match.start(which[0]), match.end(which[2]))),)
    yield Suggestion(PaperField.ISSUED_DATE, value, line.said, page, boxes, clear=mended == read)


# --- issuing body --------------------------------------------------------------------------------------------------

_TOP = 0.3  # of the page: where the issuing body stands
_BODY = re.compile(
    r"(?:ubnd|uy ban nhan dan|benh vien|cong an|trung tam|tram y te|so(?= [a-z])|phong|chi cuc|van phong|truong|"
    r"toa an|bo|cuc|tong cuc|bao hiem xa hoi|hoi dong|ngan hang|vien kiem sat|chi nhanh)\b"
)
_NATION = re.compile(r"cong h[a-z]+ xa h|doc lap")
_NAMELESS = re.compile(r"(?:ubnd|uy ban nhan dan|cong an|benh vien|tram y te)(?: (?:xa|phuong|huyen|tinh|da khoa))?")
_NOTED_BODY = re.compile(
    r"(?:[0-9]+\. ?)?noi dang ky(?: ket hon| khai sinh| khai tu)? ?[:.;] ?(?P<body>(?:ubnd|uy ban nhan dan) [a-z].*)"
)
_MARGIN, _NARROW = 0.1, 0.8
"""What ends so near to where a page's lines end may go on beneath; lines end there at least."""


def _bodies(segments: Sequence[Line]) -> list[Suggestion]:
    """The lowest body of the head's side: those above are whom it belongs to. Else where something was registered."""
    head: list[list[Line]] = []
    for line in segments:
        if line.box[1] > _TOP or not line.capital or _TITLE.match(line.text) or _NATION.match(line.text):
            continue
        if _BODY.match(line.text):
            head.append([line])
        elif head and _right_beneath(head[-1][-1], line):
            head[-1].append(line)
    if head:
        last = _of_lines(PaperField.ORGAN_NAME, head[-1])
        return [] if _NAMELESS.fullmatch(fold(last.value)) else [last]
    edge = _edge(segments)
    return [
        _noted_body(line, line.between(*match.span("body")))
        for line in segments
        if (match := _NOTED_BODY.fullmatch(line.text)) and line.words[-1].right < edge - _MARGIN
    ]


def _noted_body(line: Line, words: Sequence[Word]) -> Suggestion:
    value = collapse(" ".join(word.text for word in words).strip(_LOOSE))
    return Suggestion(PaperField.ORGAN_NAME, value, line.said, 0, (_around(words),), clear=_readable(value))


def _edge(lines: Iterable[Line]) -> float:
    """Where the page's lines end on the right."""
    return max([_NARROW, *(line.words[-1].right for line in lines)])


# --- persons -------------------------------------------------------------------------------------------------------

_WHOSE = r"(?: (?!ngay|so|nam|gioi)[a-z/()]+){0,7}?"
_HO = r"\bh[o0] ?(?:va|,? ?chu dem,?(?: va)?) ?ten\b"
_LABEL = re.compile(
    rf"(?:(?:{_HO}|\bh[o0] ten\b|\bten (?:tre|con)\b){_WHOSE}|\bdat ten(?: cho)? con(?: la)?|"
    rf"^(?:[0-9]+\. ?)?(?:ong ?/ ?ba|ong|ba)) ?[:;]|(?P<self>\btoi (?:ten )?la\b|\bten toi la\b) ?:?"
)
_LABEL_ALONE = re.compile(rf"{_HO}(?! ?[:;])")
"""Its colon was lost; only right before a name."""
_POLITE = frozenset({"ong", "ba", "ong/ba", "anh", "chi", "em", "chau", "cu", "be"})
_POLITE_ALWAYS = frozenset({"ong", "ba", "ong/ba"})  # the others are surnames, too, when they begin large
_FOLLOWS = frozenset(
    {"sinh", "va", "cu", "hien", "co", "mang", "la", "so", "ngay", "tru", "thuong", "cccd", "cmnd", "can", "voi"}
)
_LABELS = frozenset(
    {"gioi", "ngay", "nam", "nu", "so", "dan", "quoc", "noi", "que", "dia", "dien", "nghe", "chuc", "cmnd", "cccd"}
)
_OFFICES = re.compile(
    r"(?:ubnd|uy ban|chu tich|pho (?:chu|giam|truong)|truong (?:thon|xom|ban|cong|phong)|to (?:truong|khai)|can bo|"
    r"cong (?:chuc|an|dan|ty)|giam doc|ban quan)\b"
)
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")
_WORDS = range(2, 7)
_SHORT = frozenset({"ubnd", "hdnd"})
_LOOSE = " .,:;()…_·-–—\"'’"


def _names(lines: Sequence[Line], page: int) -> Iterator[Suggestion]:
    """Whoever stands behind ``Họ và tên:``, ``Tôi là`` and the like, up to where a name ends."""
    edge = _edge(lines)
    for at, line in enumerate(lines):
        below = lines[at + 1].words if at + 1 < len(lines) else ()
        for match, whole in ((match, whole) for match, whole in _labels(line)):
            before = line.between(0, match.end())
            rows = _name(line.words[len(before) :], below, edge)
            if rows and (whole or not wide_gap(before[-1], rows[0][0])):
                value = " ".join(_bare(word) for row in rows for word in row)
                read = " ".join(word.text for row in rows for word in row)
                boxes = tuple(_around(row) for row in rows)
                clear = whole and len(rows) == 1 and _readable(value)
                yield Suggestion(PaperField.NAMES, value, read, page, boxes, clear=clear)


def _labels(line: Line) -> Iterator[tuple[re.Match[str], bool]]:
    """Labels of names, and whether they are whole."""
    for match in _LABEL.finditer(line.text):
        first, *others = line.between(*match.span())
        if match["self"]:
            if first.text[:1].isupper():  # within a sentence it says what something of somebody's is
                yield match, True
        elif line.capital or not any(word.text[:1].isupper() and fold(word.text)[:3] != "ten" for word in others):
            yield match, True
    for match in _LABEL_ALONE.finditer(line.text):
        yield match, False


def _name(rest: Sequence[Word], below: Sequence[Word], edge: float) -> list[list[Word]]:
    """The words of a name at the beginning of these, by line; none where it is not sure that it ends there."""
    words = [word for word in rest if _bare(word)]
    while words and fold(_bare(words[0])) in (_POLITE_ALWAYS if _may_be_of_name(words[0]) else _POLITE):
        words = words[1:]
    first, ended = _run(words)
    second: list[Word] = []
    if first and not ended and first[-1].right > edge - _MARGIN:
        second, ended = _run(below)
        if second and (not ended or any(":" in word.text for word in below)):
            return []
    rows = [row for row in (first, second) if row]
    return rows if _is_name([_bare(word) for row in rows for word in row]) else []


def _run(words: Sequence[Word]) -> tuple[list[Word], bool]:
    """Words in a row that may be a name's, and whether something ends it (``False``: the line does)."""
    taken: list[Word] = []
    for at, word in enumerate(words):
        if taken and wide_gap(taken[-1], word):
            return taken, True
        if not _may_be_of_name(word):
            text = fold(_bare(word))
            return (taken if text in _FOLLOWS or not text.isalpha() else []), True
        if taken and fold(_bare(word)) in _LABELS and at + 1 < len(words) and not _may_be_of_name(words[at + 1]):
            return taken, True
        taken.append(word)
        if word.text[-1] in ",;.)":
            return taken, True
    return taken, False


def _may_be_of_name(word: Word) -> bool:
    text = _bare(word)
    return text[:1].isupper() and all(sign.isalpha() or sign in "'’-" for sign in text)


def _is_name(words: Sequence[str]) -> bool:
    capitals = all(word.isupper() for word in words)
    right = capitals or all(part[1:] == part[1:].lower() for word in words for part in re.split("['’-]", word))
    return len(words) in _WORDS and right and not _OFFICES.match(fold(" ".join(words)))


def _around(words: Sequence[Word]) -> Box:
    return box_around([word.box for word in words])


def _bare(word: Word) -> str:
    return word.text.strip(_LOOSE)


def _readable(text: str) -> bool:
    """Whether each word could be one of the language: what is none may be rightly read all the same."""
    return all(part in _SHORT or _SYLLABLE.fullmatch(part) for part in re.findall("[a-z]+", fold(text)))
