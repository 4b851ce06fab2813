import pytest

from lianfang.runtime.provisioning import NotGiven, accounts, main


def test_accounts_are_read_from_one_variable():
    assert accounts("incident=a,grid=b=c") == {"incident": "a", "grid": "b=c"}


@pytest.mark.parametrize("text", ["", "incident", "incident=", "=hidden"])
def test_what_is_no_account_is_refused_without_showing_a_password(text):
    with pytest.raises(NotGiven, match="LIANFANG_ACCOUNTS: use service=password") as refused:
        accounts(text)
    assert "hidden" not in str(refused.value)


def test_a_missing_address_is_one_line(capsys):
    assert main({"LIANFANG_ACCOUNTS": "incident=a"}) == 2
    assert "LIANFANG_BUS_MANAGEMENT_URI is missing" in capsys.readouterr().err
    assert main({"LIANFANG_BUS_MANAGEMENT_URI": "http://a:b@127.0.0.1:1"}) == 2
    assert main({"LIANFANG_BUS_MANAGEMENT_URI": "http://a:b@127.0.0.1:1", "LIANFANG_ACCOUNTS": "incident=a"}) == 1
    assert "Traceback" not in capsys.readouterr().err
