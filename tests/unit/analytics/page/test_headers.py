"""The page may run its own scripts and call the services it was told of, and nothing else."""

from services.analytics.entrypoints.page import security_headers


def directives(peers):
    policy = security_headers(peers)["Content-Security-Policy"]
    return {name: values for name, *values in (each.split() for each in policy.split(";"))}


def test_services_behind_a_path_may_be_called_at_every_path_of_theirs():
    told = directives(["https://room.example/incident", "https://room.example/patrol", "http://127.0.0.1:8010"])
    assert told["connect-src"] == ["'self'", "http://127.0.0.1:8010", "https://room.example"]


def test_nothing_else_is_let_in():
    told = directives([])
    assert (told["default-src"], told["script-src"], told["connect-src"]) == (["'none'"], ["'self'"], ["'self'"])
    assert told["frame-ancestors"] == ["'none'"]
