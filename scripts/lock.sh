#!/usr/bin/env bash
# Writes requirements/{run,dev,wire,deploy}.lock and requirements/images/*.lock: every version and hash, for all supported Pythons.
#   scripts/lock.sh            keeps what is locked where it still fits
#   scripts/lock.sh --upgrade  takes the newest that pyproject.toml allows
set -euo pipefail
cd "$(dirname "$0")/.."
tool=.venv-lock
[ -x "$tool/bin/uv" ] || { python3 -m venv "$tool" && "$tool/bin/pip" install --quiet --disable-pip-version-check 'uv>=0.9'; }
compile() {
  "$tool/bin/uv" pip compile --quiet --universal --python-version 3.11 \
    --generate-hashes --no-header --no-emit-index-url --no-annotate "$@"
}
mkdir -p requirements
compile pyproject.toml --extra grid --extra incident --extra mediation --extra patrol --extra analytics --extra mongo --extra tracing --extra cli "$@" -o requirements/run.lock
compile pyproject.toml --all-extras -c requirements/run.lock "$@" -o requirements/dev.lock
# The stand-in for MongoDB in tests needs another pymongo than ours, so it has an environment of its own.
compile requirements/wire.in "$@" -o requirements/wire.lock
# What checks manifests and the Dockerfile runs beside our code, not with it.
compile requirements/deploy.in "$@" -o requirements/deploy.lock
# What each image holds: the service's own extra, the store's driver and what traces, at the versions of run.lock.
mkdir -p requirements/images
for service in incident grid mediation patrol analytics; do
  compile pyproject.toml --extra "$service" --extra mongo --extra tracing -c requirements/run.lock "$@" -o "requirements/images/$service.lock"
done
compile pyproject.toml --extra cli --extra mongo --extra tracing -c requirements/run.lock "$@" -o requirements/images/tools.lock
