"""PDF files signed in two steps: marks, further signatures, proofs for later, time stamps that lie, hostile files."""

import io
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pikepdf
import pypdfium2
import pytest
from asn1crypto import cms, tsp
from signing_judges import Pdfsig, pyhanko_says_valid

from motcua.contrib.signing import pades
from motcua.contrib.signing.pkcs12 import Pkcs12Folder
from motcua.contrib.signing.sandbox_pki import PASSPHRASE
from motcua.contrib.signing.sandbox_trust import authority_answer
from motcua.contrib.signing.time_stamp import TimeStampAuthority
from motcua.contrib.typst_process import typeset
from motcua.domain.text import Text
from motcua.extend.signature_provider import SignatureRefusedError, SignatureUnavailableError

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PLACES = [pades.SignatureLook(0, (300, 60 + 90 * n, 560, 130 + 90 * n)) for n in range(3)]


@pytest.fixture(scope="module")
def document():
    values = {"title": "Kết quả", "lines": ["Kết quả giải quyết thủ tục"], "width": 595, "height": 842}
    return typeset("signature_mark", values, AT)


def own_key(pki, name):
    folder = Pkcs12Folder("server", Text("Khóa", "Key"), pki.folder)
    return folder, folder.certificates(name)[0]


def sign(document, pki, name, look=PLACES[0], stamper=None, hosts=frozenset(), at=AT):
    folder, certificate = own_key(pki, name)
    ready = pades.prepare(document, look, certificate, at, with_time_stamp=stamper is not None)
    with folder.unlock(certificate.reference, PASSPHRASE) as key:
        (signature,) = key.sign([ready.to_sign])
    return pades.complete(ready, signature, stamper, hosts)


@pytest.mark.req("F-13")
def test_three_sign_one_after_another_with_proofs_for_later_and_all_stay_valid(document, authority, tmp_path):
    hosts = frozenset({authority.address.removeprefix("http://")})
    stamper = TimeStampAuthority(f"{authority.address}/tsa")
    first = sign(document, authority, "chuyen_vien", PLACES[0], stamper)
    second = sign(first, authority, "giam_doc", PLACES[1], stamper, hosts)
    third = sign(second, authority, "con_dau", PLACES[2], stamper)
    assert second.startswith(first)
    assert third.startswith(second)
    assert b"/DSS" not in first
    with pikepdf.open(io.BytesIO(third)) as pdf:
        kept = pdf.Root.DSS
        assert (len(kept.OCSPs), len(kept.Certs)) == (4, 4)
        assert [one.T for one in pdf.Root.AcroForm.Fields] == ["Motcua", "Motcua_2", "Motcua_3"]
    assert pyhanko_says_valid(third, authority, tmp_path)
    assert Pdfsig(authority, tmp_path).says_valid(third, signatures=3)
    # Where an authority does not answer the signature is made all the same, without the proof.
    assert b"/DSS" not in sign(document, authority, "giam_doc", hosts=frozenset({"127.0.0.1:9"}))


@pytest.mark.req("F-13")
def test_the_mark_shows_the_signer_in_vietnamese_letters(document, pki, tmp_path):
    signed = sign(document, pki, "giam_doc")
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        (widget,) = pdf.pages[0].Annots
        shown = widget.AP.N
        (mark,) = (one for name, one in shown.Resources.XObject.items() if name == "/MotcuaMark")
        fonts = [str(one.BaseFont) for one in mark.Resources.Font.values()]
        assert all("+Tinos" in one for one in fonts)
        assert [float(one) for one in widget.Rect] == [300, 60, 560, 130]
    unseen = sign(document, pki, "giam_doc", pades.SignatureLook())
    with pikepdf.open(io.BytesIO(unseen)) as pdf:
        assert [float(one) for one in pdf.pages[0].Annots[0].Rect] == [0, 0, 0, 0]


