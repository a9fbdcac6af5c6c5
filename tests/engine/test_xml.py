"""XML of models: everything hostile is refused by name, fast, and without touching anything outside."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from motcua.domain.process.process import ModelError
from motcua.engine.xml import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, parse

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b"]><d>&m;</d>"
)
QUADRATIC = b'<!DOCTYPE d [<!ENTITY a "' + b"a" * 50_000 + b'">]><d>' + b"&a;" * 20_000 + b"</d>"

HOSTILE = {
    "empty": (b"", "xml.empty"),
    "blank": (b" \n\t ", "xml.empty"),
    "billion_laughs": (BOMB, "xml.doctype"),
    "quadratic_blowup": (QUADRATIC, "xml.doctype"),
    "entity_in_attribute": (b'<!DOCTYPE d [<!ENTITY a "x">]><d name="&a;"/>', "xml.doctype"),
    "external_entity": (b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>', "xml.doctype"),
    "external_dtd": (b'<!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd"><d/>', "xml.doctype"),
    "parameter_entity": (b'<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><d/>', "xml.doctype"),
    "plain_doctype": (b"<!DOCTYPE html><html/>", "xml.doctype"),
    "doctype_in_utf16": (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d><d/>'.encode("utf-16"),
        "xml.doctype",
    ),
    "undeclared_entity": (b"<d>&nbsp;</d>", "xml.malformed"),
    "too_large": (b"<d>" + b" " * MAX_BYTES + b"</d>", "xml.too_large"),
    "too_deep": (b"<d>" * (MAX_DEPTH + 1) + b"</d>" * (MAX_DEPTH + 1), "xml.too_deep"),
    "absurdly_deep": (b"<d>" * 200_000, "xml.too_deep"),
    "too_many": (b"<d>" + b"<e/>" * MAX_ELEMENTS + b"</d>", "xml.too_large"),
    "unclosed": (b"<d><e></d>", "xml.malformed"),
    "cut_off": (b'<?xml version="1.0"?><bpmn:definitions xmlns:bpmn="http://www.om', "xml.malformed"),
    "two_roots": (b"<d/><d/>", "xml.malformed"),
    "undeclared_prefix": (b"<bpmn:definitions/>", "xml.malformed"),
    "duplicate_attribute": (b'<d a="1" a="2"/>', "xml.malformed"),
    "unknown_encoding": (b'<?xml version="1.0" encoding="klingon"?><d/>', "xml.malformed"),
    "wrong_encoding": (b'<?xml version="1.0" encoding="UTF-8"?><d>\xff\xfe\xfd</d>', "xml.malformed"),
    "null_byte": (b"<d>\x00</d>", "xml.malformed"),
    "bad_character_reference": (b"<d>&#0;</d>", "xml.malformed"),
    "json": (b'{"process": []}', "xml.malformed"),
    "zip": (b"PK\x03\x04" + b"\x00" * 100, "xml.malformed"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "xml.malformed"),
    "random_bytes": (bytes(range(256)) * 40, "xml.malformed"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_by_name_within_a_second(name: str) -> None:
    data, code = HOSTILE[name]
    started = time.thread_time()
    with pytest.raises(ModelError) as caught:
        parse(data)
    assert caught.value.code == code
    assert caught.value.message.vi != caught.value.message.en
    assert time.thread_time() - started < 1


def test_malformed_file_names_the_line() -> None:
    with pytest.raises(ModelError) as caught:
        parse(b"<d>\n<e>\n</f></d>")
    assert caught.value.line == 3
    assert caught.value.message.vi.startswith("Dòng 3:")


def test_xinclude_is_inert(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    root = parse(
        f'<d xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{secret}" parse="text"/></d>'.encode()
    )
    assert "bí mật" not in "".join(root.itertext())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_usual_encodings_are_read(encoding: str) -> None:
    declared = "UTF-16" if encoding == "utf-16" else "UTF-8"
    text = f'<?xml version="1.0" encoding="{declared}"?><d name="Thẩm định"/>'
    assert parse(text.encode(encoding)).get("name") == "Thẩm định"


def test_comments_and_instructions_are_left_out() -> None:
    root = parse(b'<?xml-stylesheet href="x.xsl"?><d><!-- a --><?php b ?><e/></d>')
    assert [child.tag for child in root] == ["e"]
