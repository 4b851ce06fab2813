"""The penalties as a linear objective."""

from __future__ import annotations

from ortools.sat.python import cp_model

from services.patrol.domain.sequences.problem import Cover, Share
from services.patrol.domain.sequences.rules import Rule, RuleRef
from services.patrol.planning.sequences.model import Model


def add_cover(model: Model) -> None:
    """Tie shortage and excess to the cells; where cover is hard, no shortage."""
    for cover in model.problem.cover:
        there = [
            model.cell[worker.id, cover.day, cover.kind]
            for worker in model.problem.workers
            if (worker.id, cover.day, cover.kind) in model.cell
        ]
        short = model.cp.new_int_var(0, cover.needed, "")
        spare = model.cp.new_int_var(0, max(0, len(there)), "")
        model.cp.add(sum(there) + short - spare == cover.needed)
        model.short[cover.day, cover.kind], model.spare[cover.day, cover.kind] = short, spare
        if cover.hard:
            model.enforce(model.cp.add(short == 0), _ref(cover))


def add_objective(model: Model, most: int | None = None) -> None:
    """Minimise the penalties; most: a cost that may not be exceeded."""
    total = penalties(model)
    model.cp.minimize(total)
    if most is not None:
        model.cp.add(total <= most)


def penalties(model: Model) -> cp_model.LinearExpr:
    """The sum of all penalties."""
    parts: list[cp_model.LinearExpr | int] = []
    for wish in model.problem.requests:
        literal = model.cell.get((wish.worker, wish.day, wish.kind), 0)
        parts.append(wish.weight * (1 - literal) if wish.wanted else wish.weight * literal)
    for keep in model.problem.keep:
        if keep.kind is None:
            parts.append(keep.weight * model.works[keep.worker, keep.day])
        else:
            parts.append(keep.weight * (1 - model.cell.get((keep.worker, keep.day, keep.kind), 0)))
    parts += [_share(model, each) for each in model.problem.shares]
    for cover in model.problem.cover:
        parts.append(cover.under * model.short[cover.day, cover.kind])
        parts.append(cover.over * model.spare[cover.day, cover.kind])
    return cp_model.LinearExpr.sum(parts)


def _share(model: Model, share: Share) -> cp_model.LinearExpr:
    mine = [literal for day in share.days for literal in model.cells(share.worker, day, share.kinds)]
    over = model.cp.new_int_var(0, max(0, len(mine) - share.most), "")
    under = model.cp.new_int_var(0, share.least, "")
    model.cp.add(sum(mine) - over <= share.most)
    model.cp.add(sum(mine) + under >= share.least)
    return share.weight * (over + under)


def _ref(cover: Cover) -> RuleRef:
    return RuleRef(Rule.COVER, day=cover.day, kind=cover.kind)