def page_of(width, height, turn=0, crop=None):
    """A white page of this size, `turn` and `crop` said above it in the tree of pages."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(width, height))
        pdf.Root.Pages.Rotate = turn
        if crop:
            pdf.Root.Pages.CropBox = pikepdf.Array(crop)
        pdf.save(out := io.BytesIO())
    return out.getvalue()


def red_of(document):
    """Where the red of the marks is on the page as it is seen: left, top, right, bottom, as parts of it."""
    opened = pypdfium2.PdfDocument(document)
    opened.init_forms()
    shown = opened[0].render(scale=2, may_draw_forms=True).to_pil().convert("RGB")
    red = shown.split()[1].point(lambda level: 255 if level < 200 else 0)
    left, top, right, bottom = red.getbbox()
    return left / shown.width, top / shown.height, right / shown.width, bottom / shown.height


@pytest.mark.req("A-14", "F-13")
@pytest.mark.parametrize(
    "sheet",
    [(420, 595), (842, 595), (420, 595, 90), (595, 842, 180), (595, 842, 270, (100, 300, 500, 800))],
    ids=["A5", "A4 landscape", "A5 turned", "A4 upside down", "cropped and turned"],
)
def test_marks_of_one_place_stand_upright_beside_each_other_on_any_page(sheet, pki):
    document = page_of(*sheet)
    look = pades.SignatureLook(-1, place="top right")
    first = sign(document, pki, "chuyen_vien", look)
    left, top, right, bottom = red_of(first)
    assert left > 1 / 2
    assert right < 1
    assert 0 < top < bottom < 1 / 3
    both = sign(first, pki, "giam_doc", look)
    wider = red_of(both)
    assert 0 < wider[0] < left
    assert wider[1:] == pytest.approx((top, right, bottom), abs=0.01)


@pytest.mark.req("F-13")
def test_a_certificate_signs_only_while_it_is_valid_and_only_with_its_own_key(document, pki):
    with pytest.raises(SignatureRefusedError, match="Phạm Hết Hạn đã hết hạn"):
        sign(document, pki, "het_han")
    folder, certificate = own_key(pki, "giam_doc")
    ready = pades.prepare(document, PLACES[0], certificate, AT)
    with folder.unlock("cong_dan", PASSPHRASE) as other:
        (foreign,) = other.sign([ready.to_sign])
    with pytest.raises(SignatureRefusedError):
        pades.complete(ready, foreign)


def with_password(document):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user=""))
    return out.getvalue()


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (with_password, "locked"),
        (lambda document: b"%PDF-1.7\n" + bytes(1000), "damaged"),
        (lambda document: document[: len(document) // 2], "damaged"),
        (
            lambda document: document.replace(b"/Count 1", b"/Count 9", 1).replace(b"/Kids", b"/Kidz"),
            "damaged",
        ),
        (lambda document: b"", "damaged"),
    ],
)
def test_a_file_that_cannot_be_signed_is_told_in_words(document, pki, spoil, problem):
    with pytest.raises(pades.UnfitDocumentError) as told:
        pades.prepare(spoil(document), PLACES[0], own_key(pki, "giam_doc")[1], AT)
    assert told.value.problem == problem


def made_of(catalog, pages, *others, trailer=""):
    """A PDF of these dictionaries, the first two being objects 1 and 2."""
    parts, content = [catalog, pages, "/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]", *others], b"%PDF-1.7\n"
    table = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n"
    for number, one in enumerate(parts, start=1):
        table += f"{len(content):010} 00000 n \n"
        content += f"{number} 0 obj\n<<{one}>>\nendobj\n".encode()
    ending = f"trailer\n<</Size {len(parts) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(content)}\n%%EOF\n"
    return content + (table + ending).encode()


CATALOG, ONE_PAGE = "/Type/Catalog/Pages 2 0 R", "/Type/Pages/Count 1/Kids[3 0 R]"


@pytest.mark.parametrize(
    "hostile",
    [
        made_of(CATALOG, "/Type/Pages/Count 1/Kids[2 0 R]"),
        made_of(CATALOG + "/X " + "[" * 100_000 + "]" * 100_000, ONE_PAGE),
        made_of(CATALOG + "/AcroForm<</Fields[4 0 R]>>", ONE_PAGE, "/T(a)/Kids[4 0 R]"),
        made_of(CATALOG, ONE_PAGE, trailer="/Prev 177"),
        made_of(CATALOG, ONE_PAGE) + b"%" + b"a" * 20_000_000,
    ],
    ids=["pages in a circle", "deep", "fields in a circle", "tables in a circle", "flood"],
)
def test_a_hostile_file_neither_hangs_nor_kills(pki, hostile):
    key = own_key(pki, "giam_doc")[1]
    with pytest.raises(pades.UnfitDocumentError):
        pades.prepare(hostile, PLACES[0], key, AT)
    assert pades.prepare(made_of(CATALOG, ONE_PAGE), PLACES[0], key, AT).to_sign


def test_a_page_that_is_not_there_is_told(document, pki):
    with pytest.raises(pades.UnfitDocumentError) as told:
        pades.prepare(document, pades.SignatureLook(3, (1, 1, 90, 90)), own_key(pki, "giam_doc")[1], AT)
    assert told.value.problem == "page"


def appended(document, change):
    """The document with an incremental update that `change` makes with pyHanko's writer."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def add_words(writer):
    from pyhanko.pdf_utils import generic

    page = writer.root["/Pages"]["/Kids"][0]
    words = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), words])
    writer.update_container(page)


