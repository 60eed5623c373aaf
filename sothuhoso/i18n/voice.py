"""What is said aloud, for people to whom letters say little: one folder for each language under ``assets/voice``.

A folder with a ``voice.toml`` (the language's own name, source and licence, the texts) and a sound for each sentence is
a language; nothing else is needed to offer it. What a language does not say is said in Vietnamese, which says all.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sothuhoso.i18n.catalog import DEFAULT

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "voice"
#: Sounds that a language may come as. The Vietnamese ones are all MP3: the player finds them without a list.
KINDS = (".mp3", ".m4a", ".ogg")
#: What every folder says about itself.
_ABOUT = ("name", "source", "licence")


@dataclass(frozen=True)
class Sentence:
    """What is said at one step. ``text`` is empty where a language is spoken and not written."""

    step: str
    text: str
    file: Path | None
    source: str
    licence: str


@dataclass(frozen=True)
class Voice:
    """One language: its code, its own name for itself, its sentences by step."""

    code: str
    name: str
    sentences: dict[str, Sentence]


def voices(folder: Path = FOLDER) -> list[Voice]:
    """Every language there is a folder for, Vietnamese first. ``LookupError`` names what a folder does not say."""
    found = [read_voice(toml.parent) for toml in sorted(folder.glob("*/voice.toml"))]
    return sorted(found, key=lambda voice: voice.code != DEFAULT)


def read_voice(folder: Path) -> Voice:
    """One language. A text without its sound is kept: the device's own voice may say it."""
    told = tomllib.loads((folder / "voice.toml").read_text("utf-8"))
    lacking = [word for word in _ABOUT if not told.get(word)]
    if lacking:
        message = f"{folder / 'voice.toml'} does not say: {', '.join(lacking)}"
        raise LookupError(message)
    texts: dict[str, dict[str, Any]] = {step: one for step, one in told.items() if isinstance(one, dict)}
    sounds = {file.stem: file for file in sorted(folder.iterdir()) if file.suffix in KINDS}
    sentences = {step: _sentence(step, {**told, **texts.get(step, {})}, sounds.get(step)) for step in {*texts, *sounds}}
    return Voice(folder.name, told["name"], dict(sorted(sentences.items())))


def _sentence(step: str, said: dict[str, Any], file: Path | None) -> Sentence:
    return Sentence(step, said.get("text", ""), file, said["source"], said["licence"])


@cache
def steps() -> frozenset[str]:
    """The steps that have a sentence."""
    (vietnamese,) = (voice for voice in voices() if voice.code == DEFAULT)
    return frozenset(vietnamese.sentences)


def index(folder: Path = FOLDER) -> dict[str, Any]:
    """What the device reads as ``/voice/index.json``: of each language text and address of its sentences; all files."""
    spoken = voices(folder)
    sounds = [_address(one) for voice in spoken for one in voice.sentences.values() if one.file]
    return {
        "languages": {
            voice.code: {
                "name": voice.name,
                "sentences": {one.step: {"text": one.text, "file": _address(one)} for one in voice.sentences.values()},
            }
            for voice in spoken
        },
        "files": ["/voice/index.json", *sounds],
    }


def _address(sentence: Sentence) -> str:
    return f"/voice/{sentence.file.parent.name}/{sentence.file.name}" if sentence.file else ""
