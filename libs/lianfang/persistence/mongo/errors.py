"""What pymongo raises, as the Store port's errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bson.errors import InvalidDocument
from pymongo.errors import DocumentTooLarge, DuplicateKeyError, OperationFailure, PyMongoError

from lianfang.persistence.store import AlreadyExists, StoreError, StoreUnavailable

DUPLICATE = 11000
# The document itself is refused, however often it is tried: BadValue, FailedToParse, TypeMismatch,
# DollarPrefixedFieldName, DottedFieldName, DocumentValidationFailure, BSONObjectTooLarge.
REFUSED = frozenset({2, 9, 14, 52, 57, 121, 10334})
_LONGEST = 300


@contextmanager
def as_store_errors() -> Iterator[None]:
    """Turn pymongo's errors into the port's: what isn't known to be final is StoreUnavailable."""
    try:
        yield
    except DuplicateKeyError as error:
        raise AlreadyExists(brief(error)) from error
    except DocumentTooLarge as error:
        raise StoreError(brief(error)) from error
    except (InvalidDocument, OverflowError) as error:
        raise ValueError(brief(error)) from error
    except OperationFailure as error:
        kind = StoreError if error.code in REFUSED else StoreUnavailable
        raise kind(brief(error)) from error
    except PyMongoError as error:
        raise StoreUnavailable(brief(error)) from error


def brief(error: BaseException) -> str:
    """Return the message, cut where pymongo appends its whole view of the topology."""
    return str(error)[:_LONGEST]
