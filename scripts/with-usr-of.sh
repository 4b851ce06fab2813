#!/bin/sh
# Runs a program of another Debian's tree, with the files, ports and process ids of this machine.
#   scripts/with-usr-of.sh TREE PROGRAM [ARGUMENT…]
# The tree's /usr takes the place of ours in a mount namespace of that program alone; it goes with the program.
# PROGRAM replaces this script, so its process id is the one that was started. Needs root, or a kernel that lets
# ordinary users have user namespaces.
set -eu
[ $# -ge 2 ] || { echo "usage: $0 TREE PROGRAM [ARGUMENT…]" >&2; exit 2; }
[ -d "$1/usr/bin" ] || { echo "$1 is no Debian tree (no usr/bin in it)" >&2; exit 1; }
[ -L /bin ] || { echo "this machine keeps /bin apart from /usr/bin; Debian 12 and Ubuntu 24.04 do not" >&2; exit 1; }
case $(pwd -P)/ in /usr/*) echo "start it outside /usr, which is exchanged" >&2; exit 1 ;; esac
tree=$(realpath "$1")
shift
alone="--mount"
[ "$(id -u)" = 0 ] || alone="--user --map-root-user --mount"
# shellcheck disable=SC2086,SC2016
exec unshare $alone --propagation private -- \
  /bin/sh -c 'tree=$1; shift; mount --bind "$tree/usr" /usr && exec "$@"' with-usr-of "$tree" "$@"
