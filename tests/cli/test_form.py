"""`motcua form validate`: stable output and exit codes that scripts can rely on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from motcua.cli import main

SCHEMA = {
    "type": "object",
    "required": ["ten"],
    "properties": {
        "ten": {"type": "string", "title": "Tên", "x-en": {"title": "Name"}},
        "ngay": {"type": "string", "format": "date", "title": "Ngày", "x-max": "today"},
    },
}


@pytest.fixture
def run(tmp_path: Path) -> Any:
    def invoke(data: Any, *options: str, schema: Any = SCHEMA) -> Result:
        for name, content in (("schema.json", schema), ("data.json", data)):
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            (tmp_path / name).write_bytes(raw)
        files = [str(tmp_path / name) for name in ("schema.json", "data.json")]
        return CliRunner().invoke(main, ["form", "validate", *files, *options])

    return invoke


def test_good_answers_exit_0(run: Any) -> None:
    result = run({"ten": "An"})
    assert (result.exit_code, result.output) == (0, "Không có lỗi.\n")
    assert json.loads(run({"ten": "An"}, "--json").output) == []


@pytest.mark.parametrize(("language", "message"), [("vi", "Nhập tên."), ("en", "Enter the name.")])
def test_errors_are_listed_by_pointer_and_exit_1(run: Any, language: str, message: str) -> None:
    result = run({}, "--json", "--lang", language)
    assert result.exit_code == 1
    assert json.loads(result.output) == [{"pointer": "/ten", "code": "required", "message": message}]
    assert run({}, "--lang", language).output == f"/ten: {message}\n"


def test_today_may_be_given(run: Any) -> None:
    data = {"ten": "An", "ngay": "2026-06-16"}
    assert run(data, "--today", "2026-06-15").exit_code == 1
    assert run(data, "--today", "2026-06-16").exit_code == 0


UNUSABLE = {
    "not JSON": (b'{"ten": ', "dòng 1, cột"),
    "not UTF-8": (b"\xff\xfe\x00", "UTF-8"),
    "nested too deeply": (b"[" * 200_000, "lồng nhau quá sâu"),
    "not a number": (b'{"ten": NaN}', "số không dùng được"),
    "number of 5000 digits": (b'{"ten": ' + b"9" * 5000 + b"}", "số không dùng được"),
    "too large": (b" " * 5_000_001, "5 MB"),
}


@pytest.mark.parametrize(("content", "said"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_files_that_cannot_be_used_exit_2_with_a_sentence(run: Any, content: bytes, said: str) -> None:
    for result in (run(content), run({}, schema=content)):
        assert result.exit_code == 2
        assert said in result.output
        assert "Traceback" not in result.output


def test_a_bad_schema_exits_2_and_names_the_place(run: Any) -> None:
    result = run(
        {}, "--lang", "en", schema={"type": "object", "properties": {"a": {"type": "text", "title": "A"}}}
    )
    assert result.exit_code == 2
    assert "at /properties/a/type: must be one of string" in result.output


def test_a_missing_file_exits_2(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["form", "validate", str(tmp_path / "x"), str(tmp_path)])
    assert result.exit_code == 2
    assert "không đọc được tệp" in result.output
