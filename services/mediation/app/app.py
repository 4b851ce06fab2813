"""All use cases of the service, ready to be called by its entrypoints."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.feeds.secret import Feeds
from lianfang.ops.audit import AuditChain
from lianfang.ops.audit_head import PublishAuditHead
from lianfang.persistence.sealed import Cipher
from lianfang.registry.ask_snapshot import AskSnapshot
from lianfang.registry.receive_release import ReceiveRelease
from lianfang.registry.view import RegistryView
from lianfang.registry.watch import ReplicaWatcher
from services.mediation.app.act import Act
from services.mediation.app.choosing import Suggest
from services.mediation.app.documents.desk import Documents
from services.mediation.app.documents.issue import PrintPending
from services.mediation.app.figures import Figures
from services.mediation.app.fire_deadlines import FireDeadlines
from services.mediation.app.join import JoinParties
from services.mediation.app.likeness import Likenesses
from services.mediation.app.open_case import OpenCase
from services.mediation.app.policies.storage import Policies
from services.mediation.app.queries import Cases
from services.mediation.app.react.on_incident import OnIncident
from services.mediation.app.read_personal import ReadPersonal
from services.mediation.app.roster.roster import Roster
from services.mediation.app.schedule_session import ScheduleSessions
from services.mediation.app.sessions.agenda import Agenda
from services.mediation.app.sessions.calendars import Calendars


@dataclass(frozen=True, slots=True)
class App:
    """See the module's text."""

    open_case: OpenCase
    on_incident: OnIncident
    act: Act
    join: JoinParties
    likenesses: Likenesses
    cases: Cases
    suggest: Suggest
    figures: Figures
    read_personal: ReadPersonal
    documents: Documents
    print_pending: PrintPending
    schedule: ScheduleSessions
    roster: Roster
    calendars: Calendars
    agenda: Agenda
    feeds: Feeds
    policies: Policies
    fire_deadlines: FireDeadlines
    receive_release: ReceiveRelease
    replica: ReplicaWatcher[RegistryView]
    ask_snapshot: AskSnapshot
    audit: AuditChain
    cipher: Cipher
    publish_audit_head: PublishAuditHead
