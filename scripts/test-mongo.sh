#!/bin/sh
# Runs the Store's conformance suite against the server in LIANFANG_TEST_MONGODB_URI, or else a FerretDB of its own.
# usage: scripts/test-mongo.sh PYTHON [pytest arguments]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
python=$1
shift
if [ -z "${LIANFANG_TEST_MONGODB_URI:-}" ]; then
    "$root/scripts/ferretdb.sh" --setup
    data=$(mktemp -d)
    port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    "$root/scripts/ferretdb.sh" "$port" "$data" &
    server=$!
    trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true; rm -rf "$data"' EXIT INT TERM
    export LIANFANG_TEST_MONGODB_URI="mongodb://127.0.0.1:$port/suite" LIANFANG_TEST_MONGODB_KIND=ferretdb
fi
"$python" -m pytest "$root/tests/integration/persistence" -k mongodb -rxX "$@"
