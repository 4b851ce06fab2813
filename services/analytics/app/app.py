"""All use cases of the service, ready to be called by its entrypoints."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.ops.audit import AuditChain
from lianfang.ops.audit_head import PublishAuditHead
from lianfang.registry.ask_snapshot import AskSnapshot
from lianfang.registry.receive_release import ReceiveRelease
from lianfang.registry.view import RegistryView
from lianfang.registry.watch import ReplicaWatcher
from services.analytics.app.figures.figures import Figures
from services.analytics.app.live.desk import LiveDesk
from services.analytics.app.policies.storage import Policies
from services.analytics.app.ports import Base, Projection
from services.analytics.app.reports.build import ReportUses
from services.analytics.app.reviews.reviews import Reviews
from services.analytics.app.scorecards.desk import ScoreDesk
from services.analytics.app.warnings.build import WarningUses


@dataclass(frozen=True, slots=True)
class App:
    """See the module's text. base: the facts and the board; projection: what keeps them up to date."""

    base: Base
    projection: Projection
    receive_release: ReceiveRelease
    replica: ReplicaWatcher[RegistryView]
    ask_snapshot: AskSnapshot
    figures: Figures
    warnings: WarningUses
    policies: Policies
    scorecards: ScoreDesk
    reviews: Reviews
    reports: ReportUses
    live: LiveDesk
    audit: AuditChain
    publish_audit_head: PublishAuditHead
