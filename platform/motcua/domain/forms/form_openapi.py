"""The JSON API in the words of OpenAPI 3.1: what is asked for, what is answered, and each procedure's form as a schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from motcua.domain.forms.form_definition import FormDefinition
from motcua.domain.forms.form_normalise import normalise
from motcua.domain.forms.form_sample import sample_answers

Json = dict[str, object]

OPENAPI: Final = "3.1.0"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
MAX_DEPTH: Final = 40

_SCHEMA_MAPS: Final = frozenset({"properties", "patternProperties", "$defs", "dependentSchemas"})
_SCHEMA_LISTS: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_SCHEMAS: Final = frozenset(
    {"items", "contains", "not", "if", "then", "else", "additionalProperties", "propertyNames"}
)


@dataclass(frozen=True, slots=True)
class ProcedureForm:
    """The form of a procedure's current version; `number` is that of the version."""

    code: str
    name: str
    number: int
    form: FormDefinition

    @property
    def component(self) -> str:
        return "Form_" + "".join(one if one.isascii() and one.isalnum() else "_" for one in self.code)


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API: `path` with its names in braces, who may ask, what a body is, which errors come."""

    method: str
    path: str
    key: str
    summary: str
    security: tuple[str, ...] = ("session",)
    body: str = ""
    success: int = 200
    errors: tuple[int, ...] = (401, 403, 404)


def document(
    operations: Sequence[Operation],
    procedures: Sequence[ProcedureForm],
    today: date,
    *,
    title: str,
    version: str,
) -> Json:
    """The OpenAPI document; paths are relative to its server `/api/v1`."""
    paths: dict[str, Json] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    for form in procedures:
        paths[f"/procedures/{form.code}/form/check"] = {"post": _check_of(form, today)}
    return {
        "openapi": OPENAPI,
        "jsonSchemaDialect": DIALECT,
        "info": {"title": title, "version": version},
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {
            "schemas": {**_SHARED, **{one.component: schema_of(one.form) for one in procedures}},
            "responses": {str(code): _error(words) for code, words in _ERRORS.items()},
            "securitySchemes": _SECURITY,
        },
    }


def schema_of(form: FormDefinition) -> Json:
    """The schema of a form's answers in standard words alone; labels of choices are told in the description."""
    found = _plain(form.schema, 0)
    return found if isinstance(found, dict) else {}


def _plain(node: object, depth: int) -> object:
    if not isinstance(node, Mapping) or depth > MAX_DEPTH:
        return node if isinstance(node, bool) else {}
    found: Json = {}
    for word, value in node.items():
        if word.startswith("x-") or word == "$comment":
            continue
        if word in _SCHEMA_MAPS and isinstance(value, Mapping):
            found[word] = {key: _plain(one, depth + 1) for key, one in value.items()}
        elif word in _SCHEMA_LISTS and isinstance(value, list):
            found[word] = [_plain(one, depth + 1) for one in value]
        else:
            found[word] = _plain(value, depth + 1) if word in _SCHEMAS else value
    labels = node.get("x-labels")
    if isinstance(labels, Mapping) and labels:
        told = "; ".join(f"{key}: {label}" for key, label in labels.items())
        found["description"] = " ".join(filter(None, (str(found.get("description", "")), f"({told})")))
    return found


def _operation(one: Operation) -> Json:
    names = [part[1:-1] for part in one.path.split("/") if part.startswith("{")]
    found: Json = {
        "operationId": one.key,
        "summary": one.summary,
        "responses": {str(one.success): _answer("OK"), **_refusals(one.errors)},
        "security": [{name: []} for name in one.security],
    }
    if names:
        found["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
        ]
    if one.body:
        found["requestBody"] = _body({"$ref": f"#/components/schemas/{one.body}"})
    return found


def _check_of(one: ProcedureForm, today: date) -> Json:
    body: Json = {
        "type": "object",
        "required": ["answers"],
        "properties": {"answers": {"$ref": f"#/components/schemas/{one.component}"}},
    }
    example: Json = {"answers": normalise(one.form, sample_answers(one.form, today))}
    return {
        "operationId": f"check_{one.component}",
        "summary": f"{one.name} (version {one.number}): check answers without filing them",
        "security": [],
        "requestBody": _body(body, example),
        "responses": {
            "200": _answer("The answers as they would be stored", body),
            **_refusals((400, 413, 422, 429)),
        },
    }


def _body(schema: Json, example: Json | None = None) -> Json:
    media: Json = {"schema": schema, **({"example": example} if example is not None else {})}
    return {"required": True, "content": {"application/json": media}}


def _answer(words: str, schema: Json | None = None) -> Json:
    return {"description": words, "content": {"application/json": {"schema": schema or {"type": "object"}}}}


def _refusals(codes: Sequence[int]) -> Json:
    return {str(code): {"$ref": f"#/components/responses/{code}"} for code in codes}


def _error(words: str) -> Json:
    return _answer(words, {"$ref": "#/components/schemas/Error"})


_TEXT: Final = {"type": "string"}
_SHARED: Final[Json] = {
    "FieldError": {
        "type": "object",
        "description": "One field that has to be mended; `pointer` is a JSON pointer into the answers.",
        "required": ["pointer", "code", "message"],
        "properties": {"pointer": _TEXT, "code": _TEXT, "message": _TEXT},
    },
    "Error": {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {
                    "code": {"type": "string", "description": "Stable, for programs."},
                    "message": {"type": "string", "description": "For people, in their language."},
                    "fields": {"type": "array", "items": {"$ref": "#/components/schemas/FieldError"}},
                },
            }
        },
    },
    "Object": {"type": "object", "description": "See docs/api.md for the members."},
}
_ERRORS: Final = {
    400: "The body is no JSON object, or a member is of the wrong kind",
    401: "Nobody is signed in, or the token is not good",
    403: "Not allowed",
    404: "There is no such thing",
    409: "Somebody else was faster; nothing was changed",
    413: "The request is too large",
    422: "Fields have to be mended; each is named",
    429: "Asked too often",
}
_SECURITY: Final[Json] = {
    "token": {"type": "http", "scheme": "bearer", "description": "A partner's access token"},
    "session": {"type": "apiKey", "in": "cookie", "name": "motcua", "description": "An officer's session"},
}
