from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.runtime.operating.failure import Failure
from lianfang.runtime.operating.target import Target


@pytest.fixture(autouse=True)
def no_stack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIANFANG_HOME", str(tmp_path))


def test_the_environment_names_a_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANFANG_BUS_URI", "amqp://ops:secret@bus/some%2Fhost")
    monkeypatch.setenv("LIANFANG_INCIDENT_URL", "http://incident:8000/")
    monkeypatch.setenv("LIANFANG_INCIDENT_STORE_URI", "mongodb://db/incident")
    target = Target.find()
    assert (target.vhost, target.url("incident")) == ("some/host", "http://incident:8000")
    assert target.services == ["incident"]


def test_what_is_not_known_is_named_with_the_remedy() -> None:
    with pytest.raises(Failure, match="LIANFANG_GRID_URL is not known: start the stack"):
        Target({}).url("grid")


def test_a_services_own_store_variable_is_no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANFANG_STORE_URI", "sqlite:////x.db")
    assert Target.find().services == []
