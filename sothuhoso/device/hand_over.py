"""Handing a draft to another device and taking one up, bound: the codes, the file, what is asked, what came."""

from __future__ import annotations

from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_GIVE = binding.module("giving.js")
_RECEIVE = binding.module("receiving.js")
_GIVING = binding.reader(_GIVE, "useGiving", "giving")
_RECEIVING = binding.reader(_RECEIVE, "useReceiving", "receiving")


def giving(name: str, kind: type[Any] = str) -> Any:
    """A value of the page that hands over."""
    return binding.read(_GIVING, f"giving.{name}", kind)


def receiving(name: str, kind: type[Any] = str) -> Any:
    """A value of the page that takes up."""
    return binding.read(_RECEIVING, f"receiving.{name}", kind)


ENTER_GIVE = binding.call(_GIVE, "(asked) => enterGive(asked)", "enterGive")
SHOW_CODES = binding.call(_GIVE, "() => showCodes()", "showCodes")
SWITCH_SIZE = binding.call(_GIVE, "() => switchSize()", "switchSize")
MAKE_FILE = binding.call(_GIVE, "() => makeFile()", "makeFile")
SHARE_FILE = binding.call(_GIVE, "() => shareFile()", "shareFile")
STOP = binding.call(_GIVE, "() => stop()", "stop")
HANDED_ON = binding.call(_GIVE, "() => handedOn()", "handedOn")
TAKE_BACK = binding.call(_GIVE, "() => takeBack()", "takeBack")
ASK_NOTHING = binding.call(_GIVE, "() => ask('')", "ask")
ASK_GIVEN = binding.call(_GIVE, "() => ask('given')", "ask")
ASK_BACK = binding.call(_GIVE, "() => ask('back')", "ask")

ENTER_RECEIVE = binding.call(_RECEIVE, "() => enterReceive()", "enterReceive")
SCAN = binding.call(_RECEIVE, "() => scan()", "scan")
CHOOSE_FILE = binding.call(_RECEIVE, "(files) => chooseFile(files)", "chooseFile")
SET_CODE = binding.call(_RECEIVE, "(value) => setCode(value)", "setCode")
OPEN_FILE = binding.call(_RECEIVE, "(event) => { event.preventDefault(); openFile(); }", "openFile")
AGAIN = binding.call(_RECEIVE, "() => begin()", "begin")


def answer(which: str) -> FunctionStringVar:
    """Trigger: what becomes of it where other content is here under the same id: both | theirs | mine."""
    return binding.call(_RECEIVE, f"() => answer('{which}')", "answer")
