"""The mediation service's contracts (矛盾纠纷调解): what happens to a dispute, without a person in it."""

from lianfang.contracts.mediation import events, risk, transfers, work

__all__ = ["events", "risk", "transfers", "work"]
