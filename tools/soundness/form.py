"""The form of the random models: whatever their conditions ask."""

from __future__ import annotations

FIELDS = ("k0", "k1", "k2", "k3")
FORM = {
    "type": "object",
    "required": [*FIELDS, "lai", "ds"],
    "properties": {name: {"type": "boolean"} for name in (*FIELDS, "lai")}
    | {"ds": {"type": "array", "items": {"type": "string"}}},
}
"""The form whose answers decide which way a dossier goes."""
