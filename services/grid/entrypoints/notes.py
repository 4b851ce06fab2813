"""HTTP of activities (宣防活动), of answers to surveys (群众测评), counted, and of expenses (公用经费)."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from services.grid.domain.records.activity import Activity
from services.grid.domain.records.expense import Expense
from services.grid.domain.records.survey import Survey
from services.grid.domain.records.told import Told
from services.grid.entrypoints import note_bodies as bodies
from services.grid.entrypoints import problems  # noqa: F401 - makes the exceptions known
from services.grid.entrypoints.record_callers import READ, TELL, listed, phone, require_own


class NotesApi:
    """Each is noted once by its id, however often it is sent; 201 new, 200 nothing new."""

    app: Any = Wired()

    @api(
        "POST", "/v1/activities", roles=TELL, body=bodies.ActivityBody, response=bodies.ActivityAnswer,
        idempotent=True, status=201, summary="A team gave a lesson, a training, a service; secured a large event",
    )  # fmt: skip
    def record_activity(self, call: Call) -> Reply:
        """Note it."""
        body = call.body
        require_own(call, body["team"])
        fresh = Activity(
            body["id"], body["kind"], body["topic"], body["region"], body["team"], body["people"],
            self._heard(call), body["place"] or "",
        )  # fmt: skip
        activity, new = self.app.records.activities.note(fresh, call.command())
        return Reply(bodies.activity(activity), status=201 if new else 200)

    @api(
        "GET", "/v1/activities", roles=READ, query=bodies.ActivitiesQuery, response=bodies.ActivitiesAnswer,
        summary="Activities, the newest first",
    )  # fmt: skip
    def list_activities(self, call: Call) -> Reply:
        """Return a page."""
        equal = {name: call.query[name] for name in ("kind", "topic", "team")}
        return listed(call, self.app.records.activities.page, bodies.activity, **equal)

    @api(
        "POST", "/v1/surveys", roles=TELL, body=bodies.SurveyBody, response=bodies.SurveyAnswer, idempotent=True,
        status=201, summary="People answered a question: numbers only",
    )  # fmt: skip
    def record_survey(self, call: Call) -> Reply:
        """Note it."""
        body = call.body
        require_own(call, body["team"])
        fresh = Survey(
            body["id"], body["question"], body["region"], body["team"], body["answered"], body["agreeing"],
            self._heard(call),
        )  # fmt: skip
        survey, new = self.app.records.surveys.note(fresh, call.command())
        return Reply(bodies.survey(survey), status=201 if new else 200)

    @api(
        "GET", "/v1/surveys", roles=READ, query=bodies.SurveysQuery, response=bodies.SurveysAnswer,
        summary="Answers to surveys, the newest first",
    )  # fmt: skip
    def list_surveys(self, call: Call) -> Reply:
        """Return a page."""
        equal = {name: call.query[name] for name in ("question", "team")}
        return listed(call, self.app.records.surveys.page, bodies.survey, **equal)

    @api(
        "POST", "/v1/expenses", roles=TELL, body=bodies.ExpenseBody, response=bodies.ExpenseAnswer,
        idempotent=True, status=201, summary="A team paid for something: the amount and what for",
    )  # fmt: skip
    def record_expense(self, call: Call) -> Reply:
        """Note it."""
        body = call.body
        require_own(call, body["team"])
        fresh = Expense(
            body["id"], body["purpose"], body["region"], body["team"], body["yuan"], self._heard(call)
        )  # fmt: skip
        expense, new = self.app.records.expenses.note(fresh, call.command())
        return Reply(bodies.expense(expense), status=201 if new else 200)

    @api(
        "GET", "/v1/expenses", roles=READ, query=bodies.ExpensesQuery, response=bodies.ExpensesAnswer,
        summary="Expenses, the newest first",
    )  # fmt: skip
    def list_expenses(self, call: Call) -> Reply:
        """Return a page."""
        equal = {name: call.query[name] for name in ("purpose", "team")}
        return listed(call, self.app.records.expenses.page, bodies.expense, **equal)

    def _heard(self, call: Call) -> Told:
        region = call.body["region"]
        require_region(call.caller, region)
        told: Told = self.app.records.ground.told(phone(call), region[:6])
        return told
