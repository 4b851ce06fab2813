#!/usr/bin/env bash
# Builds the broker that images are tested with, out of Debian's packages: localhost/lianfang/rabbitmq:SUITE.
#   scripts/image-broker.sh [bookworm|trixie]      RabbitMQ 3.10 or 4.0
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:-bookworm}
home=${LIANFANG_IMAGES:-$PWD/var/images}
. scripts/image-machine.sh

scripts/image-base.sh "$suite"
machine=$home/machine.$$
machine_settings "$machine" "$suite"
trap 'rm -rf "$machine"' EXIT
scripts/image-podman.sh build --quiet --format docker --pull=never --network=host --layers \
  --volume "$machine/apt:/etc/apt:ro" --build-arg "BASE=docker.io/library/debian:$suite-slim" \
  -t "localhost/lianfang/rabbitmq:$suite" tests/images/rabbitmq >"$home/build-rabbitmq.log" 2>&1 ||
  { tail -n 30 "$home/build-rabbitmq.log" >&2; fail "the broker could not be built; all of it is in $home/build-rabbitmq.log"; }
