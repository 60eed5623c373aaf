"""The rules of the house that no linter knows."""

import ast
import json
import unicodedata

from sothuhoso.fonts import alphabet
from tests.arch.sources import PRODUCT, ROOT, imported, modules, spoken

SQL = {"select", "insert", "update", "delete", "text"}
SQL_PACKAGES = ("sqlmodel", "sqlalchemy")
#: These are about letters themselves.
LETTERS = {"domain/names.py", "domain/hamlets.py", "fonts.py", "device/fold.js"}
VIETNAMESE = {letter for letter in alphabet() if ord(letter) > 127 and letter.isalpha()}


def test_there_is_something_to_read():
    assert len(modules()) > 50


def test_statements_live_in_the_queries():
    found = {
        path: names
        for path, tree in modules().items()
        if (names := {n for n in imported(tree) if n.startswith(SQL_PACKAGES) and n.rpartition(".")[2] in SQL})
        and not path.startswith("db/")
    }
    assert found == {}


def test_only_the_unit_of_work_commits():
    def commits(tree: ast.Module) -> list[int]:
        calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute))
        return [c.lineno for c in calls if c.func.attr == "commit" and ast.unparse(c.func.value) != "uow"]

    allowed = {"db/unit_of_work.py", "db/migrate.py"}
    assert {path: lines for path, tree in modules().items() if (lines := commits(tree)) and path not in allowed} == {}


def test_only_integrations_talk_to_other_machines():
    talkers = {"httpx", "urllib.request", "requests", "aiohttp", "socket"}
    found = {
        p: n
        for p, tree in modules().items()
        if (n := imported(tree) & talkers or {x for x in imported(tree) if x.startswith("httpx.")})
    }
    assert {path for path in found if not path.startswith("integrations/")} == set()


def test_sentences_live_in_the_word_lists():
    """A Vietnamese letter in a string of the product means a sentence that cannot be translated."""
    found = [
        f"{path}:{line} {text[:60]!r}"
        for path, tree in modules().items()
        if path not in LETTERS and not path.startswith("seeds/")
        for line, text in spoken(tree)
        if VIETNAMESE & set(unicodedata.normalize("NFC", text))
    ]
    assert found == []


def test_scripts_say_nothing_of_their_own():
    found = [
        f"{path}: {line.strip()[:80]}"
        for file in sorted(PRODUCT.rglob("*.js"))
        if (path := str(file.relative_to(PRODUCT))) not in LETTERS
        for line in file.read_text("utf-8").splitlines()
        if not line.lstrip().startswith(("//", "*", "/*")) and VIETNAMESE & set(line.partition(" // ")[0])
    ]
    assert found == []


def test_every_module_says_why_it_exists():
    assert [path for path, tree in modules().items() if not ast.get_docstring(tree)] == []


def test_no_radix_comes_with_the_pages():
    """One Radix component on one page makes every page 117 KB heavier; the build installs what the pages import."""
    package = json.loads((ROOT / "reflex.lock" / "package.json").read_text("utf-8"))
    names = {*package["dependencies"], *package["devDependencies"]}
    assert "react" in names
    assert [name for name in names if name.startswith("@radix-ui")] == []


def test_the_lock_names_no_host():
    lock = json.loads((ROOT / "reflex.lock" / "package-lock.json").read_text("utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
