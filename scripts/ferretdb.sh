#!/bin/sh
# Runs FerretDB 1.24 over SQLite, a server that speaks MongoDB's wire protocol, for `make test-mongo`.
#   scripts/ferretdb.sh --setup        build it with Go (once, some minutes) and say nothing more
#   scripts/ferretdb.sh PORT DIRECTORY serve 127.0.0.1:PORT with its data in DIRECTORY, in the foreground
# For tests only: its replaces are not atomic (docs/decisions/0003-mongo-stand-ins.md).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
home="$root/var/ferretdb"
version=v1.24.0

build() {
    command -v go >/dev/null || { echo "ferretdb.sh: Go is not installed; set LIANFANG_TEST_MONGODB_URI instead" >&2; exit 1; }
    mkdir -p "$home"
    cd "$home"
    # `go install …@version` asks for the list of versions, which not every module proxy gives; a download does not.
    module=$(go mod download -json "github.com/FerretDB/FerretDB@$version" | sed -n 's/^[[:space:]]*"Dir": "\(.*\)",*$/\1/p')
    rm -rf src
    cp -R "$module" src
    chmod -R u+w src
    # Made from git by its own build; without it the server refuses to start.
    echo "$version" > src/build/version/version.txt
    (cd src && go build -tags ferretdb_no_postgresql -o "$home/ferretdb.new" ./cmd/ferretdb)
    mv ferretdb.new "ferretdb-$version"
    rm -rf src
}

[ -x "$home/ferretdb-$version" ] || build
[ "${1:-}" = "--setup" ] && exit 0
[ $# -eq 2 ] || { echo "usage: $0 --setup | PORT DIRECTORY" >&2; exit 2; }
mkdir -p "$2"
exec "$home/ferretdb-$version" --handler=sqlite --sqlite-url="file:$2/" --state-dir="$2" \
    --listen-addr="127.0.0.1:$1" --debug-addr=- --telemetry=disable --log-level=ERROR
