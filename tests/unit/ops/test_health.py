from prometheus_client import REGISTRY

from lianfang.ops.health import Readiness


def test_ready_when_every_check_passes():
    readiness = Readiness()
    readiness.add("store", lambda: None)
    assert readiness.problems() == {}
    assert REGISTRY.get_sample_value("lianfang_ready") == 1


def test_each_failing_check_tells_its_reason():
    def broken():
        raise OSError("disk is gone")

    readiness = Readiness()
    readiness.add("fine", lambda: None)
    readiness.add("broker", lambda: "not consuming")
    readiness.add("store", broken)
    assert readiness.problems() == {"broker": "not consuming", "store": "OSError: disk is gone"}
    assert REGISTRY.get_sample_value("lianfang_ready") == 0
    assert REGISTRY.get_sample_value("lianfang_unready_check", {"check": "store"}) == 1
    assert REGISTRY.get_sample_value("lianfang_unready_check", {"check": "fine"}) == 0


def test_a_check_can_be_replaced_and_removed():
    readiness = Readiness()
    readiness.add("x", lambda: "bad")
    readiness.add("x", lambda: None)
    assert readiness.problems() == {}
    readiness.add("x", lambda: "bad")
    readiness.remove("x")
    readiness.remove("x")
    assert readiness.problems() == {}


def test_a_stopping_process_is_unready_whatever_its_checks_say():
    readiness = Readiness()
    readiness.stop()
    assert readiness.problems() == {"process": "stopping"}
