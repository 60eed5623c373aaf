"""The cures of the framework's browser part fit the framework that is installed."""

from pathlib import Path

import pytest
from reflex_base.compiler.templates import vite_config_template
from reflex_base.constants import Templates

from sothuhoso.frontend import FrontendPlugin, cures
from sothuhoso.i18n.catalog import text

TEMPLATE = Path(Templates.Dirs.WEB_TEMPLATE)


def _files() -> dict[str, str]:
    saved: list = []
    changed: dict = {}
    FrontendPlugin().pre_compile(add_save_task=saved.append, add_modify_task=changed.__setitem__)
    assert list(changed) == ["vite.config.js", "utils/context.jsx", "app/root.jsx", "app/_document.js"]
    return dict(saved[0]())


def test_every_cure_finds_its_place():
    state = _files()["utils/state.js"]
    assert "window.location.origin" in state
    assert "Math.random() * 16" not in state
    assert "early.events.push" in _files()["utils/context-registry.js"]


def test_a_changed_template_stops_the_build_by_name():
    with pytest.raises(LookupError, match="the socket goes to wherever the page came from"):
        cures.cured("another text", cures.STATE)
    twice = (TEMPLATE / "utils" / "state.js").read_text("utf-8") * 2
    with pytest.raises(LookupError):
        cures.cured(twice, cures.STATE)


def test_our_parts_come_first_in_vite():
    config = vite_config_template(
        base="/", hmr=True, force_full_reload=False, experimental_hmr=False, sourcemap=False, allowed_hosts=False
    )
    cured = cures.cured(config, cures.VITE_CONFIG)
    assert cured.index("leanParts(),") < cured.index("reactRouter(),")


def test_the_last_resort_speaks_both_languages():
    words = _files()["lean/words.js"]
    assert text("page.broken.title", "vi") in words
    assert text("page.broken.title", "en") in words


def test_no_address_is_built_in():
    assert FrontendPlugin().update_env_json()["EVENT"] == "ws://localhost/_event"


def test_every_stand_in_is_written():
    files = _files()
    for name in ("router.js", "styles.js", "cookies.js", "merge.js", "unused.js"):
        assert f"lean/{name}" in files
        assert f'lean("{name}")' in files["sothuhoso.vite.js"]
    assert "lean/router.js" in files["app/entry.client.js"]


def test_the_app_begins_behind_the_pages_in_the_devices_own_folder():
    entry = _files()["app/entry.client.js"]
    assert "$device" not in entry
    assert '"$/public/external/sothuhoso/device/binding/app_life.js"' in entry


def test_the_documents_head_is_drawn_by_the_build_alone():
    document = 'jsx("head",{},jsx("script",{},"x"),jsx(Links,{},)),jsx("body",{},children)'
    assert cures.cured(document, cures.DOCUMENT) == (
        'jsx("head",{},...(!import.meta.env.SSR ? [] : [jsx("script",{},"x"),jsx(Links,{},)])),jsx("body",{},children)'
    )
