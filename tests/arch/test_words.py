"""The word lists say the same, key by key and blank by blank, and hold every key the code asks for."""

import ast
import re

import pytest

from sothuhoso.domain import errors
from sothuhoso.fonts import alphabet
from sothuhoso.i18n.catalog import DEFAULT, LANGUAGES, words
from tests.arch.sources import modules

BLANK = re.compile(r"\{(\w+)\}")
ERRORS = {cls.__name__ for cls in (errors.DomainError, *errors.DomainError.__subclasses__())}
OTHERS = [lang for lang in LANGUAGES if lang != DEFAULT]


@pytest.mark.parametrize("lang", OTHERS)
def test_same_keys(lang):
    assert set(words(lang)) ^ set(words(DEFAULT)) == set()


@pytest.mark.parametrize("lang", OTHERS)
def test_same_blanks(lang):
    """A fact that has a name in each language comes as ``{name}`` and ``{name_en}``."""
    ours, theirs = words(DEFAULT), words(lang)
    blanks = {key: (_blanks(ours[key], DEFAULT), _blanks(theirs.get(key, ""), lang)) for key in ours}
    assert {key: pair for key, pair in blanks.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_left_empty(lang):
    assert [key for key, sentence in words(lang).items() if not sentence.strip()] == []


def test_every_error_has_its_sentence():
    asked = {(path, key) for path, tree in modules().items() for key in _error_keys(tree)}
    assert len(asked) > 50
    assert {(path, key) for path, key in asked if f"errors.{key}" not in words(DEFAULT)} == set()


def test_every_reason_to_take_a_page_again_has_its_sentence():
    """``imaging`` gives keys; the screens and the command line say them."""
    calls = (n for tree in modules().values() for n in ast.walk(tree) if isinstance(n, ast.Call))
    named = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "PageReason" and c.args]
    keys = {arg.value for c in named if isinstance(arg := c.args[0], ast.Constant)}
    assert len(keys) > 6
    assert {key for key in keys if f"page.reason.{key}" not in words(DEFAULT)} == set()


def test_the_font_has_every_letter_of_the_words():
    """What the subset lacks, the system's font shows in another face in the middle of a word."""
    letters = {
        letter for lang in LANGUAGES for sentence in words(lang).values() for letter in sentence if letter.isalpha()
    }
    assert letters - alphabet() == set()


def _blanks(sentence: str, lang: str) -> set[str]:
    return {blank.removesuffix(f"_{lang}") for blank in BLANK.findall(sentence)}


def _error_keys(tree: ast.Module) -> set[str]:
    calls = (
        n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in ERRORS
    )
    first = (call.args[0] for call in calls if call.args)
    return {arg.value for arg in first if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
