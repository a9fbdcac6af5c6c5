"""The description of the API, and answers checked by it (B-05).

`tests/data/openapi_3_1.json` is the OpenAPI Initiative's own schema of 2022-10-07 (Apache-2.0).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from motcua.web.api.operations import OPERATIONS

METASCHEMA = json.loads((Path(__file__).parents[1] / "data" / "openapi_3_1.json").read_text(encoding="utf-8"))
BIRTH = "1.001193"


def words_of(node: Any) -> Iterator[str]:
    """Every word of a schema, those of data and names of fields left out."""
    if isinstance(node, dict):
        for word, value in node.items():
            yield word
            inside = (
                value.values() if word in ("properties", "$defs") and isinstance(value, dict) else [value]
            )
            for one in inside if word not in ("default", "const", "enum", "examples") else ():
                yield from words_of(one)
    elif isinstance(node, list):
        for one in node:
            yield from words_of(one)


@pytest.fixture(scope="module")
def _kept() -> dict[str, Any]:
    return {}


@pytest.fixture
def described(client: FlaskClient, _kept: dict[str, Any]) -> dict[str, Any]:
    if not _kept:
        answer = client.get("/api/v1/openapi.json")
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
        _kept.update(json.loads(answer.get_data(as_text=True)))
    return _kept


@pytest.mark.req("B-05")
def test_the_description_is_an_openapi_document_and_its_examples_fit_its_forms(
    described: dict[str, Any],
) -> None:
    assert list(Draft202012Validator(METASCHEMA).iter_errors(described)) == []
    shared = described["components"]["schemas"]
    checks = {
        path: one
        for path, one in described["paths"].items()
        if path.endswith("/form/check") and "{" not in path
    }
    assert f"/procedures/{BIRTH}/form/check" in checks
    for path, one in checks.items():
        body = one["post"]["requestBody"]["content"]["application/json"]
        name = body["schema"]["properties"]["answers"]["$ref"].rsplit("/", 1)[1]
        Draft202012Validator.check_schema(shared[name])
        assert not [word for word in words_of(shared[name]) if word.startswith("x-")], path
        assert list(Draft202012Validator(shared[name]).iter_errors(body["example"]["answers"])) == [], path


def test_the_description_names_every_address_and_no_other(app: Flask, described: dict[str, Any]) -> None:
    served = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")), rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(one.method, one.path, one.key) for one in OPERATIONS} == served
    assert {one.path for one in OPERATIONS} <= described["paths"].keys()


@pytest.mark.req("B-05")
def test_answers_are_checked_without_being_filed(client: FlaskClient, described: dict[str, Any]) -> None:
    address = f"/api/v1/procedures/{BIRTH}/form/check"
    posted = described["paths"][address.removeprefix("/api/v1")]["post"]["requestBody"]
    example = posted["content"]["application/json"]["example"]
    assert client.post(address, json=example).get_json()["answers"]
    refused = client.post(address, json={"answers": {**example["answers"], "la": 1, "ho_ten_con": None}})
    assert refused.status_code == 422
    found = refused.get_json()["error"]
    assert found["code"] == "invalid_fields"
    assert {(one["pointer"], one["code"]) for one in found["fields"]} == {
        ("/la", "unknown"),
        ("/ho_ten_con", "required"),
    }
    assert all(one["message"] for one in found["fields"])
    assert client.post("/api/v1/procedures/9.9/form/check", json={}).status_code == 404
    assert client.post(address, data="[", headers={"Content-Type": "application/json"}).status_code == 400
    schema = client.get(f"/api/v1/procedures/{BIRTH}/form")
    assert schema.mimetype == "application/schema+json"
    assert json.loads(schema.get_data(as_text=True))["type"] == "object"
