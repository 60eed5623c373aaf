"""What people type to find something on papers, understood as terms; nothing of it is ever a database's own syntax.

Several words must all be there, words in quotation marks one behind the other, and the last word may be unfinished.
Accents count where the typed word has some and that is wanted; who types none finds all.
"""

from __future__ import annotations

import re

from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.names import nfc
from sothuhoso.domain.page_text import Term, long_numbers, tokens

MOST_SIGNS = 100
MOST_WORDS = 12
_UNFINISHED_FROM = 2  # letters: one alone would find every page
_QUOTES = re.compile('["“”„«»]')


def understood(asked: str, *, exact: bool = False) -> tuple[Term, ...]:
    """The terms, all of which must be on a page.

    Raises ``Invalid``: ``search.empty`` (no letter, no digit), ``search.too_long``, ``search.too_many_words``, and
    ``search.number`` for an ID number or another of nine digits and more, which is found elsewhere.
    """
    said = nfc(asked).strip()
    if len(said) > MOST_SIGNS:
        raise Invalid("search.too_long", most=MOST_SIGNS)
    if long_numbers(said):
        raise Invalid("search.number")
    terms = _terms(said, exact=exact)
    if not terms:
        raise Invalid("search.empty")
    if sum(len(term.words) for term in terms) > MOST_WORDS:
        raise Invalid("search.too_many_words", most=MOST_WORDS)
    return terms


def _terms(said: str, *, exact: bool) -> tuple[Term, ...]:
    parts = _QUOTES.split(said)
    chunks = [(chunk, at % 2 == 1) for at, part in enumerate(parts) for chunk in ([part] if at % 2 else part.split())]
    terms = [(_term(chunk, exact=exact), quoted) for chunk, quoted in chunks]
    known = [(term, quoted) for term, quoted in terms if term.words]
    if not known:
        return ()
    last, quoted = known[-1]
    unfinished = not quoted and len(last.words[-1]) >= _UNFINISHED_FROM
    return (*(term for term, _ in known[:-1]), Term(last.words, last.exact, unfinished))


def _term(chunk: str, *, exact: bool) -> Term:
    """What is typed in one piece (``12/11/2026``) or between quotation marks stands in a row."""
    row = tokens([chunk])
    accents = exact and any(token.text != token.folded for token in row)
    return Term(tuple(token.text if accents else token.folded for token in row), accents)
