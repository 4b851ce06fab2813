"""Which incidents that were accepted does the incident service no longer know?"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

import requests

from lianfang.runtime.operating.client import ServiceClient, problem_text
from lianfang.runtime.operating.failure import Failure
from lianfang.runtime.operating.target import Target

ROLES = ("dispatcher", "supervisor")
"""A supervisor of the country sees every incident, complaints about police too."""


def unknown(target: Target, ids: Iterable[str]) -> list[str]:
    """Return those of these incidents' ids that the service does not know, in their order.

    Raises Failure when it answers with anything but the incident or that there is none; requests.RequestException.
    """
    client = ServiceClient(target, "incident", ROLES)
    lost = []
    for id in ids:
        answer = client.send("GET", f"/v1/incidents/{quote(id, safe='')}")
        if answer.status_code == requests.codes.not_found:
            lost.append(id)
        elif not answer.ok:
            raise Failure(f"incident {id}: {problem_text(answer)}")
    return lost
