#!/usr/bin/env bash
# Builds images with podman: those named, or all. What did not change is taken from the cache.
#   scripts/image-build.sh [incident|grid|mediation|patrol|analytics|tools …]
# They are named localhost/lianfang/NAME:test, in var/images only.
set -euo pipefail
cd "$(dirname "$0")/.."
home=${LIANFANG_IMAGES:-$PWD/var/images}
. scripts/image-machine.sh
known=(incident grid mediation patrol analytics tools)
names=("$@")
[ $# -gt 0 ] || names=("${known[@]}")
for name in "${names[@]}"; do
  [[ " ${known[*]} " == *" $name "* ]] || { all=${known[*]}; fail "$name is no image; there are ${all// /, }"; }
done

scripts/image-base.sh
machine=$home/machine.$$
machine_settings "$machine" bookworm
trap 'rm -rf "$machine"' EXIT
for name in "${names[@]}"; do
  began=$SECONDS
  scripts/image-podman.sh build --format docker --pull=never --network=host --layers \
    --volume "$machine/apt:/etc/apt:ro" --secret "id=pip,src=$machine/pip.conf" --secret "id=ca,src=$machine/ca.crt" \
    --build-arg "SERVICE=$name" --build-arg "REVISION=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" \
    -f deploy/docker/Dockerfile -t "localhost/lianfang/$name:test" . >"$home/build-$name.log" 2>&1 ||
    { tail -n 30 "$home/build-$name.log" >&2; fail "$name could not be built; all of it is in $home/build-$name.log"; }
  say "$name: $((SECONDS - began)) s"
done
