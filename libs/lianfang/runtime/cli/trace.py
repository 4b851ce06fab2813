"""`lianfang trace`: print traces from a file that services write with LIANFANG_TRACES=file:/path."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lianfang.ops.tracing import tree
from lianfang.ops.tracing.reading import NoSpans, Trace, read, traces
from lianfang.runtime.cli.output import say
from lianfang.runtime.operating.failure import BadInput


def trace(
    file: Annotated[Path, typer.Argument(help="Where services write their spans, LIANFANG_TRACES=file:…")],
    correlation: Annotated[str, typer.Option(help="Print what has this correlation id, as trees.")] = "",
    id_: Annotated[str, typer.Option("--trace", help="Print this trace, as a tree.")] = "",
    last: Annotated[int, typer.Option(min=1, help="Without an id: list so many of the newest.")] = 20,
) -> None:
    """Print a call's way through the services, or list the newest traces."""
    try:
        found = traces(read(file))
    except OSError as error:
        raise BadInput(f"FILE {file}: {error.strerror}; name the file of LIANFANG_TRACES=file:…") from None
    except NoSpans as error:
        raise BadInput(f"FILE {error}") from None
    if not correlation and not id_:
        for each in found[-last:]:
            say(tree.head(each))
        return
    chosen = [each for each in found if _is_asked_for(each, correlation, id_)]
    if not chosen:
        raise BadInput(
            f"no trace in {file} has {'--trace ' + id_ if id_ else '--correlation ' + correlation};"
            " was it sampled, and is it older than a few seconds?"
        )
    for each in chosen:
        for line in tree.lines(each):
            say(line)


def _is_asked_for(trace: Trace, correlation: str, id: str) -> bool:
    return trace.id == id if id else any(span.correlation == correlation for span in trace.spans)
