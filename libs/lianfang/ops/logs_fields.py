"""Every field that our log lines may have: the one source of docs/logs.md, which `make log-fields` writes from it.

A test reads every call in the code that gives fields to a line, and the lines of a running service.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "logs.md"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. example: as JSON writes it. when: in which lines it is."""

    name: str
    meaning: str
    example: str
    when: str


ALWAYS = (
    Field("time", "when, RFC 3339 in UTC", '"2026-11-22T14:03:07.512345+00:00"', "always"),
    Field("level", "`DEBUG`, `INFO`, `WARNING`, `ERROR` or `CRITICAL`", '"INFO"', "always"),
    Field("logger", "the part of the program that says it", '"lianfang.access"', "always"),
    Field("message", "what is said, in English", '"request"', "always"),
    Field("service", "the service whose process it is", '"incident"', "always"),
)
IDS = (
    Field("correlation_id", "ties together all that one call caused, in every service; the caller's "
          "`X-Correlation-Id`, or one that was made", '"9a1c6a3e-5d0f-4a57-8a3c-0b7f1f2f6f11"',
          "requests; handling an event that has one"),
    Field("trace_id", "the W3C trace, 32 hex digits, also while no spans are exported",
          '"4bf92f3577b34da6a3ce929d0e0e4736"', "requests; handling an event of a trace"),
    Field("span_id", "the place in the trace, 16 hex digits; a span has this id where `LIANFANG_TRACES` is on and "
          "the trace is sampled", '"00f067aa0ba902b7"', "as `trace_id`"),
    Field("event_id", "the event or command being handled", '"5e0f6a3c-8b1d-5c58-9a57-2f5b0c6c1f0a"',
          "while a message is handled"),
    Field("incident_id", "the incident that it is about", '"0d5a3a9e-7a53-5f0b-8f53-9a4f1b1c2d3e"',
          "while a message is handled that names one"),
)  # fmt: skip
REQUEST = (
    Field("method", "HTTP method", '"POST"', "`request`"),
    Field("path", "without the query; the route where the path holds a secret", '"/v1/incidents"', "`request`"),
    Field("route", "the route's template", '"/v1/incidents/<id>"', "`request`, `unexpected error`"),
    Field("status", "HTTP status; of a roster's planning, how the solver ended (a word)", "201",
          "`request`, `a roster's planning is over`"),
    Field("ms", "milliseconds until the answer began", "4.31", "`request`"),
    Field("caller", "the token's subject, an id; empty when there was none", '"call-center"', "`request`"),
    Field("error_id", "what the caller was told to report", '"f3b0…"', "`unexpected error`"),
    Field("exc_info", "the traceback", '"Traceback (most recent call last): …"', "where something was raised"),
)  # fmt: skip
PROCESS = (
    Field("config", "what it runs with, secrets masked", '{"service": "incident", …}', "`starting`"),
    Field("http_port", "port of the API", "8010", "`started`"),
    Field("ops_port", "port of health and metrics", "9010", "`started`"),
    Field("exit_code", "0 as asked, 1 after a crash", "0", "`stopped`"),
    Field("seconds", "how long", "0.412", "`the event loop stood still`, `not all work ended in time`"),
    Field("reason", "why, in words", '"connection refused"', "what is put off or refused"),
)
SUBJECTS = (
    Field("actor", "who asked, an id", '"planner-3"', "jobs of patrol"),
    Field("aggregate", "id of the document", '"0d5a…"', "deadlines"),
    Field("case", "id of a mediation case", '"c-12…"', "mediation"),
    Field("county", "county's code", '"350924"', "registry, warnings"),
    Field("day", "a local day", '"2026-11-22"', "warnings"),
    Field("document", "id of a document that is printed", '"7c1e…"', "mediation"),
    Field("first", "first period of a plan", '"2026-W47"', "reports"),
    Field("forecasts", "how many were made", "12", "warnings"),
    Field("generation", "number of the facts' file", "3", "analytics"),
    Field("job", "id of a job", '"1f77…"', "patrol"),
    Field("new", "how many are new", "2", "warnings"),
    Field("number", "how many", "4", "reviews"),
    Field("plan", "id of a plan of reports", '"daily-350924"', "reports"),
    Field("rebuild", "how a rebuild of the facts ended", '{"state": "swapped", …}', "analytics"),
    Field("release", "release of a region pack", '"350924-r7"', "registry"),
    Field("releases", "the releases in use", '["350924-r7"]', "registry"),
    Field("report", "id of a report", '"r-2026-11-22…"', "reports"),
    Field("roster", "id of a roster", '"9d2c…"', "patrol"),
    Field("shift", "id of a shift", '"s-4a…"', "patrol"),
    Field("stream", "the log that is read", '"lianfang.log"', "analytics"),
    Field("subject", "id of what broke down", '"8e0b…"', "patrol"),
    Field("version", "version of a policy", "5", "policies"),
)
GROUPS: tuple[tuple[str, Sequence[Field]], ...] = (
    ("In every line", ALWAYS), ("Ids of what is worked on", IDS), ("HTTP and failures", REQUEST),
    ("The process", PROCESS), ("What single lines are about", SUBJECTS),
)  # fmt: skip
HEAD = """# Fields of the logs

Services write one JSON object per line to standard output; collect it from there. This page is written by
`make log-fields` from `libs/lianfang/ops/logs_fields.py`; tests hold that lines have no other fields.

No line names a person. Queries of requests are never logged, fields with a telling name (`phone`, `address` …) are
masked, and so are passwords in addresses. All that one call caused, in every service: `correlation_id`; the same in
the traces of [tracing.md](tracing.md): `trace_id`.
"""


def names() -> frozenset[str]:
    """Return the names of all fields."""
    return frozenset(field.name for _, fields in GROUPS for field in fields)


def page() -> str:
    """Return docs/logs.md."""
    parts = [HEAD]
    for title, fields in GROUPS:
        rows = [f"| `{each.name}` | {each.meaning} | `{each.example}` | {each.when} |" for each in fields]
        parts += [f"## {title}\n", "| field | meaning | example | in |", "|---|---|---|---|", *rows, ""]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.name)
