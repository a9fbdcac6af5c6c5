"""What stands behind a file: an upright copy without the place, small pictures, photographs joined, bytes cleaned away."""

from __future__ import annotations

import dataclasses
import io
from datetime import timedelta
from uuid import UUID

import pikepdf
import pytest
from file_samples import MODEL, TURNED_RIGHT, infected_pdf, pdf, photo
from fixtures_dossier import PDF, actor_of, file_dossier
from fixtures_house import NOW
from fixtures_watch import rows, value
from PIL import Image

from motcua import worker
from motcua.contrib.console_scanner import ConsoleScanner
from motcua.domain.errors import ConflictError, InputError, NotFoundError
from motcua.domain.people.permissions import Actor
from motcua.extend.virus_scanner import ScannerDownError
from motcua.services.desk import dossiers
from motcua.services.forms import contents
from motcua.services.intake import drafts
from motcua.services.papers import file_cleaning, joined_photos, scanning
from motcua.services.papers.files import FileError, Upload
from motcua.services.papers.joined_photos import Page
from motcua.services.process import offers
from motcua.services.work import House

PAPER = "giay_chung_sinh"
LATER = NOW + timedelta(days=3)


class Scanner(ConsoleScanner):
    """A scanner that a test switches off."""

    is_down = False

    def threat_in(self, content: bytes) -> str:
        if self.is_down:
            raise ScannerDownError("switched off")
        return super().threat_in(content)


def begun(house: House) -> tuple[Actor, UUID]:
    citizen = actor_of(house, "hang@example.vn")
    with house.work() as work:
        agency = offers.agencies_for(work, "1.001193")[0]
        return citizen, drafts.begin(work, citizen, "1.001193", agency.id, NOW)


def attach(house: House, citizen: Actor, draft: UUID, name: str, content: bytes) -> int:
    with house.work() as work:
        return drafts.attach(work, citizen, draft, PAPER, Upload(name, content), NOW)


def opened(house: House, citizen: Actor, draft: UUID, file_id: int, form: contents.As) -> contents.Opened:
    with house.work() as work:
        return drafts.file_content(work, citizen, draft, file_id, form)


def picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.req("B-04")
def test_a_photograph_is_read_upright_and_without_the_place_and_kept_as_it_came(house: House) -> None:
    citizen, draft = begun(house)
    sent = photo(3000, 2000, turned=TURNED_RIGHT)
    assert MODEL.encode() in sent
    file_id = attach(house, citizen, draft, "can-cuoc.jpg", sent)
    reading = opened(house, citizen, draft, file_id, "reading")
    assert (reading.name, reading.media_type) == ("can-cuoc.jpg", "image/jpeg")
    with picture(reading.content) as seen:
        assert seen.size == (1467, 2200)
        assert dict(seen.getexif()) == {}
        # Red was at the left and the camera was turned: now it is above.
        assert seen.getpixel((700, 100))[0] > 150 > seen.getpixel((700, 2100))[0]
    assert MODEL.encode() not in reading.content
    assert len(reading.content) < len(sent)
    with picture(opened(house, citizen, draft, file_id, "thumb").content) as small:
        assert max(small.size) == 480
    assert opened(house, citizen, draft, file_id, "original").content == sent
    assert value(house, "select count(*) from procrastinate_jobs where task_name = 'prepare_file'") == 0


def test_a_large_picture_is_copied_by_a_job_and_read_as_it_came_until_then(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "AT_ONCE_PIXELS", 1_000_000)
    citizen, draft = begun(house)
    sent = photo(2400, 600)
    file_id = attach(house, citizen, draft, "lon.jpg", sent)
    assert opened(house, citizen, draft, file_id, "reading").content == sent
    worker.run(house, until_empty=True)
    assert max(picture(opened(house, citizen, draft, file_id, "reading").content).size) == 2200


def test_a_pdf_is_read_as_it_came_with_a_picture_of_its_first_page(house: House) -> None:
    citizen, draft = begun(house)
    signed = pdf(3)
    file_id = attach(house, citizen, draft, "giay.pdf", signed)
    assert opened(house, citizen, draft, file_id, "reading").content == signed
    for _ in range(2):
        drawn = opened(house, citizen, draft, file_id, "thumb")
        assert picture(drawn.content).size == (340, 480)
    assert value(house, "select thumb_sha256 is not null from content where pages = 3")


