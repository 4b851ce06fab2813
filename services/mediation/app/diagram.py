"""The flow table as people read it: a Mermaid diagram and a table for each of its regions."""

from __future__ import annotations

from collections.abc import Iterator

from services.mediation.domain.flow import Flow, Region, Transition

_HEAD = """\
# How a dispute moves

Drawn from `services/mediation/policy/flow.yaml` (version {version}) by `python -m services.mediation.flowdoc`: do
not edit it here. A case is in one state of each region, and the regions move independently. A timer is a deadline
that begins when its state is entered; the policy (`services/mediation/policy/default.yaml`) says how long it is.
A guard is a rule in `services/mediation/domain/guards.py` that must pass; its refusal cites its source. States in
bold are final.
"""


def document(flow: Flow) -> str:
    """Return the whole page, Markdown."""
    parts = [_HEAD.format(version=flow.version)]
    for region in flow.regions.values():
        parts.append(f"## {region.title} ({region.name})\n")
        parts.append(f"```mermaid\n{mermaid(region)}\n```\n")
        parts.append("\n".join(_states(region)) + "\n")
        parts.append("\n".join(_transitions(region)) + "\n")
    return "\n".join(parts)


def mermaid(region: Region) -> str:
    """Return a region as a Mermaid stateDiagram-v2. Transitions between the same two states share an arrow."""
    lines = ["stateDiagram-v2", "    direction LR"]
    lines += [f'    state "{state.title} {state.name}" as {state.name}' for state in region.states]
    lines.append(f"    [*] --> {region.initial}")
    arrows: dict[tuple[str, str], list[str]] = {}
    for each in region.transitions:
        for source in each.sources:
            arrows.setdefault((source, _target(each, source)), []).append(each.action)
    lines += [f"    {source} --> {target}: {', '.join(actions)}" for (source, target), actions in arrows.items()]
    ends = {source for source, target in arrows if source != target}
    lines += [f"    {state.name} --> [*]" for state in region.states if state.final and state.name not in ends]
    return "\n".join(lines)


def _target(transition: Transition, source: str) -> str:
    return source if transition.target == "=" else transition.target


def _states(region: Region) -> Iterator[str]:
    yield "| State | | Timers |"
    yield "|---|---|---|"
    for state in region.states:
        name = f"**{state.name}**" if state.final else state.name
        yield f"| {name} | {state.title} | {', '.join(state.timers)} |"


def _transitions(region: Region) -> Iterator[str]:
    yield "| Action | | From | To | Guards |"
    yield "|---|---|---|---|---|"
    for each in region.transitions:
        target = "stays" if each.target == "=" else each.target
        yield f"| {each.action} | {each.title} | {', '.join(each.sources)} | {target} | {', '.join(each.guards)} |"
