"""The project's own samples are what they pretend to be, and say that they are samples."""

import io

import numpy as np
import pytest
from PIL import Image, ImageChops

from tests.imaging import files
from tests.samples import cards, drawing, film, papers, people
from tests.samples.photo import Shot, as_file, photograph


@pytest.mark.parametrize("draw", [cards.front_2021, cards.back_2024, papers.birth_notice, papers.declaration])
def test_every_sample_is_marked(draw, monkeypatch):
    marked = draw(people.MAI)
    for place in (cards, papers):
        monkeypatch.setattr(place, "mark", lambda *_, **__: None)
    box = ImageChops.difference(marked, draw(people.MAI)).getbbox()
    assert box is not None
    assert box[2] - box[0] > marked.width * 0.3


def test_letters_without_a_glyph_would_show():
    """Every accented letter has a form of its own in the fonts that are installed."""
    letters = "ăâđêôơưắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỳỵỷỹ"
    shapes = {bytes(drawing.font(40, serif=serif).getmask(letter)) for letter in letters for serif in (False, True)}
    assert len(shapes) == 2 * len(letters)


def test_people_are_told_in_seven_and_eleven_fields():
    for person in people.EVERYONE:
        assert len(person.text_2021.split("|")) == 7
        assert len(person.text_2024.split("|")) == 11


def test_the_same_shot_gives_the_same_photo():
    shot = Shot(size=(300, 400), glare=0.1, blur=1)
    first, second = (np.asarray(photograph(cards.front_2021(people.MAI), shot)) for _ in range(2))
    assert np.array_equal(first, second)


def test_a_photo_is_stored_as_it_was_held():
    stored = files.opened(as_file(files.corners(), "JPEG", orientation=6, place=True))
    assert stored.size == (64, 96)
    assert stored.getexif()[0x0112] == 6
    assert stored.getexif().get_ifd(0x8825)[1] == "N"


@pytest.mark.parametrize("size", [(64, 48), (640, 360)])
def test_a_film_for_the_camera_has_its_frames(tmp_path, size):
    frames = [files.corners(size), Image.new("RGB", size, "white")]
    raw = film.y4m(tmp_path / "card.y4m", frames, rate=5).read_bytes()
    head, rest = raw.split(b"\n", 1)
    frame = len(b"FRAME\n") + size[0] * size[1] * 3 // 2
    assert head == f"YUV4MPEG2 W{size[0]} H{size[1]} F5:1 Ip A1:1 C420jpeg".encode()
    assert len(rest) == 2 * frame
    assert rest.startswith(b"FRAME\n")
    assert set(rest[frame + 6 : frame + 6 + size[0] * size[1]]) == {255}


def test_a_small_film_is_jpegs_in_a_row(tmp_path):
    path = film.mjpeg(tmp_path / "card.mjpeg", [files.corners(), files.corners()])
    first = path.read_bytes().split(b"\xff\xd9")[0] + b"\xff\xd9"
    assert path.read_bytes() == first * 2
    assert files.seen_corners(Image.open(io.BytesIO(first))) == files.CORNERS