@pytest.mark.req("B-04")
def test_photographs_become_one_pdf_in_the_order_and_turned_as_asked_and_may_be_parted_again(
    house: House,
) -> None:
    citizen, draft = begun(house)
    ids = [
        attach(house, citizen, draft, f"{number}.jpg", photo(300, 200, seed=number * 40))
        for number in range(3)
    ]
    with house.work() as work:
        joined = joined_photos.join(work, citizen, draft, PAPER, [Page(ids[2], 90), Page(ids[0])], NOW)
    with house.work() as work:
        shown = drafts.get(work, citizen, draft)
        left = shown.files_for(shown.papers[0])
        assert [(file.name, file.pages) for file in left] == [("1.jpg", 1), ("2 (2).pdf", 2)]
    with pikepdf.open(io.BytesIO(opened(house, citizen, draft, joined, "original").content)) as made:
        boxes = [[round(float(side)) for side in page.mediabox] for page in made.pages]
    # The turned one stands upright on its page, the other lies across.
    assert boxes == [[0, 0, 595, 842], [0, 0, 842, 595]]
    assert opened(house, citizen, draft, ids[0], "original").content == photo(300, 200)
    for wrong, error in (([], InputError), ([Page(ids[1])] * 2, InputError), ([Page(joined)], NotFoundError)):
        with pytest.raises(error), house.work() as work:
            joined_photos.join(work, citizen, draft, PAPER, wrong, NOW)
    other = actor_of(house, "hien.bui")
    with pytest.raises(NotFoundError), house.work() as work:
        joined_photos.join(work, other, draft, PAPER, [Page(ids[1])], NOW)
    with house.work() as work:
        joined_photos.part(work, citizen, draft, joined, NOW)
        shown = drafts.get(work, citizen, draft)
        assert [file.id for file in shown.files_for(shown.papers[0])] == ids


def test_photographs_too_large_together_are_not_read_to_their_end(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen, draft = begun(house)
    ids = [
        attach(house, citizen, draft, f"{number}.jpg", photo(300, 200, seed=number)) for number in range(4)
    ]
    narrow = dataclasses.replace(house, upload_limit=1000)
    read: list[int] = []
    monkeypatch.setattr(joined_photos, "turned", lambda _content, _degrees: bytes(read.append(1) or 600))
    with pytest.raises(FileError, match="lớn hơn"), narrow.work() as work:
        joined_photos.join(work, citizen, draft, PAPER, [Page(one) for one in ids], NOW)
    assert len(read) == 2


def test_nobody_opens_a_file_before_the_scanner_has_and_what_it_finds_is_locked_away_and_told(
    house: House,
) -> None:
    scanner = Scanner()
    watched = dataclasses.replace(house, scanner=scanner)
    (citizen, draft), harm = begun(watched), infected_pdf()
    good, bad = (
        attach(watched, citizen, draft, name, content)
        for name, content in (("sach.jpg", photo(90, 60)), ("doc.pdf", harm))
    )
    scanner.is_down = True
    worker.run(watched, until_empty=True)
    for file_id in (good, bad):
        for form in ("original", "reading", "thumb"):
            with pytest.raises(ConflictError, match="đang được kiểm tra"):
                opened(watched, citizen, draft, file_id, form)
    assert scanning.sweep(watched, NOW) == 0
    scanner.is_down = False
    assert scanning.sweep(watched, NOW) == 2
    assert picture(opened(watched, citizen, draft, good, "reading").content).size == (90, 60)
    for form in ("original", "thumb"):
        with pytest.raises(ConflictError, match=r"mã độc \(Eicar"):
            opened(watched, citizen, draft, bad, form)
    with watched.work() as work:
        drafts.detach(work, citizen, draft, good, NOW)
        shown = drafts.get(work, citizen, draft)
        assert shown.papers[0] in drafts.missing_papers(shown)
    with pytest.raises(FileError, match="mã độc"):
        attach(watched, citizen, draft, "lai.pdf", harm)


def test_a_file_found_infected_in_a_dossier_is_told_to_its_applicant_and_closed_to_officers(
    house: House,
) -> None:
    code = file_dossier(house, "1.001193", now=NOW)
    scanner = Scanner()
    watched = dataclasses.replace(house, scanner=scanner)
    (file,) = rows(house, "select id, sha256 from file where dossier_id is not null order by id limit 1")
    scanner.threat_in = lambda content: "Win.Test" if content == PDF else ""  # type: ignore[method-assign]
    officer = actor_of(house, "hien.bui")
    assert scanning.sweep(watched, NOW) >= 1
    with pytest.raises(ConflictError, match=r"Win\.Test"), house.work() as work:
        dossiers.file_content(work, officer, code, file.id, NOW)
    worker.run(watched, until_empty=True)
    told = rows(house, "select body from message where event like 'file_infected%'")
    assert told
    assert all(".pdf" in row.body and code in row.body for row in told)
    assert value(house, "select count(*) from audit where action = 'file.quarantined'") >= 1


def test_bytes_that_nobody_needs_go_and_those_still_named_stay(house: House) -> None:
    citizen, draft = begun(house)
    kept = attach(house, citizen, draft, "giu.jpg", photo(90, 60))
    gone = attach(house, citizen, draft, "bo.jpg", photo(300, 200, seed=9))
    hashes = {
        row.id: {row.sha256, row.reading_sha256, row.thumb_sha256}
        for row in rows(house, "select file.id, content.* from file join content using (sha256)")
    }
    with house.work() as work:
        drafts.detach(work, citizen, draft, gone, NOW)
    assert file_cleaning.clean(house, NOW) == 0
    assert file_cleaning.clean(house, LATER) == 1
    assert file_cleaning.clean(house, LATER) == 0
    for sha256 in hashes[gone]:
        with pytest.raises(KeyError):
            house.files.get(sha256)
    assert all(house.files.get(sha256) for sha256 in hashes[kept])
    again = attach(house, citizen, draft, "bo.jpg", photo(300, 200, seed=9))
    assert opened(house, citizen, draft, again, "reading").content
