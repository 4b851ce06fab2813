"""Stories that between them make every fact there is, a secret in every place where a person might be named."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from services.mediation.domain.agreeing import Agree, BeginPerformance, Breach, Keep
from services.mediation.domain.assigning import Accept, Assign, Decline
from services.mediation.domain.confirming import ApplyConfirmation
from services.mediation.domain.documenting import DocumentFailed, DocumentMade, RequestDocument
from services.mediation.domain.ending import DeclineMediation, Fail, Merge, Refer, Reopen, Withdraw
from services.mediation.domain.following import Close, FollowUp
from services.mediation.domain.grading import (
    AcknowledgeAlarm,
    ApproveLowering,
    ProposeLowering,
    Raise,
    Signal,
)
from services.mediation.domain.linking import DecideLink, LinksChecked, LookAgain, NoteLinks
from services.mediation.domain.meeting import EndSession, GiveUpSession, ScheduleSession
from services.mediation.domain.opening import AddSource, Record, Triage
from services.mediation.domain.parts import Link, Party
from services.mediation.domain.partying import AddParties, Consent, Object, Seal
from services.mediation.domain.rounds import EndRound, Extend, StartRound
from services.mediation.domain.transferring import CallBack, Contact, Receive, Resolve, Return, TransferTo
from tests.fixtures.mediation_domain import COUNTY_COMMAND, FIRST, Story, an_agreement, an_opening

SECRET = "gAAAAABsecret"
WROTE = "he said Zhang San will pay 张三"
OTHER = "0b6f2a3e-52f4-5c86-9a3b-0f6a5a1f7c99"


def a_story(mode: str = "people") -> Story:
    """Return a dispute that has parties and secrets."""
    people = tuple(Party(f"p{side}", f"person-{SECRET}", side, sealed=SECRET) for side in "ab")
    return Story(mode, actor="officer-1").then(
        an_opening(text=SECRET), AddParties(people), LookAgain("pa", "p-9", True), LinksChecked()
    )


def agreed(story: Story) -> Story:
    """Go on to an agreement."""
    who = FIRST[story.mode]
    story.then(Triage(story.mode), Consent(("a", "b")), Assign(who, WROTE), Accept(who), StartRound())
    story.then(EndRound("adjourned"), StartRound())
    whole = an_agreement(story)
    return story.then(Agree(whole.form, whole.items, whole.perform_by, text=SECRET))


def kept_and_closed() -> Story:
    """A kept promise, with a tense visit on the way."""
    story = agreed(a_story()).then(ApplyConfirmation(("a", "b")), BeginPerformance(), Keep())
    story.then(FollowUp("tense", ("threats",)))
    for _ in range(6):
        story.until("follow_up").then(FollowUp("calm"))
        if not story.case.follow_ups_left:
            break
    return story.then(Close(), Reopen(WROTE, "incident", "i-9"))


def broken() -> Story:
    """A broken promise."""
    return agreed(a_story()).then(Breach(WROTE))


def failed() -> Story:
    """No agreement, another report meanwhile, and a signal."""
    return a_story().then(
        AddSource("walk_in", WROTE, ("drunk",)),
        Signal(("minors",)),
        Triage("people"),
        Fail(("court",)),
        FollowUp("calm"),
    )


def declined() -> Story:
    """Not to be mediated."""
    return a_story().then(DeclineMediation("gang_fight", ("police_punishment",)))


def withdrawn() -> Story:
    """Withdrawn."""
    return a_story().then(Withdraw(WROTE))


def referred() -> Story:
    """A crime."""
    return a_story().then(Refer(WROTE))


def merged() -> Story:
    """The same as another."""
    return a_story().then(Merge(OTHER))


def transferred() -> Story:
    """Returned by one body, settled by another."""
    story = a_story().then(TransferTo("township_government"), Contact(), Receive(WROTE), Return(WROTE))
    story.then(TransferTo("court", "complex"), Contact(), Receive(WROTE), Resolve(WROTE))
    return story.then(CallBack("satisfied"), Close())


def red() -> Story:
    """Raised, acknowledged, lowered by two."""
    story = a_story()
    story.then(Raise("red", WROTE), AcknowledgeAlarm(COUNTY_COMMAND))
    return story.then(ProposeLowering("yellow", WROTE)).then(ApproveLowering("yellow"), by="officer-2")


def scored_red() -> Story:
    """Red by its score, and nobody acknowledges."""
    story = a_story().then(Signal(("weapon", "violence")))
    return _late(story, "alarm")


def forgotten() -> Story:
    """Nobody triages it; then a mediator does not answer, and the next one declines."""
    story = _late(a_story(), "triage")
    story.knows(next_mediators=("m1", "m2", "m3")).then(Triage("people"), Assign("m1"))
    _late(story, "accept")
    return story.then(Decline("m2", WROTE), Object("m3", WROTE))


def extended() -> Story:
    """A public-order case whose round is late."""
    story = a_story("public_order").then(Triage("public_order"), Consent(("a", "b")), Assign("o1"), Accept("o1"))
    return story.then(Extend(story.now + timedelta(days=6), WROTE), by="supervisor-1")


def linked() -> Story:
    """Old quarrels behind it."""
    found = (Link(OTHER, (SECRET,), 18), Link("c-2", (SECRET,), 2))
    return a_story().then(NoteLinks(found), DecideLink(OTHER, True), DecideLink("c-2", False))


def met() -> Story:
    """Two sessions and two documents, then sealed and unsealed."""
    story = a_story()
    start = story.now + timedelta(days=1)
    for id in ("s-1", "s-2"):
        end = start + timedelta(hours=1)
        story.then(ScheduleSession(id, start, end, "hall", "main", (SECRET,), notes=SECRET))
    story.then(EndSession("s-1", held=False, notes=SECRET), EndSession("s-2", held=True, notes=SECRET))
    story.then(GiveUpSession("s-3"))
    for id in ("d-1", "d-2"):
        story.then(RequestDocument(id, "invitation", "演调〔2026〕00001号", SECRET))
    story.then(DocumentMade("d-1", 1, "9f" * 32, 1000, 2), DocumentFailed("d-2", 1, WROTE))
    return story.then(Seal(True), Signal(("elderly",)), Seal(False))


def recorded() -> Story:
    """An old case from the paper ledger."""
    story = Story()
    old = asdict(an_opening(source="record"))
    return story.then(Record(**old, happened_at=story.now - timedelta(days=18 * 365)))


def _late(story: Story, kind: str) -> Story:
    story.until(kind).fire()
    return story


STORIES = (
    kept_and_closed, broken, failed, declined, withdrawn, referred, merged, transferred, red, scored_red, forgotten,
    extended, linked, met, recorded,
)  # fmt: skip
