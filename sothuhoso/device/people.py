"""The persons of the open draft, bound: values, where they came from, what is odd, the card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("people_view.js")
_CARD = binding.module("card_view.js")
_CAMERA = binding.module("camera_view.js")
_FLOW = binding.module("flow.js")
_ADDRESS = binding.module("address_view.js")
_WHO = binding.reader(_LIBRARY, "usePeople", "who")


@dataclass
class Place:
    """A unit of today: its code, and how it is written ("xã Võ Nhai, tỉnh Thái Nguyên")."""

    code: str
    place: str


@dataclass
class Seen:
    """As much of somebody as it takes to choose: of several in one picture, or of another dossier."""

    name: str
    number: str
    birth: str


@dataclass
class Needed:
    """Something missing: ``key`` under "needed", and where to put it right (a field, or a page of the flow)."""

    key: str
    slot: str
    field: str


FOR_WHOM: Any = binding.read(_WHO, "who.forWhom")  # "" | same | other
OWNER_LABEL: Any = binding.read(_WHO, "who.ownerLabel")
SUBJECT_LABEL: Any = binding.read(_WHO, "who.subjectLabel")
SUBJECT_FIELDS: Any = binding.read(_WHO, "who.subjectFields", list[str])
#: people of other dossiers that wait on this device
EARLIER: Any = binding.read(_WHO, "who.earlier", list[Seen])
ENTER = binding.call(_LIBRARY, "(asked) => enterWho(asked)", "enterWho")
NEEDED: Any = binding.read(_WHO, "who.needed", list[Needed])


def value(slot: str, field: str) -> Any:
    """What stands in a field."""
    return binding.read(_WHO, f"who.{slot}.{field}.value")


def origin(slot: str, field: str) -> Any:
    """Where it came from: a ``domain.people.Origin``; ``typed`` as soon as it is edited."""
    return binding.read(_WHO, f"who.{slot}.{field}.origin")


def odd(slot: str, field: str) -> Any:
    """What is odd about it: a key under "warnings", "" for nothing."""
    return binding.read(_WHO, f"who.{slot}.{field}.odd")


def card(slot: str, name: str, kind: type[Any] = str) -> Any:
    """How reading this person's card went."""
    return binding.read(_WHO, f"who.cards.{slot}.{name}", kind)


def odd_facts(slot: str, field: str) -> Any:
    """What fills the blanks of that sentence."""
    return binding.read(_WHO, f"who.{slot}.{field}.facts", dict[str, str])


def offered(slot: str) -> Any:
    """What is asked about the old address: "" | certain | split | same_name | unclear."""
    return binding.read(_WHO, f"who.offers.{slot}.ask")


def offered_units(slot: str) -> Any:
    """The units it may be today."""
    return binding.read(_WHO, f"who.offers.{slot}.units", list[Place])


def take_address(slot: str, code: Any) -> FunctionStringVar:
    """Trigger: this is the unit of today."""
    return binding.call(_ADDRESS, f"() => takeAddress('{slot}', {code!s})", "takeAddress", uses=(code,))


def drop_address(slot: str) -> FunctionStringVar:
    """Trigger: leave the unit of today out again."""
    return binding.call(_ADDRESS, f"() => dropAddress('{slot}')", "dropAddress")


def choose_person(slot: str, index: Any) -> FunctionStringVar:
    """Trigger: of several people in one picture, the one who is meant."""
    return binding.call(_CARD, f"() => choosePerson('{slot}', {index!s})", "choosePerson", uses=(index,))


def take_person(slot: str, index: Any) -> FunctionStringVar:
    """Trigger: somebody of another dossier on this device is meant."""
    return binding.call(_LIBRARY, f"() => takePerson('{slot}', {index!s})", "takePerson", uses=(index,))


def type_card(slot: str) -> FunctionStringVar:
    """Trigger: what a hand-held scanner or a person has typed of a card."""
    return binding.call(_CARD, f"(value) => typeCard('{slot}', value)", "typeCard")


def read_typed(slot: str) -> FunctionStringVar:
    """Trigger: read it as it is."""
    return binding.call(_CARD, f"() => readTyped('{slot}')", "readTyped")


def set_field(slot: str, field: str) -> FunctionStringVar:
    """Trigger: the new text of a field."""
    return binding.call(_LIBRARY, f"(value) => setField('{slot}', '{field}', value)", "setField")


def choose(slot: str, field: str, key: str) -> FunctionStringVar:
    """Trigger: one fixed value (a radio button)."""
    return binding.call(_LIBRARY, f"() => setField('{slot}', '{field}', '{key}')", "setField")


def set_submitter(key: str) -> FunctionStringVar:
    """Trigger: for whom."""
    return binding.call(_LIBRARY, f"() => setSubmitter('{key}')", "setSubmitter")


def scan_card(slot: str) -> FunctionStringVar:
    """Trigger: the live camera on the card's code."""
    return binding.call(_CAMERA, f"() => openCardCamera('{slot}')", "openCardCamera")


def card_file(slot: str) -> FunctionStringVar:
    """Trigger of a file chooser: read the card from a photo."""
    return binding.call(_CARD, f"(files) => readCardFile('{slot}', files)", "readCardFile")


def go_to_field(slot: Any, field: Any) -> FunctionStringVar:
    """Trigger: lead to a field that is missing."""
    return binding.call(
        _FLOW,
        f"() => toField({slot!s}, {field!s})",
        "toField",
        uses=(
            slot,
            field,
        ),
    )
