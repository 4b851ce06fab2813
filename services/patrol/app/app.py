"""All use cases of the service, ready to be called by its entrypoints."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lianfang.feeds.secret import Feeds
from lianfang.ops.audit import AuditChain
from lianfang.ops.audit_head import PublishAuditHead
from lianfang.registry.ask_snapshot import AskSnapshot
from lianfang.registry.receive_release import ReceiveRelease
from lianfang.registry.view import RegistryView
from lianfang.registry.watch import ReplicaWatcher
from services.patrol.app.board.build import BoardUses
from services.patrol.app.jobs.jobs import Jobs
from services.patrol.app.patrols.desk import PatrolDesk
from services.patrol.app.people.credits import Credits
from services.patrol.app.people.expiry import WarnOfExpiry
from services.patrol.app.people.importing.run import ImportPeople
from services.patrol.app.people.people import People
from services.patrol.app.people.read_personal import ReadPersonal
from services.patrol.app.people.registering import Registering
from services.patrol.app.plans.desk import PlanDesk
from services.patrol.app.policies.storage import Policies
from services.patrol.app.posts.calendars import Calendars
from services.patrol.app.posts.demand import Demand
from services.patrol.app.posts.incident_hours import IncidentHours
from services.patrol.app.posts.posts import Posts
from services.patrol.app.rosters.desk import RosterDesk
from services.patrol.app.shifts.build import ShiftUses


@dataclass(frozen=True, slots=True)
class App:
    """See the module's text. holiday_years: those whose working days are known."""

    people: People
    registering: Registering
    read_people: ReadPersonal
    import_people: ImportPeople
    warn_of_expiry: WarnOfExpiry
    credits: Credits
    feeds: Feeds
    posts: Posts
    calendars: Calendars
    incident_hours: IncidentHours
    demand: Demand
    holiday_years: Collection[int]
    roster_desk: RosterDesk
    shift_uses: ShiftUses
    board_uses: BoardUses
    patrol_desk: PatrolDesk
    plan_desk: PlanDesk
    jobs: Jobs
    policies: Policies
    receive_release: ReceiveRelease
    replica: ReplicaWatcher[RegistryView]
    ask_snapshot: AskSnapshot
    audit: AuditChain
    publish_audit_head: PublishAuditHead
