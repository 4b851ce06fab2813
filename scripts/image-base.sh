#!/usr/bin/env bash
# Makes the image that the Dockerfile starts FROM out of Debian's packages, under the same name, so that images are built
# where no registry is: debootstrap (minbase, ca-certificates) without what slim images lack, too. Once; 2 minutes.
#   scripts/image-base.sh [bookworm|trixie]
# Packages come from where this machine's apt has them; LIANFANG_IMAGE_MIRROR=URL names another place. The image does not.
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:-bookworm}
home=${LIANFANG_IMAGES:-$PWD/var/images}
name=docker.io/library/debian:$suite-slim
. scripts/image-machine.sh

if scripts/image-podman.sh image exists "$name"; then exit 0; fi
mirror=$(debian_mirror)
tree=$home/$suite.tree
release() { if mountpoint -q "$tree/$1"; then umount "$tree/$1" || umount -l "$tree/$1"; fi; }
clear_tree() { release proc; release sys; rm -rf --one-file-system "$tree"; }
trap clear_tree EXIT
clear_tree
say "making $name by debootstrap (once)"
debootstrap --variant=minbase --include=ca-certificates "$suite" "$tree" "$mirror" >"$home/debootstrap.log" 2>&1 ||
  fail "debootstrap failed: $(tail -n 1 "$home/debootstrap.log"); all of it is in $home/debootstrap.log"
release proc
release sys

# As in slim images: no documentation, no other languages, and none with packages that come later. Copyrights stay.
cat >"$tree/etc/dpkg/dpkg.cfg.d/slim" <<'CONF'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-include /usr/share/locale/locale.alias
path-exclude /usr/share/bash-completion/*
CONF
find "$tree/usr/share/doc" -type f ! -name copyright -delete
find "$tree/usr/share/doc" -depth -type d -empty -delete
rm -rf "$tree"/usr/share/{man,info,locale,bash-completion} "$tree"/var/cache/apt/* "$tree"/var/lib/apt/lists/* \
  "$tree"/var/cache/debconf/*-old "$tree"/var/lib/dpkg/*-old "$tree"/var/log/*.log "$tree"/etc/apt/sources.list
# What debootstrap copied from this machine is not of the image.
: >"$tree/etc/hostname"
rm -f "$tree/etc/resolv.conf"
tar -C "$tree" --one-file-system --numeric-owner -c . |
  scripts/image-podman.sh import -q --change 'CMD ["bash"]' - "$name" >/dev/null
say "made $name"
