"""docs/runbooks/adding-a-district.md: a district joins, stays away, comes back and leaves, while reports come."""

from __future__ import annotations

import json
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime

import pika
import pika.exceptions
import pytest

from lianfang_district import Subscriber
from tests.e2e.listening import Ear
from tests.runbooks.pages import told
from tests.runbooks.traffic import Traffic
from tests.runbooks.whole import typed

pytestmark = [pytest.mark.runbooks, pytest.mark.rabbit, pytest.mark.timeout(3600)]
PAGE = "adding-a-district"


def said(line, home):
    """Type a line of the page, asking for JSON; return what it says."""
    done = typed(f"{told(PAGE, line)} --json", home)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def reported(ear):
    """How often each report was heard of."""
    return Counter(event.data["incident_id"] for event in ear.heard(type="incident.reported.v1"))


def caught_up(ear, traffic, seconds=240):
    """Wait until the ear has heard of all reports that the district may see; return how many it heard."""
    deadline = time.monotonic() + seconds
    while missing := set(traffic.open_to_districts()) - set(reported(ear)):
        assert time.monotonic() < deadline, f"{len(missing)} reports were never heard of"
        time.sleep(0.2)
    assert set(reported(ear).values()) == {1}, "an event was handed over twice"
    return len(reported(ear))


def test_a_district_joins_catches_up_stays_away_and_leaves_while_others_notice_nothing(
    small, county, incidents, tmp_path, shown
):
    target, pack = county
    home, began = small.home, datetime.now(UTC).isoformat()
    province = json.loads(typed("lianfang district add 35 --json", home).stdout)
    with Ear(Subscriber(province["uri"])) as other, Traffic(target, pack) as traffic:
        traffic.router.urls = incidents.urls
        traffic.flow(10)
        added = said("lianfang district add 350924", home)
        assert typed(told(PAGE, "lianfang topology check"), home).returncode == 0
        traffic.flow(4)
        kept_in(added["uri"])
        seen = tmp_path / "seen.db"
        with Ear(Subscriber(added["uri"], dedupe=seen)) as ear:
            traffic.flow(4)
            would = said(f"lianfang district replay 350924 --since {began} --dry-run", home)
            replayed = said(f"lianfang district replay 350924 --since {began} --rate 500", home)
            joined = caught_up(ear, traffic)
        shown(
            f"first subscription: {would['events']} events to replay, {replayed['events']} replayed, "
            f"{joined} reports heard of, none twice"
        )
        traffic.flow(6)  # it is away, its queue keeps what comes
        due = set(traffic.open_to_districts())
        time.sleep(6)  # the numbers of a queue are some seconds old
        stuck = typed(told(PAGE, "lianfang district revoke 350924 --drain --within 2"), home)
        assert (stuck.returncode, stuck.stderr.count("\n"), "still holds" in stuck.stderr) == (1, 1, True), (
            stuck.stderr
        )
        shown(stuck.stderr)
        with Ear(Subscriber(added["uri"], dedupe=seen)) as again:
            left = said("lianfang district revoke 350924 --drain", home)
        assert left["queue_removed"]
        assert due <= set(reported(ear)) | set(reported(again))
        assert set(reported(again).values()) == {1}
        assert not set(reported(again)) & set(reported(ear))
        shown(f"away and revoked: {len(reported(again))} reports fetched before the queue went, none heard before")
        traffic.flow(4)
        gone = typed(told(PAGE, "lianfang district list"), home)
        assert (gone.returncode, "district-350924" in gone.stdout) == (0, False), gone.stdout
        line = traffic.balanced("adding a district")
        assert caught_up(other, traffic) == len(traffic.open_to_districts())
        shown(line)


def kept_in(uri):
    """The new account reads its own queue, and no other, and binds it to nothing above itself."""
    for attempt in (
        lambda channel: channel.basic_get("district.35"),
        lambda channel: channel.queue_bind("district.350924", "lianfang.events", "#"),
        lambda channel: channel.basic_publish("lianfang.events", "incident.reported.v1.35.09.24", b"{}"),
    ):
        with closing(pika.BlockingConnection(pika.URLParameters(uri))) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"):
                attempt(channel)
