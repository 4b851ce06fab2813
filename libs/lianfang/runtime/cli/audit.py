"""`lianfang audit verify`: are the audit chains whole?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Annotated

import typer

from lianfang.messaging.log import read_log
from lianfang.ops.audit import NAME, AuditChain, Finding, Head, collection
from lianfang.persistence.store import Range, Store
from lianfang.persistence.uri import open_store
from lianfang.runtime.cli.output import Json, emit, say
from lianfang.runtime.operating.target import Target

app = typer.Typer(help="The hash chains of audit rows.", no_args_is_help=True)


@app.command()
def verify(
    service: Annotated[list[str] | None, typer.Option(help="Of these services only.")] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Don't compare with the heads on the event log.")
    ] = False,
    json_: Json = False,
) -> None:
    """Check every chain by itself and against the heads that were published; exit code 1 when one is not intact."""
    target = Target.find()
    heads = [] if offline else list(published_heads(target))
    results: list[Result] = []
    for name in service or target.services:
        store = open_store(target.store_uri(name))
        try:
            store.declare(collection())
            for chain in chains(store, [head for head in heads if head.chain.startswith(f"{name}.")]):
                audit = AuditChain(store, chain, _now)
                newest = audit.head()
                results.append(Result(chain, newest.number if newest else 0, audit.verify(heads)))
        finally:
            store.close()
    _show(results, json_)
    if any(result.findings for result in results):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class Result:
    """What checking a chain found. rows: how many it has."""

    chain: str
    rows: int
    findings: list[Finding]


def chains(store: Store, published: Iterable[Head]) -> list[str]:
    """Return the chains that the store holds, and those it should hold as their heads were published."""
    found = {head.chain for head in published}
    last = ""
    while page := store.find(NAME, Range("chain", low=f"{last}\0"), sort="chain", limit=1).documents:
        last = page[0]["chain"]
        found.add(last)
    return sorted(found)


def published_heads(target: Target) -> Iterator[Head]:
    """Yield the heads on the event log, which the chains' keepers can't change."""
    for event in read_log(target.bus_uri):
        if event.type.endswith(".audit_head_published.v1"):
            yield Head(event.data["chain"], event.data["number"], event.data["hash"])


def _show(results: list[Result], json_: bool) -> None:
    if json_:
        emit([asdict(result) | {"intact": not result.findings} for result in results])
        return
    for result in results:
        say(f"{result.chain}: {result.rows} rows, {'NOT INTACT' if result.findings else 'intact'}")
        for finding in result.findings:
            say(f"  row {finding.number}: {finding.kind}: {finding.detail}")
    if not results:
        say("no audit chain holds a row yet")


def _now() -> datetime:
    return datetime.now(UTC)
