"""The manifest says in Vietnamese what the app is, and names only files that are there."""

import json

from PIL import Image

from sothuhoso.i18n.catalog import text
from sothuhoso.pwa import icons, manifest
from sothuhoso.settings import ROOT


def test_says_what_an_installer_asks():
    said = manifest.manifest()
    assert (said["lang"], said["display"], said["start_url"], said["scope"]) == ("vi", "standalone", "/", "/")
    assert said["name"] == text("app.name")
    assert len(said["short_name"]) <= 12, "launchers cut what is longer"
    assert {(icon["sizes"], icon["purpose"]) for icon in said["icons"]} >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("192x192", "maskable"),
        ("512x512", "maskable"),
    }


def test_the_shortcuts_lead_to_capture_and_desk():
    shortcuts = {one["name"]: one["url"] for one in manifest.manifest()["shortcuts"]}
    assert shortcuts == {"Chụp hồ sơ": "/", "Bàn tiếp nhận": "/ban"}


def test_every_file_it_names_is_there_in_the_size_it_says(tmp_path):
    icons.write(tmp_path / "icons")
    manifest.write(tmp_path)
    said = json.loads((tmp_path / manifest.NAME).read_text("utf-8"))
    files = [*said["icons"], *said["screenshots"], *(icon for one in said["shortcuts"] for icon in one["icons"])]
    for file in files:
        if file["src"].endswith(".svg"):
            assert (ROOT / "assets" / file["src"].strip("/")).exists()
        else:
            width, height = Image.open(tmp_path / file["src"].strip("/")).size
            assert file["sizes"] == f"{width}x{height}"
