"""``python -m services.<name>.rekey``: write what a service has stored anew under the first of its field keys.

Run beside the running service, with its own LIANFANG_STORE_URI and LIANFANG_FIELD_KEYS (or …_FILE), as in
``kubectl exec deploy/incident -- python -m services.incident.rekey``. `--check` only counts. Exit code 0: all is
under the first key; 1: something is not; 2: not configured.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from environs import EnvError, FileAwareEnv

from lianfang.ops.audit import NAME as AUDIT
from lianfang.persistence.cipher import FieldCipher
from lianfang.persistence.rekeying import Reseal, Tally, rekey
from lianfang.persistence.store import Collection, Store, StoreError
from lianfang.persistence.uri import open_store

SAID_EVERY_S = 5.0
Reseals = Callable[[Store, Sequence[str]], Mapping[str, Reseal]]
"""Given store and field keys, return by collection how its documents are written anew where tokens are not all."""


def no_reseals(_store: Store, _keys: Sequence[str]) -> Mapping[str, Reseal]:
    """Nothing but tokens depends on the keys."""
    return {}


def main(
    service: str, collections: Sequence[Collection], reseals: Reseals = no_reseals,
    arguments: Sequence[str] | None = None,
) -> int:  # fmt: skip
    """Walk the service's store and return the exit code; see the module's text."""
    parser = argparse.ArgumentParser(f"services.{service}.rekey", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only count what is under another key")
    check: bool = parser.parse_args(arguments).check
    try:
        uri, keys = _settings()
        cipher, store = FieldCipher(keys), open_store(uri)
    except (EnvError, ValueError) as error:
        print(f"{service}: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    try:
        store.declare(*collections)
        return _walk(service, store, collections, cipher, reseals(store, keys), check)
    except StoreError as error:
        print(f"{service}: {error}; run it again, what is done stays done", file=sys.stderr)
        return 1
    finally:
        store.close()


def _settings() -> tuple[str, list[str]]:
    env = FileAwareEnv()
    with env.prefixed("LIANFANG_"):
        return env.str("STORE_URI"), [key.strip() for key in env.list("FIELD_KEYS") if key.strip()]


def _walk(
    service: str, store: Store, collections: Sequence[Collection], cipher: FieldCipher,
    reseals: Mapping[str, Reseal], check: bool,
) -> int:  # fmt: skip
    total, started = Tally(), time.monotonic()
    # Rows of the audit chain hold no token, and are never written again.
    for name in sorted({each.name for each in collections} - {AUDIT}):
        size, progress = store.count(name), _Progress(f"{service}: {name}")
        found = rekey(
            store, name, cipher, check=check, reseal=reseals.get(name),
            each=lambda tally, size=size, progress=progress: progress.say(tally, size),  # type: ignore[misc]
        )  # fmt: skip
        total.documents += found.documents
        total.rewritten += found.rewritten
        total.unread += found.unread
        total.unreadable += found.unreadable
    return _tell(service, total, check, time.monotonic() - started)


class _Progress:
    """Says how far a walk is, at most every few seconds."""

    def __init__(self, name: str) -> None:
        self._name, self._next = name, time.monotonic() + SAID_EVERY_S

    def say(self, tally: Tally, size: int) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + SAID_EVERY_S
        print(
            f"{self._name}: {tally.documents} of {size} documents, {tally.rewritten} not under the first key",
            flush=True,
        )


def _tell(service: str, total: Tally, check: bool, seconds: float) -> int:
    for place in total.unreadable:
        print(
            f"{service}: {place}: no key of LIANFANG_FIELD_KEYS fits; put the key back that wrote it",
            file=sys.stderr,
        )
    if total.unread:
        print(f"{service}: {total.unread} documents can't be read: drop no key", file=sys.stderr)
    done = "are under another key than the first" if check else "written anew under the first key"
    print(f"{service}: {total.documents} documents in {seconds:.1f} s, {total.rewritten} {done}", flush=True)
    return 1 if total.unread or (check and total.rewritten) else 0
