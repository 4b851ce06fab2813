"""Loading what a county's patrols need: its rules, market days, posts and people, from a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.failure import BadInput, Failure
from lianfang.runtime.operating.people import import_people
from lianfang.runtime.operating.target import Target

Say = Callable[[str], None]
# The calendar goes before the posts, which name its markets
FILES = {"policy.yaml": "policies", "calendar.yaml": "calendars", "posts.yaml": "post-packs"}
PEOPLE = "people.csv"


def load_duty(target: Target, folder: Path, county: str, say: Say) -> dict[str, Any]:
    """Put policy.yaml, calendar.yaml, posts.yaml and people.csv of a folder, if there. Safe to do again.

    Return what each was answered, by file name. Each file is taken whole or not at all; of people the rows that are
    good. Raises BadInput for a folder with none of them or a file that can't be read, Failure with what is wrong.
    """
    there = [name for name in (*FILES, PEOPLE) if (folder / name).exists()]
    if not there:
        raise BadInput(f"{folder}: there is none of {', '.join((*FILES, PEOPLE))} in it")
    client = ServiceClient(target, "patrol", ("registry", "planner"), region=county)
    taken: dict[str, Any] = {}
    for name in there:
        if name == PEOPLE:
            continue
        document = _document(folder / name)
        body = {"policy": document} if name == "policy.yaml" else document
        key = hashlib.sha256(json.dumps([county, body], sort_keys=True, default=str).encode()).hexdigest()
        taken[name] = client.call("PUT", f"/v1/{FILES[name]}/{county}", body, **{"Idempotency-Key": key})
        say(f"{county}: {name} is in force")
    if PEOPLE in there:
        taken[PEOPLE] = _people(target, folder / PEOPLE, county, say)
    return taken


def _people(target: Target, file: Path, county: str, say: Say) -> dict[str, Any]:
    report = import_people(target, file, county, lambda _report: None)
    if report["bad"]:
        first = report["errors"][0]
        raise Failure(
            f"{file}: {report['bad']} rows can't be taken, the first in line {first['line']}, {first['column']}: "
            f"{first['message']}; {first['remedy']}"
        )
    say(f"{county}: {report['rows']} people, {report['new']} of them new")
    return report


def _document(file: Path) -> Any:
    try:
        return _plain(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{file}: {' '.join(str(error).split())}") from None


def _plain(value: Any) -> Any:
    """Return a document as JSON has it: dates as text."""
    return json.loads(json.dumps(value, default=str))
