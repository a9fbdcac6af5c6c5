"""PDF files with signatures of the sandbox's holders, and what somebody might do to such a file afterwards."""

import io
from datetime import UTC, datetime

import pikepdf
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator.registry import SimpleCertificateStore

from motcua.contrib.signing.sandbox_pki import SandboxPki
from motcua.domain.signing.trust import Anchor, Trust

SINCE = datetime(2020, 1, 1, tzinfo=UTC)


def trust_in(pki: SandboxPki, *hosts: str) -> Trust:
    """The sandbox's root for signatures and for time stamps."""
    root = pki.certificate("root")
    return Trust((Anchor(root, "signing", SINCE), Anchor(root, "time_stamping", SINCE)), frozenset(hosts))


def host_of(pki: SandboxPki) -> str:
    return pki.address.rpartition("/")[2]


def plain_pdf(pages: int = 1) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(made)
    return made.getvalue()


def signed_pdf(
    pki: SandboxPki,
    name: str,
    document: bytes | None = None,
    field: str = "Chữ ký 1",
    *,
    stamped: bool = False,
) -> bytes:
    """The document with a signature added; with a time stamp the sandbox's services must be running."""
    made = io.BytesIO()
    meta = signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES)
    stamper = timestamps.HTTPTimeStamper(f"{pki.address}/tsa") if stamped else None
    writer = IncrementalPdfFileWriter(io.BytesIO(document or plain_pdf()))
    signers.sign_pdf(writer, meta, signer=_signer(pki, name), timestamper=stamper, output=made)
    return made.getvalue()


def painted_over(document: bytes) -> bytes:
    """A later revision covers the page with red: the signed bytes stay as they are."""
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    paint = generic.StreamObject(stream_data=b"q 1 0 0 rg 0 0 300 300 re f Q")
    writer.add_stream_to_page(0, writer.add_object(paint))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def hidden_behind(document: bytes) -> bytes:
    """New objects behind the end, with no table that names them, and an ending that points to the old one."""
    start = document.rpartition(b"startxref")[2].split()[0]
    return document + b"3 0 obj\n<< /Type /Page >>\nendobj\nstartxref\n" + start + b"\n%%EOF\n"


def saved_anew(document: bytes) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as pdf:
        pdf.save(made)
    return made.getvalue()


def signed_ranges(document: bytes) -> tuple[range, range]:
    """The positions of the bytes that the first signature covers."""
    told = document.partition(b"/ByteRange")[2].partition(b"[")[2].partition(b"]")[0]
    first, length, second, more = (int(one) for one in told.split())
    return range(first, first + length), range(second, second + more)


def flipped(document: bytes, position: int, bit: int = 0) -> bytes:
    spoilt = bytearray(document)
    spoilt[position] ^= 1 << bit
    return bytes(spoilt)


def _signer(pki: SandboxPki, name: str) -> signers.SimpleSigner:
    store = SimpleCertificateStore()
    store.register_multiple([asn1_x509.Certificate.load(one) for one in pki.chain(name)])
    key = pki.key(name).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(pki.certificate(name)),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )
