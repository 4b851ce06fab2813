"""A district's address says whom to trust, as a service's does."""

import ssl

import pytest

from lianfang_district.address import parameters
from tests.runbooks.pki import Authority, trust


def test_the_authority_in_the_address_is_trusted_and_no_other(tmp_path):
    file = tmp_path / "ca.crt"
    trust(file, Authority("one"), Authority("two"))
    found = parameters(f"amqps://district-350924:p@bus:5671/lianfang?cacertfile={file}&heartbeat=15")
    assert (found.host, found.port, found.virtual_host, found.heartbeat) == ("bus", 5671, "lianfang", 15)
    assert found.ssl_options.server_hostname == "bus"
    context = found.ssl_options.context
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert {each["subject"][0][0][1] for each in context.get_ca_certs()} == {"one", "two"}


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("amqps://district-350924:p@bus/v?cacertfile=/nowhere/ca.crt", "/nowhere/ca.crt: No such file"),
        ("amqp://district-350924:p@bus/v?cacertfile=/ca.crt", "for amqps:// only"),
    ],
)
def test_an_address_that_can_not_be_meant_is_refused_naming_the_file(uri, told):
    with pytest.raises(ValueError, match=told):
        parameters(uri)
