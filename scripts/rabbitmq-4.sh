#!/usr/bin/env bash
# Puts RabbitMQ 4 (Debian 13's) into a folder beside this machine's own, for `make test-rabbit4`.
#   scripts/rabbitmq-4.sh [TREE]     TREE is var/rabbitmq-4 unless given; what is there already is kept
# Once, about a minute, 400 MB, as root. The machine's own packages are not touched, and nothing is started.
# Then LIANFANG_RABBITMQ_PREFIX="$PWD/scripts/with-usr-of.sh $PWD/var/rabbitmq-4" makes everything run on it.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/apt.sh
. scripts/apt.sh
tree=${1:-var/rabbitmq-4}
suite=trixie
server=usr/lib/rabbitmq/bin/rabbitmq-server

if [ -x "$tree/$server" ]; then exit 0; fi
[ "$(id -u)" = 0 ] || fail "a Debian tree is made by root: run \`sudo scripts/rabbitmq-4.sh $tree\` once, or set LIANFANG_RABBITMQ_PREFIX"
lacking=()
command -v debootstrap >/dev/null || lacking+=(debootstrap)
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || lacking+=(debian-archive-keyring)
[ ${#lacking[@]} = 0 ] || apt_install "${lacking[@]}"

# The mirror that this machine's apt uses, if it is a Debian; else debootstrap's own.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
  grep -v '^ *#' | grep -oE 'https?://[^ ]+/debian/?( |$)' | sed -n 1p | tr -d ' ' || true)
say "making $tree from Debian's $suite"
log=$(mktemp)
trap 'umount -q "$tree.new/proc" "$tree.new/sys" 2>/dev/null || true; rm -rf --one-file-system "$log" "$tree.new"' EXIT
rm -rf "$tree.new"
mkdir -p "$(dirname "$tree")"
debootstrap --variant=minbase --include=rabbitmq-server "$suite" "$tree.new" ${mirror:+"$mirror"} >"$log" 2>&1 ||
  { tail -n 15 "$log" >&2; fail "debootstrap could not make it; its last lines are above (network? disk?)"; }
[ -x "$tree.new/$server" ] || fail "Debian's $suite has RabbitMQ no longer at /$server"
rm -rf "${tree:?}" "$tree.new/var/cache/apt"
mv "$tree.new" "$tree"
say "ready: $(ls "$tree/usr/lib/rabbitmq/lib")"
