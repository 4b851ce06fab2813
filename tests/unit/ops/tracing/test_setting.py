"""LIANFANG_TRACES: what is wrong is said in one line, with the variable and the remedy."""

import sys

import pytest

from lianfang.ops.tracing import setting, spans

COLLECTOR = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}


@pytest.mark.parametrize(("traces", "environment", "told"), [
    ("jaeger", {}, ["LIANFANG_TRACES: 'jaeger' is not one of off, otlp, file:/absolute/path.jsonl"]),
    ("file:spans.jsonl", {}, ["LIANFANG_TRACES: 'spans.jsonl' is no absolute path"]),
    ("file:/no/such/folder/spans.jsonl", {}, ["LIANFANG_TRACES: /no/such/folder/spans.jsonl can't be written"]),
    ("otlp", {}, ["OTEL_EXPORTER_OTLP_ENDPOINT is missing"]),
    ("otlp", {"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318"}, ["OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318'"]),
    ("otlp", COLLECTOR | {"OTEL_TRACES_SAMPLER": "often"}, ["OTEL_TRACES_SAMPLER: 'often' is not one of"]),
    ("otlp", COLLECTOR | {"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "5%"},
     ["OTEL_TRACES_SAMPLER_ARG: '5%' is no share"]),
    ("otlp", COLLECTOR | {"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": "7"},
     ["OTEL_TRACES_SAMPLER_ARG: '7' is no share"]),
    ("off", {"OTEL_TRACES_SAMPLER": "often"}, []),
    ("otlp", COLLECTOR | {"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0.05"}, []),
])  # fmt: skip
def test_each_wrong_variable_is_named_with_its_remedy(traces, environment, told):
    lines = setting.wrong(traces, environment)
    assert len(lines) == len(told)
    for line, beginning in zip(lines, told, strict=True):
        assert line.startswith(beginning)


def test_a_package_that_is_not_installed_is_named_with_its_extra(monkeypatch, tmp_path):
    monkeypatch.delitem(sys.modules, "lianfang.ops.tracing.otel", raising=False)
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(setting.TracesUnavailable, match=r"LIANFANG_TRACES: .* pip install 'lianfang\[tracing\]'"):
        setting.begin(f"file:{tmp_path}/spans.jsonl", "incident", honour_flags=False)
    assert not spans.on()


def test_a_file_that_may_not_be_written_is_named():
    with pytest.raises(setting.TracesUnavailable, match="LIANFANG_TRACES: /proc/self/spans"):
        setting.begin("file:/proc/self/spans.jsonl", "incident", honour_flags=False)
    assert not spans.on()


def test_the_sdks_own_switch_turns_it_off(monkeypatch, tmp_path):
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    setting.begin(f"file:{tmp_path}/spans.jsonl", "incident", honour_flags=False)
    assert not spans.on()
