"""How a rule gets into the model: plainly, or with a literal that says whether it is asked (to find conflicts)."""

from __future__ import annotations

from ortools.sat.python import cp_model

Asked = tuple[str, str]
"""A rule's word, and the person, slot or place it is asked of."""


class Rules:
    """States rules; asked: each under a literal of its own for the rule and whom it is asked of."""

    def __init__(self, cp: cp_model.CpModel, *, asked: bool = False) -> None:
        self.cp, self.asked = cp, asked
        self.literals: dict[Asked, cp_model.IntVar] = {}

    def add(self, constraint: cp_model.BoundedLinearExpression | bool, rule: str, whom: str) -> None:
        """State a linear rule; one without variables too, which then either holds or cannot."""
        stated = self.cp.add(constraint)
        if self.asked:
            stated.only_enforce_if(self._literal(rule, whom))

    def at_most_one(self, literals: list[cp_model.IntVar], rule: str, whom: str) -> None:
        """State that no two hold."""
        if self.asked:
            self.add(sum(literals) <= 1, rule, whom)
        else:
            self.cp.add_at_most_one(literals)

    def _literal(self, rule: str, whom: str) -> cp_model.IntVar:
        if (rule, whom) not in self.literals:
            self.literals[rule, whom] = self.cp.new_bool_var("")
        return self.literals[rule, whom]
