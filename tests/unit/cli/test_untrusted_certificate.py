"""A certificate that can't be trusted is told in one line that says why and what to mend."""

import ssl

import kombu.exceptions
import pytest

from lianfang.runtime.cli.failures import report


@pytest.mark.parametrize("wrapped", [False, True])
def test_it_is_said_why_and_where_to_mend_it(capsys, wrapped):
    wrong = ssl.SSLCertVerificationError(1, "certificate verify failed")
    wrong.verify_message = "certificate has expired"
    error: Exception = wrong
    if wrapped:
        error = kombu.exceptions.OperationalError(str(wrong))
        error.__cause__ = wrong
    assert report(error) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "certificate has expired" in told
    assert "cacertfile" in told
