"""A page's PDF as a picture for a screen, drawn in the same confined worker as photos are opened in."""

import io

import numpy as np
import pikepdf
import pytest
from PIL import Image

from sothuhoso.domain.errors import Unavailable
from sothuhoso.imaging import pdf
from sothuhoso.imaging.page import make
from sothuhoso.imaging.picture import LONGEST, drawn
from tests.services.test_paper_files import WORDS, paper


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return pdf.written([make(paper(WORDS[0]), read=False).sheet], title="")


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("L")


def blank(width: float, height: float) -> bytes:
    out = io.BytesIO()
    with pikepdf.Pdf.new() as file:
        file.add_blank_page(page_size=(width, height))
        file.save(out)
    return out.getvalue()


def test_print_is_seen_on_white(sheet):
    grey = np.asarray(opened(drawn(sheet)))
    assert max(grey.shape) == LONGEST
    assert (grey > 230).mean() > 0.6
    assert 0.005 < (grey < 90).mean() < 0.3


def test_in_the_worker_too(imaging, sheet):
    assert opened(imaging.images.picture(sheet)).size == opened(drawn(sheet)).size


@pytest.mark.parametrize(("page", "size"), [((842, 595), (LONGEST, 1240)), ((153, 243), (1104, LONGEST))])
def test_sides_are_kept_and_the_long_one_is_as_long_as_is_sensible(page, size):
    width, height = opened(drawn(blank(*page))).size
    most = max(page) / 72 * 300
    scale = min(1.0, most / LONGEST)
    assert (width, height) == pytest.approx([side * scale for side in size], abs=3)


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7 cut", blank(595, 842)[:200]])
def test_what_is_no_page_is_refused_and_the_worker_lives_on(imaging, sheet, content):
    with pytest.raises(Unavailable) as refused:
        imaging.images.picture(content)
    assert refused.value.key == "page.not_drawn"
    assert imaging.images.picture(sheet)
