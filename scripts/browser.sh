#!/usr/bin/env bash
# Makes the tests and pictures of the command room's page possible: Chromium by apt where there is none.
#   LIANFANG_CHROMIUM=PROGRAM  takes that Chromium or Chrome and installs none
set -euo pipefail
. "$(dirname "$0")/apt.sh"

# The Node in Playwright's wheel, which drives the browser, is linked to it; a bare machine has none.
atomic=$(find /usr/lib /lib /usr/local/lib -name 'libatomic.so.1*' -print -quit 2>/dev/null || true)
[ -n "$atomic" ] || apt_install libatomic1

if [ -n "${LIANFANG_CHROMIUM:-}" ]; then
  command -v "$LIANFANG_CHROMIUM" >/dev/null || fail "LIANFANG_CHROMIUM=$LIANFANG_CHROMIUM is no program"
  exit 0
fi
for browser in chromium google-chrome; do
  if command -v "$browser" >/dev/null; then exit 0; fi
done
# What Ubuntu's packages of that name install is a snap, which no container can run.
if grep -qs '^ID=ubuntu' /etc/os-release; then
  say "Ubuntu has no Chromium by apt, so the page's tests will be SKIPPED. Install Google Chrome, or set LIANFANG_CHROMIUM"
  exit 0
fi
apt_install chromium
