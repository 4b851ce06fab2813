"""Schemas made ready once per endpoint, and checked per request."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from marshmallow import RAISE, Schema, ValidationError, fields

from lianfang.web.problems import Problem
from lianfang.web.remedies import field_errors
from lianfang.web.strict import make_strict
from lianfang.web.times import bound_times

_MAX_PARAMETERS = 100


class BodyRule:
    """Checks a JSON body against a schema: exact types, unknown fields refused."""

    def __init__(self, schema: type[Schema] | None) -> None:
        """schema: None accepts an empty body or ``{}`` only."""
        self.required = schema is not None
        self._schema = bound_times(make_strict((schema or Schema)(unknown=RAISE)))

    def load(self, data: Any) -> Any:
        """Return the loaded body. Raises a 400 Problem with the fields that are wrong and their remedies."""
        try:
            return self._schema.load(data)
        except ValidationError as error:
            raise _invalid("body", self._schema, error) from None


class QueryRule:
    """Checks a query string against a schema; only list fields may come more than once."""

    def __init__(self, schema: type[Schema] | None) -> None:
        """schema: None accepts no parameters."""
        self._schema = bound_times((schema or Schema)(unknown=RAISE))
        load_fields = self._schema.load_fields.items()
        self._lists = {item.data_key or name for name, item in load_fields if isinstance(item, fields.List)}
        self._empty = not self._schema.load_fields

    def load(self, text: str) -> Any:
        """Return the loaded parameters. Raises a 400 Problem as `BodyRule.load` does."""
        if not text and self._empty:
            return {}
        try:
            found = parse_qs(text, keep_blank_values=True, max_num_fields=_MAX_PARAMETERS)
        except ValueError:
            raise Problem(400, "Invalid query", f"More than {_MAX_PARAMETERS} parameters.") from None
        data: dict[str, Any] = {}
        for name, values in found.items():
            if name not in self._lists and len(values) > 1:
                raise Problem(400, "Invalid query", f"Give the parameter {name!r} once.")
            data[name] = values if name in self._lists else values[0]
        try:
            return self._schema.load(data)
        except ValidationError as error:
            raise _invalid("query", self._schema, error) from None


def _invalid(what: str, schema: Schema, error: ValidationError) -> Problem:
    errors = field_errors(schema, error.messages)
    names = ", ".join(item["field"] or "the whole" for item in errors[:5])
    return Problem(400, f"Invalid {what}", f"Wrong: {names}.", errors)
