"""The product's sources, parsed once, for the tests that read them instead of running them."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "sothuhoso"


@lru_cache(maxsize=1)
def modules() -> dict[str, ast.Module]:
    """Path under ``sothuhoso/`` → syntax tree, for every module."""
    files = sorted(PRODUCT.rglob("*.py"))
    return {str(file.relative_to(PRODUCT)): ast.parse(file.read_text("utf-8")) for file in files}


def imported(tree: ast.Module) -> set[str]:
    """Everything a module imports, as ``package.name``."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def spoken(tree: ast.Module) -> list[tuple[int, str]]:
    """Line and text of every string that is no docstring and no bare string in the place of a comment."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
    ]
