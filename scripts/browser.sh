#!/usr/bin/env bash
# Makes the tests and pictures of the command room's page possible: Chromium by apt where there is none.
#   LIANFANG_CHROMIUM=PROGRAM  takes that Chromium or Chrome and installs nothing
set -euo pipefail
. "$(dirname "$0")/apt.sh"

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
