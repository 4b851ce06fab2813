"""docs/runbooks/rotating-certificates.md: the broker's certificate and its authority are replaced under traffic."""

from __future__ import annotations

import json
import socket
import ssl
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509

from lianfang.runtime import ports
from lianfang.runtime.broker import Broker
from lianfang.runtime.children import until
from lianfang.runtime.stack_plan import StackPlan
from lianfang_district import Subscriber
from tests.e2e.listening import Ear
from tests.runbooks.pages import told
from tests.runbooks.pki import Authority, trust
from tests.runbooks.traffic import Traffic
from tests.runbooks.whole import loaded, running, typed

pytestmark = [pytest.mark.runbooks, pytest.mark.rabbit, pytest.mark.timeout(3600)]
PAGE = "rotating-certificates"
REREAD = "ssl:clear_pem_cache()."


class Secured:
    """A broker that listens with TLS beside its plain listener, and the files it is given."""

    def __init__(self, folder: Path) -> None:
        self.certificate, self.key, self.trusted = folder / "tls.crt", folder / "tls.key", folder / "ca.crt"
        self.authority = Authority("联防 authority 1")
        trust(self.trusted, self.authority)
        self.authority.issue(self.certificate, self.key)
        (self.port,) = ports.free_ports(1)
        self.broker = Broker(folder / "broker", settings={
            "listeners.ssl.1": f"127.0.0.1:{self.port}",
            "ssl_options.cacertfile": str(self.trusted),
            "ssl_options.certfile": str(self.certificate),
            "ssl_options.keyfile": str(self.key),
            "ssl_options.verify": "verify_none",
            "ssl_options.fail_if_no_peer_cert": "false",
        })  # fmt: skip

    @property
    def uri(self) -> str:
        """The administrator's address, encrypted, trusting the bundle."""
        login = self.plain.partition("://")[2].rpartition("@")[0]
        return f"amqps://{login}@localhost:{self.port}/lianfang?cacertfile={self.trusted}"

    @property
    def plain(self) -> str:
        return self.vhost.amqp_uri

    def start(self) -> None:
        self.broker.start(600)
        self.vhost = self.broker.new_vhost("lianfang")

    def reread(self) -> None:
        """Have the broker read its files now, as the page says."""
        told(PAGE, f"rabbitmqctl eval '{REREAD}'")
        self.broker.control("eval", REREAD, timeout=400)

    def serial(self) -> int:
        """The serial number of the certificate that a new connection is shown."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", self.port), 20) as plain, context.wrap_socket(plain) as secure:
            shown = secure.getpeercert(binary_form=True)
        return x509.load_der_x509_certificate(shown or b"").serial_number

    def cut_all(self) -> None:
        """Close every encrypted connection, so that all must connect anew."""
        for each in self.broker.manage("GET", "connections"):
            if each.get("ssl"):
                self.broker.manage(
                    "DELETE", f"connections/{each['name'].replace(' ', '%20').replace('>', '%3E')}", absent_ok=True
                )


@pytest.fixture(scope="module")
def secured(tmp_path_factory):
    made = Secured(tmp_path_factory.mktemp("tls"))
    made.start()
    yield made
    made.broker.stop()


@pytest.fixture(scope="module")
def stack(secured, tmp_path_factory):
    plan = StackPlan(bus_uri=secured.uri, management_uri=secured.vhost.management_uri)
    with running(tmp_path_factory.mktemp("stack"), "grid", "incident", plan=plan) as stack:
        yield stack


@pytest.fixture(scope="module")
def county(stack):
    return loaded(stack)


@contextmanager
def flowing(county, secured, uri):
    """Reports, and a district's system over TLS; at the end both have everything."""
    with Traffic(*county, teams=secured.plain) as traffic, Ear(Subscriber(uri)) as ear:
        traffic.flow(6)
        yield traffic
        traffic.end()
        wanted = set(traffic.open_to_districts())
        ear.wait(lambda ear: wanted <= {e.data["incident_id"] for e in ear.heard(type="incident.reported.v1")}, 240)


def all_back(stack, seconds=240):
    """Wait until every service is ready again; return how long that took."""
    started = time.monotonic()
    assert until(lambda: all(process.ready() for process in stack.processes.values()), seconds), "not ready again"
    return time.monotonic() - started


@pytest.fixture(scope="module")
def district(stack, county):
    done = typed("lianfang district add 350924 --json", stack.home)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["uri"]


def test_a_renewed_certificate_is_shown_to_new_connections_and_nothing_is_restarted(
    secured, stack, county, district, shown
):
    with flowing(county, secured, district) as traffic:
        fresh = secured.authority.issue(secured.certificate, secured.key)
        secured.reread()
        assert secured.serial() == fresh
        traffic.flow(4)
        secured.cut_all()
        took = all_back(stack)
        traffic.flow(6)
    shown(f"{traffic.balanced('renewed certificate')}; all back after {took:.1f} s")


def test_the_authority_is_replaced_by_way_of_trusting_both(secured, stack, county, district, shown):
    second = Authority("联防 authority 2")
    with flowing(county, secured, district) as traffic:
        trust(secured.trusted, secured.authority, second)
        fresh = second.issue(secured.certificate, secured.key)
        secured.reread()
        assert secured.serial() == fresh
        secured.cut_all()
        took = all_back(stack)
        traffic.flow(6)
        trust(secured.trusted, second)
        secured.reread()
        secured.cut_all()
        all_back(stack)
        traffic.flow(6)
    secured.authority = second
    shown(f"{traffic.balanced('replaced authority')}; all back after {took:.1f} s")


@pytest.mark.parametrize(
    ("what", "told_by_services"),
    [("expired", "certificate has expired"), ("foreign", "unable to get local issuer certificate")],
)
def test_an_expired_or_foreign_certificate_is_refused_in_one_clear_line_and_no_report_is_lost(
    secured, stack, county, district, what, told_by_services, shown
):
    wrong = secured.authority if what == "expired" else Authority("somebody else")
    with flowing(county, secured, district) as traffic:
        wrong.issue(secured.certificate, secured.key, days=-1 if what == "expired" else 90)
        secured.reread()
        secured.cut_all()
        log = Path(stack.state.services["incident"].log)
        assert until(lambda: told_by_services in log.read_text(), 120), log.read_text()[-3000:]
        traffic.flow(8)  # taken all the same
        command = typed(told(PAGE, "lianfang dead list"), stack.home)
        assert (command.returncode, command.stderr.count("\n")) == (1, 1), command.stderr
        assert told_by_services in command.stderr
        shown(command.stderr)
        secured.authority.issue(secured.certificate, secured.key)
        secured.reread()
        took = all_back(stack)
        traffic.flow(4)
    shown(f"{traffic.balanced(f'{what} certificate')}; all back {took:.1f} s after it was replaced")
