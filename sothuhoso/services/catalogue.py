"""The catalogue as devices keep it: procedures in force today, their search terms, fields, families, units.

It is the same for everybody and changes seldom, so it is put together once and known by its hash.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date
from threading import Lock
from typing import Any

from sothuhoso.db.queries import catalogue as queries
from sothuhoso.db.queries import procedures
from sothuhoso.db.tables import ProcedureVersionRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import names
from sothuhoso.domain.procedures import Family, Field, Procedure
from sothuhoso.services.container import Container
from sothuhoso.services.moments import local_day
from sothuhoso.services.views import CatalogueView

NOTICE_VERSION = "1"
"""Of the notice on personal data that is shown before sending (Luật 91/2025: provable which one was seen)."""

_kept: dict[str, CatalogueView] = {}
_lock = Lock()


def catalogue(c: Container) -> CatalogueView:
    """The catalogue of today; put together anew only when something in it changed."""
    today = local_day(c.clock.now())
    with c.look() as uow:
        stamp = _stamp(uow, c, today)
        with _lock:
            if stamp not in _kept:
                _kept.clear()
                _kept[stamp] = _build(uow, c, today)
            return _kept[stamp]


def procedure_in_force(uow: UnitOfWork, code: str, day: date) -> Procedure | None:
    """The version of a procedure that applies on that day."""
    row = procedures.version_in_force(uow.session, code, day)
    return Procedure.from_json(row.body) if row else None


def search_terms(procedure: Procedure) -> list[str]:
    """What people may type for it, folded: the legal name, the popular words, the English name, the code."""
    return _folded(procedure.name, *procedure.popular, procedure.name_en, procedure.code)


def _stamp(uow: UnitOfWork, c: Container, today: date) -> str:
    parts: list[object] = [NOTICE_VERSION, c.reference]
    parts += [*queries.procedure_stamps(uow.session, today), *queries.unit_stamps(uow.session)]
    return hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()


def _build(uow: UnitOfWork, c: Container, today: date) -> CatalogueView:
    content: dict[str, Any] = {
        "notice_version": NOTICE_VERSION,
        "fields": [
            {**_without_words(f), "terms": [names.fold(word) for word in (f.name, *f.words)]}
            for f in c.reference.fields
        ],
        "families": [
            {**_without_words(f), "terms": [names.fold(word) for word in f.words]} for f in c.reference.families
        ],
        "procedures": [_procedure(row) for row in procedures.versions_in_force(uow.session, today)],
        "units": [{"code": code, "name": name, "kind": kind} for code, name, kind in queries.unit_stamps(uow.session)],
    }
    digest = hashlib.sha256(_dumps(content).encode()).hexdigest()
    return CatalogueView(digest, _dumps({"hash": digest, **content}))


def _procedure(row: ProcedureVersionRow) -> dict[str, Any]:
    procedure = Procedure.from_json(row.body)
    """Of the popular words only the first is shown; all of them are searched by, folded."""
    return {**procedure.to_json(), "popular": procedure.popular[:1], "terms": search_terms(procedure)}


def _without_words(thing: Field | Family) -> dict[str, Any]:
    """As JSON, without the words that ``terms`` holds already."""
    return {name: value for name, value in asdict(thing).items() if name != "words"}


def _folded(*words: str) -> list[str]:
    return list(dict.fromkeys(filter(None, map(names.fold, words))))


def _dumps(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
