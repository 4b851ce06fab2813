# Installing by apt, for the scripts beside it: `. scripts/apt.sh`, then `apt_install PACKAGE…`, `say`, `fail`.
# shellcheck shell=bash
apt_updated=
program=$(basename "$0" .sh)

say() { printf '%s\n' "$program: $*"; }
fail() { printf '%s\n' "$program: $*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "installing needs root. Run as root: apt-get install $apt_wanted   then run make again"
  fi
}

# Debian starts a service as soon as it is installed. We need the program only, so its start is refused while
# apt runs (by the documented policy-rc.d; one that is there already is left alone). An existing service is never touched.
apt_install() {
  apt_wanted=$*
  command -v apt-get >/dev/null ||
    fail "$* missing, and this is no Debian or Ubuntu. Install it by hand (RabbitMQ: 3.10 or later), or use deploy/compose.yaml"
  if [ -z "$apt_updated" ]; then
    say "updating the package lists"
    as_root apt-get update -q >/dev/null || fail "apt-get update failed: is the network there?"
    apt_updated=1
  fi
  say "installing $*"
  local policy=/usr/sbin/policy-rc.d made=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    made=1
  fi
  local status=0
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null || status=$?
  [ -z "$made" ] || as_root rm -f "$policy"
  [ "$status" = 0 ] || fail "apt-get could not install $*; its messages are above"
}
