"""A batch in papers for whoever takes dossiers in: pages counted as people count, a busy reader, what is no batch."""

from dataclasses import replace

import pytest

from sothuhoso.domain.errors import DomainError, Gone, Refused, SignInNeeded, Unavailable, WrongKind
from sothuhoso.domain.manifest import PDF, TIFF
from sothuhoso.domain.policy import ANONYMOUS, Actor, Role
from sothuhoso.services import batches, devices
from tests.samples import batch, brought
from tests.services.bundles import Tablet
from tests.services.making import photo, refused

CODE = "SH-05725-261123-0017"


def test_papers_come_with_files_of_their_kind_and_pages_from_one(c, clerk):
    images = [batch.sheet("Một", sticker=CODE), batch.blank(), batch.sheet("Hai"), batch.sheet("Ba")]
    for content, kind in (
        (brought.scan_of(*images), PDF),
        (brought.tiff_of(*[image.copy() for image in images], packed="tiff_lzw"), TIFF),
    ):
        cut = batches.split_batch(c, clerk, "", content, duplex=False)
        assert (cut.pages, cut.separators, cut.backs) == (4, (2,), ())
        assert [(paper.pages, paper.code, paper.media_type) for paper in cut.papers] == [
            ((1,), CODE, kind),
            ((3, 4), "", kind),
        ]
        assert [len(c.documents.inspect(paper.content).pages) for paper in cut.papers] == [1, 2]


def test_a_tablet_stands_for_whoever_has_it_unlocked_until_it_is_revoked(c, clerk, make_actor):
    tablet = Tablet(c, clerk)
    batches.allow_split(c, ANONYMOUS, tablet.token)
    with refused(SignInNeeded, "access.sign_in"):
        batches.allow_split(c, ANONYMOUS, "another" * 6)
    # somebody who is signed in there is asked as who they are
    with refused(Refused, "access.refused"):
        batches.allow_split(c, Actor(None, "", Role.PROVINCE, None), tablet.token)
    devices.revoke(c, make_actor("phutrach", Role.HEAD, clerk.unit_code), tablet.id)
    with refused(Gone, "device.revoked"):
        batches.allow_split(c, ANONYMOUS, tablet.token)


def test_a_photo_is_no_batch_and_costs_no_reader(c, clerk):
    class Reader:
        is_document = c.documents.is_document

    with refused(WrongKind, "document.no_batch"):
        batches.split_batch(replace(c, documents=Reader()), clerk, "", photo(1), duplex=False)


def test_a_busy_reader_is_told_in_words_of_a_batch(c, clerk):
    class Busy:
        is_document = c.documents.is_document

        def split(self, _content: bytes, *, duplex: bool) -> None:
            assert duplex
            raise Unavailable("image.busy")

    with refused(Unavailable, "document.busy"):
        batches.split_batch(replace(c, documents=Busy()), clerk, "", brought.pdf_of(1), duplex=True)


@pytest.mark.parametrize("content", [brought.locked(), brought.pdf_of(1, brought.script), b""])
def test_what_the_door_refuses_is_refused_here(c, clerk, content):
    with pytest.raises(DomainError) as by_door:
        c.documents.inspect(content)
    with pytest.raises(type(by_door.value)) as caught:
        batches.split_batch(c, clerk, "", content, duplex=False)
    assert caught.value.key == by_door.value.key
