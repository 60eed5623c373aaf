"""What is said aloud: short, there, audible; and a folder is a language."""

import re
import shutil

import pytest

from sothuhoso.i18n import voice
from sothuhoso.i18n.voice import FOLDER, index, voices
from tests.arch.sources import modules
from tests.i18n.mp3 import frames

VIETNAMESE = next(spoken for spoken in voices() if spoken.code == "vi")
SENTENCES = [pytest.param(one, id=one.step) for one in VIETNAMESE.sentences.values()]
#: The steps of the offline flow; each page names its own, and a name without a sentence fails the build.
FLOW = {
    "home", "procedure", "who", "missing", "camera_card", "camera_paper", "papers", "papers_done", "review", "sign",
    "receipt", "sending", "waiting", "arrived", "parked", "outbox", "outbox_parked", "outbox_empty",
}  # fmt: skip
KB = 1024


def test_each_step_of_the_flow_has_its_sentence():
    assert set(VIETNAMESE.sentences) >= FLOW
    assert voice.steps() == set(VIETNAMESE.sentences)


def test_what_the_pages_ask_for_is_there():
    calls = re.compile(r"\bsay\(['\"](\w+)['\"]\)")
    asked = {
        step
        for path, _ in modules().items()
        if path.startswith(("pages/", "components/"))
        for step in calls.findall((FOLDER.parents[1] / "sothuhoso" / path).read_text("utf-8"))
    }
    assert len(asked) > 10
    assert asked - voice.steps() == set()


@pytest.mark.parametrize("one", SENTENCES)
def test_a_sentence_is_for_the_ear(one):
    """Short, two breaths at most, and nothing in it that only the eye understands."""
    parts = [part.split() for part in re.split(r"[.?!]", one.text) if part.strip()]
    assert 1 <= len(parts) <= 2
    assert max(len(words) for words in parts) <= 14
    assert sum(len(words) for words in parts) <= 18
    assert re.search(r"[\d/()«»“”:;]|\b[A-ZĐ]{2,}\b", one.text) is None


@pytest.mark.parametrize("one", SENTENCES)
def test_a_sentence_has_a_sound_of_plausible_length(one):
    """People speak some three syllables a second to somebody old, and Vietnamese words have one each."""
    assert one.file == FOLDER / "vi" / f"{one.step}.mp3"  # the player finds it by its name
    content = one.file.read_bytes()
    assert len(content) <= 20 * KB
    sound = list(frames(content))
    assert {frame.channels for frame in sound} == {1}
    seconds = sum(frame.seconds for frame in sound)
    words = len(one.text.split())
    assert 0.22 * words < seconds < 0.6 * words
    assert 1.5 < seconds < 7


def test_all_of_it_is_small():
    assert sum(one.file.stat().st_size for one in VIETNAMESE.sentences.values() if one.file) <= 600 * KB


def test_each_sentence_says_where_it_is_from():
    assert {bool(one.source and one.licence) for one in VIETNAMESE.sentences.values()} == {True}


# --- another language ----------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "voice")
    return tmp_path / "voice"


def add(folder, code, told, *sounds):
    (folder / code).mkdir()
    (folder / code / "voice.toml").write_text(told, "utf-8")
    for sound in sounds:
        (folder / code / sound).write_bytes(b"sound")
    return folder


HMONG = 'name = "Hmoob"\nsource = "a reader"\nlicence = "CC-BY-4.0"\n'


def test_a_folder_is_a_language(folder):
    add(
        folder, "hmn", f'{HMONG}[home]\ntext = "Koj"\n[who]\ntext = "Leej twg"\n', "home.m4a", "papers.ogg", "notes.txt"
    )
    listed = index(folder)
    assert list(listed["languages"]) == ["vi", "hmn"]  # Vietnamese first, whatever the letters
    assert listed["languages"]["hmn"] == {
        "name": "Hmoob",
        "sentences": {
            "home": {"text": "Koj", "file": "/voice/hmn/home.m4a"},
            "papers": {"text": "", "file": "/voice/hmn/papers.ogg"},  # spoken, never written
            "who": {"text": "Leej twg", "file": ""},  # written, not recorded yet
        },
    }
    assert {"/voice/hmn/home.m4a", "/voice/hmn/papers.ogg", "/voice/vi/home.mp3"} < set(listed["files"])
    assert not any("notes" in file for file in listed["files"])


def test_a_recording_has_its_own_source(folder):
    add(folder, "tay", f'{HMONG}[home]\ntext = "…"\nsource = "bà Nông Thị Lan"\n', "home.mp3", "who.mp3")
    tay = next(spoken for spoken in voices(folder) if spoken.code == "tay")
    assert [tay.sentences[step].source for step in ("home", "who")] == ["bà Nông Thị Lan", "a reader"]
    assert tay.sentences["home"].licence == "CC-BY-4.0"


def test_a_folder_that_does_not_say_whose_it_is_is_refused(folder):
    add(folder, "dao", 'name = "Dao"\nlicence = ""\n', "home.mp3")
    with pytest.raises(LookupError, match=r"dao.*source, licence"):
        voices(folder)


def test_a_folder_without_a_word_about_itself_is_no_language(folder):
    (folder / "pictures").mkdir()
    assert [spoken.code for spoken in voices(folder)] == ["vi"]
