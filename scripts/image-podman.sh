#!/usr/bin/env bash
# podman, with all that it keeps under var/images (LIANFANG_IMAGES=FOLDER: elsewhere): nothing of the machine's own is
# touched. It is installed by apt where it is missing; needs root.
#   scripts/image-podman.sh images
set -euo pipefail
cd "$(dirname "$0")/.."
home=${LIANFANG_IMAGES:-$PWD/var/images}
. scripts/apt.sh
program=images

[ "$(id -u)" = 0 ] || fail "containers are built and run as root here: sudo make image-test"
for name in podman runc debootstrap; do
  command -v "$name" >/dev/null || apt_install podman runc debootstrap
done

# A process without CAP_SYS_RESOURCE (we may be in a container ourselves) can't raise its limits, and podman's defaults
# are above many machines': ours are low enough for all. runc, because crun of Debian 12 wants cgroups as a whole.
capped() { # soft and hard limit: the machine's, at most 4096
  local found
  found=$(ulimit "-H$1")
  if [ "$found" = unlimited ] || [ "$found" -gt 4096 ]; then found=4096; fi
  printf '%s' "$found:$found"
}
if [ ! -e "$home/containers.conf" ]; then
  mkdir -p "$home"
  cat >"$home/storage.conf" <<CONF
[storage]
driver = "overlay"
graphroot = "$home/store"
runroot = "$home/run"
CONF
  cat >"$home/registries.conf" <<'CONF'
unqualified-search-registries = ["docker.io"]
CONF
  cat >"$home/containers.conf.new" <<CONF
[containers]
default_ulimits = ["nofile=$(capped n)", "nproc=$(capped u)"]
netns = "host"
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
tmp_dir = "$home/tmp"
CONF
  mv "$home/containers.conf.new" "$home/containers.conf"
fi
export CONTAINERS_CONF=$home/containers.conf CONTAINERS_STORAGE_CONF=$home/storage.conf
export CONTAINERS_REGISTRIES_CONF=$home/registries.conf TMPDIR=$home
exec podman "$@"
