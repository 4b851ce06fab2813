"""How any error becomes one clear line on stderr, and which exit code it has."""

from __future__ import annotations

import os
import ssl
import sys
import traceback

import kombu.exceptions
import requests
from typer.exceptions import TyperException

from lianfang.contracts.registry import ContractError
from lianfang.messaging.accounts import AccountError
from lianfang.messaging.accounts.draining import StillHolds
from lianfang.messaging.confirms import PublishFailed
from lianfang.messaging.management import ManagementError
from lianfang.messaging.topology import TopologyError
from lianfang.persistence.store import StoreError
from lianfang.regions.codes import BadRegionCode
from lianfang.regions.pack.problems import PackError
from lianfang.runtime.broker import BrokerError
from lianfang.runtime.calllog.layout import BadLayout
from lianfang.runtime.calllog.mapping import BadMapping
from lianfang.runtime.config import ConfigError
from lianfang.runtime.demo.day import BadScenario
from lianfang.runtime.operating.failure import FAILED, INTERRUPTED, USAGE, Failure
from lianfang.runtime.stack_plan import StackError

DEBUG = "LIANFANG_DEBUG"
_SPEAKING = (
    AccountError, BadRegionCode, BrokerError, ConfigError, ContractError, ManagementError, PublishFailed,
    StackError, StillHolds, StoreError, TopologyError,
)  # fmt: skip


def report(error: BaseException) -> int:
    """Print one line about `error` on stderr and return the exit code; with LIANFANG_DEBUG the traceback too."""
    if os.environ.get(DEBUG):
        traceback.print_exception(error, file=sys.stderr)
    text, code = _explained(error)
    print(f"lianfang: {' '.join(text.split())}", file=sys.stderr)
    return code


def _explained(error: BaseException) -> tuple[str, int]:
    if isinstance(error, Failure):
        return str(error), error.code
    if isinstance(error, TyperException):
        return f"{error.format_message()} (see `lianfang --help`)", USAGE
    if isinstance(error, KeyboardInterrupt):
        return "interrupted", INTERRUPTED
    if isinstance(error, BadMapping | BadLayout | BadScenario):
        return str(error), USAGE
    if isinstance(error, _SPEAKING) or type(error) is LookupError:
        return str(error), FAILED
    return _failed(error), FAILED


def _failed(error: BaseException) -> str:
    for each in (error, error.__cause__):  # kombu puts its own around it
        if isinstance(each, ssl.SSLCertVerificationError):
            return (
                f"the bus's certificate can't be trusted ({each.verify_message}): renew it, or mend the authority "
                "in the file that cacertfile of LIANFANG_BUS_URI names; see docs/runbooks/rotating-certificates.md"
            )
    match error:
        case PackError():
            more = len(error.problems) - 1
            return f"{error.problems[0]}{f'; and {more} more, see `lianfang pack validate`' if more else ''}"
        case requests.RequestException():
            where = error.request.url if error.request else "the service"
            return f"{where} does not answer ({type(error).__name__}); is the stack up (`lianfang up`)?"
        case kombu.exceptions.OperationalError() | ConnectionError():
            return f"the bus does not answer ({error}); is the broker up, is LIANFANG_BUS_URI right?"
        case OSError():
            return f"{error.filename or 'file'}: {error.strerror or error}"
        case _:
            return f"{type(error).__name__}: {error}; set {DEBUG}=1 to see where"
