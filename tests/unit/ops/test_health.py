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


def test_a_broker_that_is_away_does_not_keep_calls_from_being_answered():
    readiness = Readiness()
    readiness.add("store", lambda: None)
    readiness.add("publisher", lambda: "no connection", of_bus=True)
    assert readiness.problems() == {"publisher": "no connection"}
    assert readiness.http_problems() == {}


def test_a_store_that_is_away_and_a_process_that_stops_keep_calls_out():
    readiness = Readiness()
    readiness.add("publisher", lambda: "no connection", of_bus=True)
    readiness.add("store", lambda: "away")
    assert readiness.http_problems() == {"store": "away"}
    readiness.stop()
    assert readiness.http_problems() == {"process": "stopping"}
