"""The forms: what each template needs to be printed, checked before the compiler sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from lianfang.printing import forms
from services.mediation.printing.forms import letters

FORMS: Mapping[str, type[Schema]] = {
    "agreement": letters.Agreement,
    "oral_record": letters.OralRecord,
    "invitation": letters.Invitation,
    "transfer_letter": letters.TransferLetter,
    "termination_notice": letters.TerminationNotice,
    "confirmation_application": letters.ConfirmationApplication,
    "not_accepted_notice": letters.NotAcceptedNotice,
}
"""The form of each template, by the template's name, which is the document's kind."""


def checked(template: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data as the template prints it. It may be asked before a document is requested.

    Raises NotPrintable for the first field that is missing or wrong, telling how many there are.
    """
    return forms.checked(FORMS, template, data)
