"""LIANFANG_TRACES and the SDK's own variables, read and checked; nothing of OpenTelemetry is imported here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from lianfang.ops.tracing import spans

OFF, OTLP, FILE = "off", "otlp", "file:"
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_RATIO = ("traceidratio", "parentbased_traceidratio")
_SAMPLERS = ("always_on", "always_off", "parentbased_always_on", "parentbased_always_off", *_RATIO)


class TracesUnavailable(Exception):
    """Traces were asked for and can't be made; the text names the variable and the remedy."""


def wrong(traces: str, environment: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the setting, a line each with its remedy; the SDK itself would only warn."""
    if traces == OFF:
        return []
    if traces.startswith(FILE):
        return [*_wrong_file(Path(traces.removeprefix(FILE))), *_wrong_sampler(environment)]
    if traces != OTLP:
        return [f"LIANFANG_TRACES: {traces!r} is not one of off, otlp, file:/absolute/path.jsonl"]
    addresses = [environment[name] for name in _ENDPOINTS if environment.get(name)]
    lines = [] if addresses else [f"{_ENDPOINTS[1]} is missing: set it to http://host:4318 of the collector"]
    lines += [
        f"{name}: {environment[name]!r} is no address; use http://host:4318 of the collector"
        for name in _ENDPOINTS
        if environment.get(name) and not environment[name].startswith(("http://", "https://"))
    ]
    return lines + _wrong_sampler(environment)


def _wrong_file(path: Path) -> list[str]:
    if not path.is_absolute():
        return [f"LIANFANG_TRACES: {str(path)!r} is no absolute path; use file:/absolute/path.jsonl"]
    if not path.parent.is_dir() or path.is_dir():
        return [f"LIANFANG_TRACES: {path} can't be written; name a file in a folder that exists"]
    return []


def _wrong_sampler(environment: Mapping[str, str]) -> list[str]:
    name, argument = environment.get("OTEL_TRACES_SAMPLER", ""), environment.get("OTEL_TRACES_SAMPLER_ARG", "")
    if name and name not in _SAMPLERS:
        return [f"OTEL_TRACES_SAMPLER: {name!r} is not one of {', '.join(_SAMPLERS)}"]
    if name in _RATIO and argument:
        try:
            fits = 0 <= float(argument) <= 1
        except ValueError:
            fits = False
        if not fits:
            return [f"OTEL_TRACES_SAMPLER_ARG: {argument!r} is no share of all traces; use 0 to 1, such as 0.05"]
    return []


def begin(traces: str, service: str, honour_flags: bool) -> None:
    """Turn tracing on if the setting asks for it. Raises TracesUnavailable."""
    if traces == OFF or os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return
    try:
        from lianfang.ops.tracing.otel import OtelTracer  # noqa: PLC0415 - it must cost nothing while off
    except ImportError as error:
        raise TracesUnavailable(
            f"LIANFANG_TRACES: {error.name} is not installed: pip install 'lianfang[tracing]', or set it to off"
        ) from None
    try:
        spans.install(OtelTracer.of(service, traces, honour_flags))
    except OSError as error:
        raise TracesUnavailable(f"LIANFANG_TRACES: {error.filename}: {error.strerror}") from None
