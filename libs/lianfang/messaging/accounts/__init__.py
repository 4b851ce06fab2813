"""Accounts on the broker: services, districts and teams, kept in by permissions."""

from lianfang.messaging.accounts.credentials import Credentials
from lianfang.messaging.accounts.overflow import Overflow, read_overflow
from lianfang.messaging.accounts.provisioning import Account, AccountError, Accounts, Revoked
from lianfang.messaging.accounts.status import QueueStatus, district_status, team_status

__all__ = [
    "Account",
    "AccountError",
    "Accounts",
    "Credentials",
    "Overflow",
    "QueueStatus",
    "Revoked",
    "district_status",
    "read_overflow",
    "team_status",
]
