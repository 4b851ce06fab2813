"""Who may mediate a case, who has a conflict of interest, and whom to ask: the roster, asked about a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lianfang.caller import Caller
from lianfang.persistence.store import In, Store
from lianfang.registry.view import RegistryView
from services.mediation.app.access import require_seen
from services.mediation.app.people.documents import EDGES
from services.mediation.app.people.register import People
from services.mediation.app.people.relations import edge_of
from services.mediation.app.roster.roster import NotOnRoster, Roster
from services.mediation.domain.case import Case
from services.mediation.domain.people.agreement import Verdict
from services.mediation.domain.people.identity import Stated, tidy
from services.mediation.domain.policy import Policy
from services.mediation.domain.roster.mediator import Mediator
from services.mediation.domain.roster.need import Need
from services.mediation.domain.roster.suggest import Suggestion, suggest
from services.mediation.domain.roster.weights import Weights

LOOKED_AT = 500


class Bench:
    """See the module's text. registry: for where a region is. zone: only to tell the local day."""

    def __init__(
        self, store: Store, roster: Roster, people: People, registry: Callable[[], RegistryView],
        clock: Callable[[], datetime], zone: ZoneInfo,
    ) -> None:  # fmt: skip
        self._store, self._roster, self._people = store, roster, people
        self._registry, self._clock, self._zone = registry, clock, zone

    def kinds(self, case: Case) -> Mapping[str, str]:
        """Return the kind of every active mediator of the case's county."""
        return {
            kept.item.id: kept.item.kind for kept in self._roster.mediators(case.county) if kept.item.active
        }  # fmt: skip

    def conflicts(self, case: Case, mediators: Sequence[str]) -> Mapping[str, str]:
        """Return which of these are a party of the case, or family, household or colleague of one, and why.

        Known only as far as the records of this service's cases state it; a party may object to any mediator.
        """
        parties = {each.person for each in case.parties}
        found: dict[str, str] = {}
        for id in mediators:
            try:
                mediator = self._roster.mediator(id).item
            except NotOnRoster:
                continue
            reason = self._tie(mediator, parties) if parties else ""
            if reason:
                found[id] = reason
        return found

    def unavailable(self, mediator: str) -> Mapping[str, str]:
        """Return why a mediator should not be asked now: it has as many cases as it can take, or is away."""
        try:
            known = self._roster.mediator(mediator).item
        except NotOnRoster:
            return {}
        load = self._roster.loads([mediator])[mediator]
        if load >= known.capacity:
            return {mediator: f"full: {load} open cases of {known.capacity}"}
        return {mediator: "away today"} if known.is_away(self._today()) else {}

    def next(self, case: Case, policy: Policy) -> tuple[str, ...]:
        """Return whom to ask, best first, nobody who was asked before."""
        return tuple(each.mediator for each in self.suggestions(case, policy) if not each.excluded)

    def suggestions(self, case: Case, policy: Policy, languages: Sequence[str] = ()) -> list[Suggestion]:
        """Return the county's mediators: who may be asked, best first, then who is excluded, and why."""
        known = [kept.item for kept in self._roster.mediators(case.county)]
        loads = self._roster.loads(each.id for each in known)
        ranked = suggest(self._need(case, languages, {}), known, loads, weights_of(policy))
        # Conflicts cost a look at people's records: only those who would be asked first are looked at
        front = [each.mediator for each in ranked if not each.excluded][:5]
        conflicted = {**self.conflicts(case, front), **case.objections}
        if not conflicted:
            return ranked
        return suggest(self._need(case, languages, conflicted), known, loads, weights_of(policy))

    def _need(self, case: Case, languages: Sequence[str], conflicted: Mapping[str, str]) -> Need:
        lon, lat = self._registry().world.middle_of(case.region) or (None, None)
        passed = dict.fromkeys(case.asked, "asked before")
        return Need(
            category=case.category, region=case.region, day=self._today(), lon=lon,
            lat=lat, languages=tuple(languages or sorted(case.languages)),
            mode=case.mode or "people", risk=case.risk, conflicted=conflicted,
            passed_over=passed,
        )  # fmt: skip

    def _today(self) -> date:
        return self._clock().astimezone(self._zone).date()

    def _tie(self, mediator: Mediator, parties: set[str]) -> str:
        said = self._roster.personal(mediator)
        if not said.get("name"):
            return ""
        stated = tidy(Stated(said["name"], phone=said.get("phone", ""))).stated
        same = {each.person_id for each in self._people.find(stated).people if each.verdict is Verdict.SAME}
        if same & parties:
            return "party"
        edges = self._store.find(EDGES, In("ends", tuple(sorted(same))), limit=LOOKED_AT).documents if same else []
        kinds = [edge.kind.value for edge in map(edge_of, edges) if edge and {edge.start, edge.end} & parties]
        return min(kinds, default="")


class Suggest:
    """Whom to ask, with reasons, for whoever may see the case."""

    def __init__(self, case_of: Callable[[str], Case], policy_at: Callable[[str], Policy], bench: Bench) -> None:
        self._case_of, self._policy_at, self._bench = case_of, policy_at, bench

    def __call__(self, id: str, caller: Caller, languages: Sequence[str] = ()) -> list[Suggestion]:
        """Return suggestions. Raises NotThere."""
        case = require_seen(caller, self._case_of(id))
        return self._bench.suggestions(case, self._policy_at(case.policy), languages)


def weights_of(policy: Policy) -> Weights:
    """Return the policy's weights; who may mediate in a mode is the mode's own rule."""
    kinds = {mode.id: frozenset(mode.who_may_mediate) for mode in policy.modes.values()}
    return Weights(**policy.suggestion, kinds=kinds)
