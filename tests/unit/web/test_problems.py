import pytest

from lianfang.persistence.handled import ReusedId
from lianfang.persistence.store import Conflict, NotDeclared, StoreUnavailable
from lianfang.web.answer import encode, of_problem, of_reply
from lianfang.web.call import Call, Reply, precondition_failed
from lianfang.web.problems import Forbidden, NotFound, Problem, know, problem_of


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (ReusedId("id 7"), 422, "idempotency-key-reused"),
        (StoreUnavailable("host db-3 refused"), 503, "store-unavailable"),
        (Conflict("x"), 409, "conflict"),
        (NotFound("no such incident"), 404, "not-found"),
        (Forbidden("not yours"), 403, "forbidden"),
        (Problem(418, "Teapot"), 418, "teapot"),
    ],
)
def test_known_exceptions_have_their_problem(error, status, slug):
    problem = problem_of(error)
    assert (problem.status, problem.slug) == (status, slug)


def test_an_unreachable_store_says_when_to_come_back_and_nothing_of_its_address():
    problem = problem_of(StoreUnavailable("host db-3 refused"))
    assert problem.headers == {"Retry-After": "2"}
    assert "db-3" not in problem.detail


@pytest.mark.parametrize("error", [KeyError("x"), PermissionError("x"), NotDeclared("x"), RuntimeError()])
def test_other_exceptions_are_not_taken_for_answers(error):
    assert problem_of(error) is None


def test_a_service_can_make_its_own_exceptions_known_with_their_subclasses():
    class Refused(Exception): ...

    class RefusedLate(Refused): ...

    know(Refused, 409, "Not possible now", slug="refused")
    assert problem_of(RefusedLate("the task is recalled")).to_dict() == {
        "type": "urn:lianfang:problem:refused", "title": "Not possible now", "status": 409,
        "detail": "the task is recalled",
    }  # fmt: skip


def test_the_answer_to_a_problem_has_its_headers():
    answer = of_problem(precondition_failed(4), "c1")
    assert answer.status_line == "412 Precondition Failed"
    assert ("ETag", '"4"') in answer.headers
    assert ("Content-Type", "application/problem+json") in answer.headers


def test_a_reply_without_a_body_is_204():
    assert of_reply(Reply(), 200).status == 204
    assert of_reply(Reply(), 202).status == 202
    assert of_reply(Reply({}, status=207), 200).status == 207


def test_a_file_goes_out_as_the_bytes_it_is():
    answer = of_reply(Reply(content=b"%PDF", content_type="application/pdf", version=2), 200)
    assert (answer.status, answer.body) == (200, b"%PDF")
    assert dict(answer.headers)["Content-Type"] == "application/pdf"
    assert dict(answer.headers)["ETag"] == '"2"'
    assert of_reply(Reply(content=b"", content_type="text/plain"), 200).status == 200


@pytest.mark.parametrize(
    "given", [{"content": b"x"}, {"content_type": "a/b"}, {"content": b"", "content_type": "a/b", "body": {}}]
)
def test_bytes_need_their_type_and_no_body_beside(given):
    with pytest.raises(ValueError, match="content_type"):
        Reply(**given)


def test_a_header_cannot_be_broken_out_of():
    with pytest.raises(ValueError, match="Location"):
        of_reply(Reply({}, headers={"Location": "/x\r\nSet-Cookie: a"}), 200)


def test_what_is_no_json_is_a_mistake_of_the_handler():
    with pytest.raises(TypeError):
        encode({"x": object()})
    with pytest.raises(ValueError, match="JSON"):
        encode({"x": float("nan")})


def test_command_ids_are_the_same_for_a_repeat_and_differ_between_callers():
    def id_of(subject, key):
        caller = Call.__dataclass_fields__ and type("C", (), {"subject": subject})()
        return Call(caller=caller, idempotency_key=key).command_id

    assert id_of("a", "k") == id_of("a", "k")
    assert len({id_of("a", "k"), id_of("b", "k"), id_of("a", "l"), id_of("a\nk", ""), id_of("a", "")}) == 5
