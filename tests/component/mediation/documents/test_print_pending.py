"""Every requested version ends in one file or one reported failure, through crashes, replicas and outages."""

from __future__ import annotations

import hashlib
import logging
import threading
from itertools import pairwise

import pytest

from lianfang.ops import faults
from lianfang.persistence.store import StoreUnavailable
from lianfang.printing.refused import NotPrintable, PrintingFailed
from services.mediation.printing.child import render as real_render
from tests.fixtures.mediation_documents import samples
from tests.fixtures.mediation_printing import NAME, pdf


class Killed(BaseException):
    """The process dies here."""


def test_a_request_becomes_a_file_and_is_reported_with_its_hash(desk):
    desk.request()
    assert desk.printer()() == 1
    facts, made = desk.files().read("case-1:d1:1")
    assert desk.done == [("case-1", "d1", 1, hashlib.sha256(made).hexdigest(), len(made), 1)]
    assert desk.rendered == [("agreement", {"name": NAME, "number": "演调协字〔2026〕00001号", "version": 1})]
    assert (facts.kind, facts.template) == ("agreement", "t1")
    assert desk.printer()() == 0


def test_the_real_process_prints_it(desk):
    data = samples()["agreement"]
    del data["number"]
    desk.request(data=data, version=2)
    assert desk.printer(real_render)() == 1
    assert desk.done[0][5] == 1


@pytest.mark.parametrize("where", ["render", "printing.after_render", "printing.after_file", "done"])
def test_killed_anywhere_the_next_start_ends_with_one_file(desk, where, monkeypatch):
    def die(*_):
        raise Killed

    def die_at(name):
        if name == where:
            raise Killed

    desk.request()
    with monkeypatch.context() as patched:
        patched.setattr(faults, "here", die_at)
        doomed = desk.printer(render=die if where == "render" else None, done=die if where == "done" else None)
        with pytest.raises(Killed):
            doomed()
    before = desk.files().facts("case-1:d1:1")
    assert (before is None) == (where in {"render", "printing.after_render"})
    assert desk.printer()() == 1
    assert len(desk.done) == desk.store.count("document_files") == 1
    assert before in (None, desk.files().facts("case-1:d1:1"))


def test_killed_after_the_report_was_stored_it_may_be_told_twice_but_alike(desk):
    def report_and_die(*said):
        desk.done.append(said)
        raise Killed

    desk.request()
    with pytest.raises(Killed):
        desk.printer(done=report_and_die)()
    assert desk.printer()() == 1
    assert len(desk.done) == 2
    assert len(set(desk.done)) == 1


def test_two_replicas_at_once_make_one_file_and_tell_the_same(desk):
    together = threading.Barrier(2)

    def render(template, data):
        made = pdf(threading.current_thread().name)  # even if the two replicas have other templates
        together.wait(60)
        return made

    desk.request()
    replicas = [threading.Thread(target=desk.printer(render)) for _ in range(2)]
    for replica in replicas:
        replica.start()
    for replica in replicas:
        replica.join(60)
    assert len(desk.done) == 2
    assert len({said[3] for said in desk.done}) == 1
    assert desk.store.count("document_files") == 1


def test_what_cannot_be_printed_is_reported_at_once_with_its_field(desk):
    def render(template, data):
        raise NotPrintable("parties.0.name", "is missing", "correct the data of agreement")

    desk.request()
    assert desk.printer(render)() == 0
    assert desk.failed == [("case-1", "d1", 1, "parties.0.name: is missing; correct the data of agreement")]


@pytest.mark.parametrize("error", [PrintingFailed("out of memory"), TypeError(f"about {NAME}")])
def test_a_job_that_keeps_failing_waits_ever_longer_and_is_reported_once(desk, error, caplog):
    tried = []

    def render(template, data):
        tried.append(desk.now)
        raise error

    desk.request()
    printer = desk.printer(render, attempts=4)
    with caplog.at_level(logging.DEBUG):
        for _ in range(600):
            printer()
            desk.later(0.5)
    waits = [(late - early).total_seconds() for early, late in pairwise(tried)]
    assert len(tried) == 4
    assert waits == sorted(waits)
    assert 1.5 <= waits[0] <= 2.5 < waits[2]
    assert len(desk.failed) == 1
    assert "tried 4 times" in desk.failed[0][3]
    assert NAME not in caplog.text + desk.failed[0][3]


def test_a_failing_job_keeps_no_other_from_being_printed(desk):
    def render(template, data):
        if data["version"] == 1:
            raise PrintingFailed("took too long")
        return desk.render(template, data)

    for version in (1, 2, 3):
        desk.request(version=version)
    assert desk.printer(render)(at_once=3) == 2
    assert sorted(said[2] for said in desk.done) == [2, 3]


def test_an_outage_of_the_store_never_fails_a_document(desk):
    def away(*_):
        raise StoreUnavailable("gone")

    desk.request()
    printer = desk.printer(done=away)
    for _ in range(50):
        printer()
        desk.later(400)
    assert desk.failed == []
    assert len(desk.rendered) == 1
    assert desk.printer()() == 1


def test_a_failure_that_could_not_be_reported_is_reported_later(desk):
    def broken(template, data):
        raise NotPrintable("facts", "is missing", "correct it")

    answers = [StoreUnavailable("gone"), None]

    def failed(*said):
        if answer := answers.pop(0):
            raise answer
        desk.report_failed(*said)

    desk.request()
    printer = desk.printer(broken, failed=failed)
    printer()
    printer()
    assert (desk.failed, len(answers)) == ([], 1)
    desk.later(5)
    printer()
    assert len(desk.failed) == 1


@pytest.mark.parametrize("data", [[1], "text"])
def test_a_request_that_is_no_object_is_reported_in_the_end(desk, data):
    desk.request(data=data)
    printer = desk.printer(attempts=1)
    assert printer() == 0
    assert "no JSON object" in desk.failed[0][3]
