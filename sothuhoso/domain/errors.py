"""What can go wrong, by key: the key names the sentence in the word list, the facts fill its blanks.

No module below ``i18n`` speaks a human language; whoever shows an error looks the key up.
"""

from __future__ import annotations


class DomainError(Exception):
    """A refusal with a reason a person can act on.

    ``key`` is a dotted name under ``errors`` in the word list; ``facts`` fill its placeholders and
    must hold nothing personal: they travel into logs and answers.
    """

    status = 422

    def __init__(self, key: str, **facts: str | float | bool | None) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


class Invalid(DomainError):
    """The request does not make sense as it stands (422)."""


class Malformed(DomainError):
    """The request cannot be read at all (400)."""

    status = 400


class SignInNeeded(DomainError):
    """Nobody is signed in, or the session ended (401). What was sent must be kept by the sender."""

    status = 401


class Refused(DomainError):
    """The actor may not do this here (403)."""

    status = 403


class NotFound(DomainError):
    """There is no such thing, or the actor must not learn that there is (404)."""

    status = 404


class Conflict(DomainError):
    """Somebody or something was faster; nothing was overwritten (409)."""

    status = 409


class Gone(DomainError):
    """What the caller stands for was taken away for good (410): it must not try again."""

    status = 410


class TooLarge(DomainError):
    """More bytes, pixels or pages than the limit named in the facts (413)."""

    status = 413


class WrongKind(DomainError):
    """The bytes are not of a kind that is taken here (415)."""

    status = 415


class TooMany(DomainError):
    """Too many tries; ``facts['seconds']`` says how long to wait (429)."""

    status = 429


class Unavailable(DomainError):
    """A part the service stands on does not answer just now (503)."""

    status = 503
