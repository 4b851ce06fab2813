"""``python -m scenarios.tracing``: follows one call from intake to acknowledgement, into docs/traces-shown.md."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from lianfang.ops.tracing import tree
from scenarios.tracing.call import Played, play

PAGE = Path(__file__).parents[2] / "docs" / "traces-shown.md"
TEXT = """# A trace, shown

One quarrel between neighbours in 寿宁, by `make traces` against the running services: reported over HTTP, told to
teams over the bus, taken by one of them with the SDK, acknowledged, and counted, with all that the other services
did about it. It is one trace. What names mean, and how to turn it on: [tracing.md](tracing.md).

```sh
LIANFANG_TRACES=file:$PWD/var/spans.jsonl make run
lianfang trace var/spans.jsonl                      # the newest traces
lianfang trace var/spans.jsonl --correlation ID     # one of them, by the X-Correlation-Id of the answer
```

The team that answers is `{team}`. Its own program makes no spans: what it sends is a child of the message that it
answers. The machine was busy with other things; the durations say nothing of speed (see
[performance.md](performance.md)).

```
{tree}
```

- `publish` ends with the broker's confirm. It hangs on what caused the event, `process` on the publishing that
  brought it.
- `execute` is one use of a command on one aggregate; the events it makes are below it.
- `process lianfang.log` is analytics, which reads the event log instead of a queue, many messages at once.
"""


def main() -> int:
    """Play it, write the page and return 0."""
    with tempfile.TemporaryDirectory(prefix="traced-") as home:
        PAGE.write_text(page(play(Path(home), lambda line: print(line, file=sys.stderr))), encoding="utf-8")
    print("docs/traces-shown.md")
    return 0


def page(played: Played) -> str:
    """Return the page's text."""
    return TEXT.format(team=played.team, tree="\n".join(line.rstrip() for line in tree.lines(played.trace())))


if __name__ == "__main__":
    sys.exit(main())
