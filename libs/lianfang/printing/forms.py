"""Forms: what a template needs to be printed, checked before the compiler sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError

from lianfang.printing.refused import NotPrintable

_MISSING = "Missing data for required field."


class Form(Schema):
    """A part of what is printed. Unknown fields are refused: what is given is meant to be seen."""

    class Meta:
        """Marshmallow's settings."""

        unknown = RAISE


def checked(forms: Mapping[str, type[Schema]], template: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data as the template prints it: dates in words, texts cleaned.

    forms: the form of each template, by its name. Raises NotPrintable for the first field that is missing or wrong,
    telling how many there are.
    """
    form = forms.get(template)
    if form is None:
        raise NotPrintable("template", "there is no such template", f"take one of: {', '.join(forms)}")
    try:
        loaded: dict[str, Any] = form().load(data)
    except ValidationError as error:
        wrong = list(_wrong(error.messages))
        field, what = wrong[0]
        if len(wrong) > 1:
            what += f" (and {len(wrong) - 1} more: {', '.join(name for name, _ in wrong[1:])})"
        raise NotPrintable(field, what, f"correct the data of {template}") from None
    return loaded


def _wrong(messages: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield what is wrong as (dotted field, message)."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            own = str(key) if key != "_schema" else ""
            yield from _wrong(inner, ".".join(filter(None, [name, own])))
    else:
        for message in messages:
            yield name, "is missing" if message == _MISSING else str(message)
