"""All use cases of the service, ready to be called by its entrypoints."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.ops.audit import AuditChain
from lianfang.ops.audit_head import PublishAuditHead
from lianfang.registry.ask_snapshot import AskSnapshot
from lianfang.registry.receive_release import ReceiveRelease
from lianfang.registry.watch import ReplicaWatcher
from services.incident.app.act_on_task import ActOnTask
from services.incident.app.close_incident import CloseIncident
from services.incident.app.correct_place import CorrectPlace
from services.incident.app.duty import Duty
from services.incident.app.explain import Explain
from services.incident.app.fire_deadlines import FireDeadlines
from services.incident.app.obey_command import ObeyCommand
from services.incident.app.queries import Incidents
from services.incident.app.read_reporter import ReadReporter
from services.incident.app.record_findings import RecordFindings
from services.incident.app.report_incident import ReportIncident
from services.incident.app.routing_view import RoutingView
from services.incident.app.send_units import SendUnits


@dataclass(frozen=True, slots=True)
class App:
    """See the module's text."""

    report: ReportIncident
    incidents: Incidents
    explain: Explain
    act: ActOnTask
    obey: ObeyCommand
    correct_place: CorrectPlace
    duty: Duty
    send_units: SendUnits
    close: CloseIncident
    record_findings: RecordFindings
    read_reporter: ReadReporter
    fire_deadlines: FireDeadlines
    receive_release: ReceiveRelease
    replica: ReplicaWatcher[RoutingView]
    ask_snapshot: AskSnapshot
    audit: AuditChain
    publish_audit_head: PublishAuditHead
