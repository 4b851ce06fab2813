#!/usr/bin/env bash
# Makes this machine able to run and test Lianfang: RabbitMQ, Python and Chinese fonts by apt where they are missing,
# then a virtual environment in .venv with exactly the locked dependencies. Safe to run again.
#   LIANFANG_PYTHON=python3.13  takes that interpreter      LIANFANG_VENV=DIR  puts the environment there
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${LIANFANG_VENV:-.venv}
. scripts/apt.sh

suitable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# The system's python3 when it is new enough (its packages match), else the newest other one.
find_python() {
  local name
  for name in ${LIANFANG_PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if command -v "$name" >/dev/null && suitable "$name"; then command -v "$name"; return; fi
  done
  return 1
}

python=$(find_python) ||
  fail "Python 3.11 or later is needed, found: $(python3 --version 2>&1 || echo none). Supported: Debian 12 and later, Ubuntu 24.04 and later"

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  apt_install "$(basename "$(readlink -f "$python")")-venv"
fi

server=/usr/lib/rabbitmq/bin/rabbitmq-server
if [ ! -e "$server" ]; then
  apt_install rabbitmq-server
  # It was not here before, so nobody waits for it to start with the machine.
  if [ -d /run/systemd/system ]; then as_root systemctl disable --quiet rabbitmq-server || true; fi
fi
[ -e "$server" ] || fail "rabbitmq-server is installed, but not at $server: only Debian's and Ubuntu's package is supported"
version=$(dpkg-query -W -f '${Version}' rabbitmq-server 2>/dev/null || echo 3.10)
if command -v dpkg >/dev/null && ! dpkg --compare-versions "$version" ge 3.10; then
  fail "RabbitMQ $version is too old, 3.10 or later is needed: Debian 12 and later, Ubuntu 24.04 and later have it"
fi

# Documents are printed in Chinese; a machine without a desktop has no such fonts.
serif=$(find /usr/share/fonts /usr/local/share/fonts -name 'NotoSerifCJK*' -print -quit 2>/dev/null || true)
[ -n "$serif" ] || apt_install fonts-noto-cjk

if [ ! -x "$venv/bin/python" ] || ! suitable "$venv/bin/python"; then
  say "making the virtual environment $venv with $("$python" --version)"
  "$python" -m venv --clear "$venv"
fi
pip=("$venv/bin/python" -m pip --disable-pip-version-check --quiet)
say "installing the locked dependencies"
"${pip[@]}" install --require-hashes -r requirements/dev.lock ||
  fail "the dependencies could not be installed; pip's messages are above (network? disk?)"
# The build backend is locked too, so the project itself is installed without fetching anything.
projects=()
for folder in . libs/lianfang_district; do [ ! -f "$folder/pyproject.toml" ] || projects+=(-e "$folder"); done
"${pip[@]}" install --no-deps --no-build-isolation "${projects[@]}"
touch "$venv/.ready"
say "ready"
