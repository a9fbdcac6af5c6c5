"""One of several ways to answer: radios, each with questions of its own; only those of the chosen way count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import Field as WebField
from wtforms.form import BaseForm
from wtforms.utils import unset_value

from motcua.domain.forms.form_definition import Field, Variant


class VariantAnswer(WebField):
    """`forms` holds the fields of each way by its key; `chosen` is the way taken, None while there is none."""

    is_fixed = False

    def __init__(
        self, spec: Field, language: str, inner: Mapping[str, Mapping[str, Any]], **options: Any
    ) -> None:
        super().__init__(spec.label.in_(language), **options)
        self.spec = spec
        self.inner = inner
        self.chosen: Variant | None = None
        self.forms: dict[str, BaseForm] = {}

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """`data` is the whole object that the variant stands in."""
        held = dict(data) if isinstance(data, Mapping) else {}
        self.chosen = self.spec.chosen(held)
        if formdata and self.name in formdata:
            typed = str(formdata.getlist(self.name)[0])
            self.chosen = next((one for one in self.spec.variants if one.key == typed), None)
        for variant in self.spec.variants:
            form = BaseForm(self.inner[variant.key], prefix=f"{self.name}-{variant.key}-", meta=self.meta)
            known = held if self.chosen is variant else {}
            form.process(formdata, data=spread(variant.fields, known))
            self.forms[variant.key] = form

    @property
    def chosen_form(self) -> BaseForm | None:
        return None if self.chosen is None else self.forms[self.chosen.key]

    def post_process(self, formdata: Any = None) -> None:
        """The inner forms have done this at the end of their own `process`."""


def spread(fields: tuple[Field, ...], data: Mapping[str, object]) -> dict[str, object]:
    """The data of an object as its fields take them: a variant among them takes the whole object."""
    whole = {one.key: dict(data) for one in fields if one.kind == "variant"}
    return {**data, **whole}
