import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lianfang.messaging.dialling import addresses, check_files, dial, secured
from lianfang.messaging.management import Management
from lianfang.runtime.config import Config, ConfigError

NOW = datetime.now(UTC)


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(subject, signer, signing_key, key, *extensions):
    made = x509.CertificateBuilder(
        issuer_name=signer, subject_name=name(subject), public_key=key.public_key(),
        serial_number=x509.random_serial_number(), not_valid_before=NOW - timedelta(hours=1),
        not_valid_after=NOW + timedelta(hours=1),
    )  # fmt: skip
    for each in extensions:
        made = made.add_extension(each, critical=False)
    return made.sign(signing_key, hashes.SHA256())


@pytest.fixture(scope="module")
def pki(tmp_path_factory):
    """Make two authorities, and a certificate of the first for the name localhost."""
    folder = tmp_path_factory.mktemp("pki")
    for authority in ("ours", "other"):
        key = ec.generate_private_key(ec.SECP256R1())
        own = certificate(authority, name(authority), key, key, x509.BasicConstraints(ca=True, path_length=None))
        (folder / f"{authority}.crt").write_bytes(own.public_bytes(serialization.Encoding.PEM))
        if authority == "ours":
            server = ec.generate_private_key(ec.SECP256R1())
            names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
            shown = certificate("server", name("ours"), key, server, names)
            pem = server.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            (folder / "server.pem").write_bytes(pem + shown.public_bytes(serialization.Encoding.PEM))
    return folder


@pytest.fixture
def listener(pki):
    """Listen with the server's certificate; yield the port and the list of handshakes that came to an end."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki / "server.pem")
    done = []

    def answer(server):
        try:
            with server.accept()[0] as plain, context.wrap_socket(plain, server_side=True) as secure:
                done.append(secure.recv(8))
        except OSError:
            return  # the client did not like us

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer, args=[server])
        thread.start()
        yield server.getsockname()[1], done, thread
        thread.join(60)


def connect(uri):
    with dial(uri, connect_timeout=30) as connection:
        connection.transport.establish_connection()


def test_the_broker_of_our_authority_is_spoken_to(pki, listener):
    port, heard, thread = listener
    with pytest.raises(OSError):  # noqa: PT011 - the listener knows no AMQP and hangs up
        connect(f"amqps://a:b@localhost:{port}/v?cacertfile={pki}/ours.crt")
    thread.join(60)
    assert heard == [b"AMQP\x00\x00\x09\x01"]


@pytest.mark.parametrize(("host", "authority"), [("localhost", "other"), ("127.0.0.1", "ours")])
def test_a_broker_of_another_authority_or_name_is_told_nothing(pki, listener, host, authority):
    port, heard, thread = listener
    with pytest.raises(ssl.SSLCertVerificationError):
        connect(f"amqps://a:b@{host}:{port}/v?cacertfile={pki}/{authority}.crt")
    thread.join(60)
    assert heard == []


def test_an_address_without_tls_stays_as_it_is():
    assert secured("amqp://a:b@bus:5672/lianfang") == ("amqp://a:b@bus:5672/lianfang", False)


@pytest.mark.parametrize(("uri", "said"), [
    ("amqps://a:b@bus/v?verify=verify_none", "unknown parameter 'verify'"),
    ("amqp://a:b@bus/v?cacertfile=/ca.crt", "for amqps:// only"),
])  # fmt: skip
def test_a_parameter_that_would_be_ignored_is_refused(uri, said):
    with pytest.raises(ValueError, match=said):
        secured(uri)


def test_files_that_are_no_certificates_are_named(pki, tmp_path):
    check_files(f"amqps://a:b@bus/v?cacertfile={pki}/ours.crt")
    (tmp_path / "empty.crt").write_text("")
    for file in (tmp_path / "nowhere.crt", tmp_path / "empty.crt"):
        with pytest.raises(ValueError, match=file.name):
            check_files(f"amqps://a:b@bus/v?cacertfile={file}")


def test_a_service_does_not_start_without_its_authority(monkeypatch):
    monkeypatch.setenv("LIANFANG_BUS_URI", "amqps://svc-grid:hidden@bus/v?cacertfile=/nowhere/ca.crt")
    monkeypatch.setenv("LIANFANG_STORE_URI", "sqlite:////tmp/x.db")
    monkeypatch.setenv("LIANFANG_TOKEN_KEY", "k" * 32)
    with pytest.raises(ConfigError, match=r"LIANFANG_BUS_URI: /nowhere/ca\.crt: No such file") as refused:
        Config.from_environment("grid")
    assert "hidden" not in str(refused.value)


def test_the_management_api_is_checked_against_the_same_authority(pki):
    management = Management(f"https://a:b@bus:15671?cacertfile={pki}/ours.crt", "lianfang")
    assert management._http.verify == f"{pki}/ours.crt"
    assert management.address == "https://bus:15671"


def test_several_hosts_share_account_parameters_and_virtual_host():
    assert addresses("amqps://a:p%2Cw@bus-0:5671,bus-1/v?cacertfile=/ca.crt") == [
        "amqps://a:p%2Cw@bus-0:5671/v?cacertfile=/ca.crt", "amqps://a:p%2Cw@bus-1/v?cacertfile=/ca.crt",
    ]  # fmt: skip


@pytest.mark.parametrize("hosts", ["bus-0:5672,", "bus-0:0,bus-1", "bus-0:x", "bus-0:70000"])
def test_a_host_or_port_that_is_none_is_refused_by_the_configuration_too(hosts, monkeypatch):
    with pytest.raises(ValueError, match=r"no host and port|Port"):
        addresses(f"amqp://a:b@{hosts}/v")
    monkeypatch.setenv("LIANFANG_BUS_URI", f"amqp://svc-grid:hidden@{hosts}/v")
    monkeypatch.setenv("LIANFANG_STORE_URI", "sqlite:////tmp/x.db")
    monkeypatch.setenv("LIANFANG_TOKEN_KEY", "k" * 32)
    with pytest.raises(ConfigError, match=r"LIANFANG_BUS_URI") as refused:
        Config.from_environment("grid")
    assert "hidden" not in str(refused.value)


def test_of_several_hosts_one_that_takes_connections_is_dialled():
    with socket.create_server(("127.0.0.1", 0)) as up, socket.socket() as down:
        down.bind(("127.0.0.1", 0))  # bound and not listening: refuses
        dead, alive = down.getsockname()[1], up.getsockname()[1]
        dialled = {dial(f"amqp://a:b@127.0.0.1:{dead},127.0.0.1:{alive}/v").port for _ in range(20)}
    assert dialled == {alive}


def test_clients_spread_over_all_hosts_that_take_connections():
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        ports = [server.getsockname()[1] for server in (one, two)]
        dialled = {dial(f"amqp://a:b@127.0.0.1:{ports[0]},127.0.0.1:{ports[1]}/v").port for _ in range(50)}
    assert dialled == set(ports)
