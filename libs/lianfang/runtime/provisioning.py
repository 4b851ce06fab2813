"""``python -m lianfang.runtime.provisioning``: makes a broker fit for services where no operator does (Compose).

LIANFANG_BUS_MANAGEMENT_URI: management API with an administrator's account. LIANFANG_BUS_VHOST: the virtual host,
which exists. LIANFANG_ACCOUNTS: ``service=password`` pairs, comma separated. Safe to run again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from lianfang.runtime.provision import provision


class NotGiven(ValueError):
    """A variable is missing or not readable; the text says which and how it should look."""


def accounts(text: str) -> dict[str, str]:
    """Return the password of each service. Raises NotGiven, without repeating a password."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair]
    if not pairs or not all(name and word for name, _, word in pairs):
        raise NotGiven("LIANFANG_ACCOUNTS: use service=password, comma separated, one for each service")
    return {name.strip(): word for name, _, word in pairs}


def main(environment: Mapping[str, str]) -> int:
    """Provision; return the exit code: 0 done, 1 the broker refused, 2 not configured."""
    try:
        address = environment.get("LIANFANG_BUS_MANAGEMENT_URI", "")
        if not address:
            raise NotGiven("LIANFANG_BUS_MANAGEMENT_URI is missing: set it to http://admin:password@host:15672")
        passwords = accounts(environment.get("LIANFANG_ACCOUNTS", ""))
        provision(address, environment.get("LIANFANG_BUS_VHOST", "lianfang"), passwords)
    except NotGiven as error:
        print(f"provisioning: {error}", file=sys.stderr)
        return 2
    except RuntimeError as error:  # topology, accounts, management API: each says what to do
        print(f"provisioning: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(os.environ))