def add_script(writer):
    from pyhanko.pdf_utils import generic

    writer.root["/OpenAction"] = generic.DictionaryObject(
        {
            generic.pdf_name("/S"): generic.pdf_name("/JavaScript"),
            generic.pdf_name("/JS"): generic.pdf_string("1"),
        }
    )
    writer.update_root()


@pytest.mark.req("F-13")
@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda document, pki: sign(appended(document, add_words), pki, "giam_doc"), "changed"),
        (lambda document, pki: appended(sign(document, pki, "giam_doc"), add_words), "changed"),
        (lambda document, pki: sign(appended(document, add_script), pki, "giam_doc"), "changed"),
        (lambda document, pki: sign(sign(document, pki, "giam_doc"), pki, "con_dau"), "more"),
        (lambda document, pki: appended(document, lambda writer: writer.update_root()), "unsigned"),
        (lambda document, pki: sign(document, pki, "giam_doc")[1:], "different"),
        (lambda document, pki: document + b"\n%%EOF", "damaged"),
    ],
)
def test_a_signed_copy_with_anything_else_changed_is_not_taken(document, pki, make, problem):
    with pytest.raises(pades.UnfitDocumentError) as told:
        pades.check_signed_copy(document, make(document, pki))
    assert told.value.problem == problem


@pytest.mark.req("F-13")
def test_a_copy_signed_after_others_is_taken(document, pki):
    once = sign(document, pki, "giam_doc")
    pades.check_signed_copy(once, sign(once, pki, "con_dau", PLACES[1]))


class _LyingAuthority(BaseHTTPRequestHandler):
    """A time stamper that stamps something else, answers an older question, is damaged, or fails."""

    def do_POST(self):
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        lie, answer = self.server.lie, None
        if lie == "other":
            asked["message_imprint"]["hashed_message"] = bytes(32)
        if lie == "old":
            asked["nonce"] = 7
        answer = authority_answer(self.server.pki, "/tsa", asked.dump(force=True), AT)[0]
        if lie == "altered":
            answer = bytes(answer).replace(b"20", b"19", 1)
            token = tsp.TimeStampResp.load(answer)["time_stamp_token"]
            assert isinstance(token, cms.ContentInfo)
        if lie == "garbage":
            answer = b"<html>"
        self.send_response(500 if lie == "failing" else 200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        """Says nothing."""


@pytest.mark.req("F-13")
def test_a_time_stamper_that_lies_is_found_out(pki):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _LyingAuthority)
    server.pki, server.lie = pki, ""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stamper = TimeStampAuthority(f"http://127.0.0.1:{server.server_port}/", seconds=5)
    assert stamper.stamp(b"signature")
    for lie, error in {
        "other": SignatureRefusedError,
        "old": SignatureRefusedError,
        "altered": SignatureRefusedError,
        "garbage": SignatureRefusedError,
        "failing": SignatureUnavailableError,
    }.items():
        server.lie = lie
        with pytest.raises(error):
            stamper.stamp(b"signature")
    server.shutdown()
    server.server_close()
    with pytest.raises(SignatureUnavailableError):
        stamper.stamp(b"signature")
