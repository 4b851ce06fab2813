"""One real stack for all end-to-end tests of a run: private broker, grid and incident as processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pika
import pytest
import requests

from lianfang.messaging.accounts import Accounts
from lianfang.messaging.management import Management
from lianfang.messaging.topology import apply, load
from lianfang.regions.pack import load as load_pack
from lianfang.runtime.demo.books import Books
from lianfang.runtime.operating.loading import addresses, import_pack, wait_for_release
from lianfang.runtime.operating.target import Target
from lianfang.runtime.stack import Stack
from lianfang_district import Subscriber, TeamClient
from tests.e2e.collector import Collector
from tests.e2e.counties import HASTY, SHOUNING, STEADY, hasty_pack, steady_pack, written
from tests.e2e.listening import Ear, SteadyTeam
from tests.e2e.spine import PACE, Spine, open_books

TAP = "e2e.tap"


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A running stack, nothing loaded."""
    stack = Stack(tmp_path_factory.mktemp("stack"), free_ports=True)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in PACE.items():
            environment.setenv(f"LIANFANG_{name}", value)
        stack.up()
    yield stack
    if stack.broker is not None:
        stack.broker.kill()  # its data end with the run; a graceful stop takes 6 s
    for process in stack.processes.values():
        process.kill()
    stack.down()


@pytest.fixture(scope="session")
def accounts(stack: Stack) -> Iterator[Accounts]:
    """The broker's accounts."""
    target = Target.find(stack.state)
    with closing(Management(target.management_uri, target.vhost)) as management:
        yield Accounts(management, load(), target.bus_uri)


@pytest.fixture(scope="session")
def before_any_release(stack: Stack) -> requests.Response:
    """What a call was answered that came in while the incident service knew of no county at all."""
    target, spine = Target.find(stack.state), Spine(stack, None, None, None)  # type: ignore[arg-type]
    apply(load(teams=["350924.county.command"]), target.management_uri, target.vhost)
    _tap_everything(target.bus_uri)
    return spine.post(
        "/v1/incidents", {"source": "call", "category": "300100", "place": {"lon": 119.5, "lat": 27.4}}
    )


@pytest.fixture(scope="session")
def spine(
    stack: Stack, before_any_release: requests.Response, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Spine]:
    """The stack with 寿宁 and two small counties loaded over HTTP, and all that is published collected."""
    target, pack = Target.find(stack.state), load_pack(SHOUNING / "pack")
    small = {HASTY: hasty_pack(), STEADY: steady_pack()}
    folders = {code: written(each, tmp_path_factory.mktemp(code)) for code, each in small.items()}
    folders["350924"] = SHOUNING / "pack"
    all_teams = [team for each in (pack, *small.values()) for team in addresses(each)]
    apply(load(teams=all_teams), target.management_uri, target.vhost)
    for code, release in {code: import_pack(target, folder) for code, folder in folders.items()}.items():
        wait_for_release(target, code, release)
    collected = [f"team.{team}" for team in all_teams if not team.startswith(STEADY)]
    with ExitStack() as ends:
        teams, tap = Collector(target.bus_uri, collected, "e2e teams"), Collector(target.bus_uri, [TAP], "e2e tap")
        for each in (teams, tap):
            ends.callback(each.start().stop)
        yield Spine(stack, pack, teams, tap)


@pytest.fixture(scope="session")
def own_district(accounts: Accounts, spine: Spine) -> Iterator[Ear]:
    """寿宁's own system, subscribed with the SDK."""
    with Ear(Subscriber(accounts.add_district("350924").uri)) as ear:
        yield ear


@pytest.fixture(scope="session")
def neighbour_district(accounts: Accounts, spine: Spine) -> Iterator[Ear]:
    """A neighbour county's system."""
    with Ear(Subscriber(accounts.add_district("350925").uri)) as ear:
        yield ear


@pytest.fixture(scope="session")
def steady_team(accounts: Accounts, spine: Spine) -> Iterator[SteadyTeam]:
    """The traffic team of the steady county's west, answering with the SDK."""
    client = TeamClient(accounts.add_team(f"{STEADY}.left.traffic").uri)
    with Ear(client) as ear:
        yield SteadyTeam(STEADY, f"{STEADY}1000011001", client, ear)


@pytest.fixture
def books(spine: Spine) -> Iterator[Books]:
    """Books that are kept during one test."""
    books = open_books()
    spine.teams.keep(books)
    yield books
    spine.teams.drop(books)


@pytest.fixture
def home(stack: Stack) -> Path:
    """The stack's folder, for LIANFANG_HOME."""
    return stack.home


def _tap_everything(uri: str) -> None:
    with closing(pika.BlockingConnection(pika.URLParameters(uri))) as connection:
        channel = connection.channel()
        channel.queue_declare(TAP, durable=True, arguments={"x-queue-type": "quorum"})
        for exchange in ("lianfang.events", "lianfang.restricted"):
            channel.queue_bind(TAP, exchange, "#")
