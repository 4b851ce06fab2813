import io
import json
import logging

import pytest

from lianfang.ops import context, logs


def test_a_line_is_an_object_with_the_ids_of_what_is_worked_on(written):
    with context.bound(event_id="e1", incident_id="i1"):
        logging.getLogger("lianfang.x").info("task asked for", extra={"tasks": 3})
    logging.getLogger("lianfang.x").info("after")
    first, second = written()
    assert first.pop("time")
    assert first == {
        "level": "INFO", "logger": "lianfang.x", "message": "task asked for", "service": "incident", "tasks": 3,
        "event_id": "e1", "incident_id": "i1",
    }  # fmt: skip
    assert "event_id" not in second


def test_below_the_level_nothing_is_written(written):
    logging.getLogger("x").debug("quiet")
    assert written() == []


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="LOUD"):
        logs.configure("x", "LOUD", io.StringIO())


@pytest.mark.parametrize("name", ["phone", "address", "reporter_name", "token"])
def test_fields_that_tell_of_people_are_masked(written, name):
    logging.getLogger("x").info("call", extra={name: "13800000000"})
    assert written()[0][name] == logs.MASK


def test_passwords_in_uris_are_cut_out(written):
    try:
        raise OSError("can't reach amqp://svc:s3cret@host:5672/v")
    except OSError:
        logging.getLogger("x").exception("lost mongodb://me:hu@sh@h/db and amqp://svc:s3cret@host/")
    (line,) = written()
    assert "s3cret" not in json.dumps(line)
    assert "hu@sh" not in json.dumps(line)
    assert "amqp://svc:***@host" in line["message"]


def test_the_fast_path_writes_lines_of_the_same_shape(written):
    logs.line("request", {"path": "/警区\n", "status": 200})
    logging.getLogger("lianfang.access").info("request", extra={"path": "/警区\n", "status": 200})
    fast, slow = written()
    assert fast.keys() == slow.keys()
    assert {**fast, "time": ""} == {**slow, "time": ""}


def test_an_id_nobody_knows_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        context.bind(shoe_size="44")
