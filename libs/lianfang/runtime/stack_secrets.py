"""The embedded stack's own secrets: made once, kept under var/ for the next run, readable by the owner only."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet

from lianfang.runtime.private_files import write_private


@dataclass(slots=True)
class StackSecrets:
    """Keys and passwords of one embedded stack.

    token_key: signs the tokens of its callers (HS256).
    field_key: encrypts personal fields; without it what the stores hold can no longer be read. Several
        while they are rotated, comma separated, the first encrypting.
    accounts: password of each service's broker account, by service name.
    """

    token_key: str
    field_key: str
    accounts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, home: Path, services: list[str]) -> StackSecrets:
        """Return the secrets kept in `home`, making what is missing there."""
        path = home / "secrets.json"
        if path.exists():
            found = cls(**json.loads(path.read_text()))
        else:
            found = cls(secrets.token_hex(32), Fernet.generate_key().decode())
        for name in services:
            found.accounts.setdefault(name, secrets.token_urlsafe(24))
        write_private(path, json.dumps(asdict(found), indent=1) + "\n")
        return found
