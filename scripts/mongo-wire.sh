#!/bin/sh
# Runs nx-27017, a server that speaks MongoDB's wire protocol, for the tests of the mongo adapter.
#   scripts/mongo-wire.sh --setup        install it (once) and say nothing more
#   scripts/mongo-wire.sh PORT DIRECTORY serve 127.0.0.1:PORT with its data in DIRECTORY, in the foreground
# It needs pymongo >= 4.16 and we need < 4.16, so it lives in a virtual environment of its own, .venv-wire.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
venv="$root/.venv-wire"
python="${PYTHON:-$root/.venv/bin/python}"
lock="$root/requirements/wire.lock"
version=$(cksum < "$lock")

install() {
    # Several test workers may come at once: the first one installs, the others wait for it.
    mkdir -p "$root/var"
    exec 9>"$root/var/.venv-wire.lock"
    flock 9
    if [ "$(cat "$venv/.ready" 2>/dev/null)" != "$version" ]; then
        "$python" -m venv --clear "$venv"
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
        echo "$version" > "$venv/.ready"
    fi
    exec 9>&-
}

install
[ "${1:-}" = "--setup" ] && exit 0
[ $# -eq 2 ] || { echo "usage: $0 --setup | PORT DIRECTORY" >&2; exit 2; }
mkdir -p "$2/data"
exec "$venv/bin/nx-27017" --host 127.0.0.1 --port "$1" --data-dir "$2/data" \
    --log-file "$2/wire.log" --pid-file "$2/wire.pid"
