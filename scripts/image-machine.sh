# What of this machine a build needs and no image may hold: where packages come from, and whom to trust. Sourced.
# shellcheck shell=bash
say() { printf '%s\n' "images: $*"; }
fail() { printf '%s\n' "images: $*" >&2; exit 1; }

# Prints the address of the archive whose last part is $1 (debian, debian-security), as this machine's apt has it.
archive() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep -E "/$1/?\$" | head -n 1 || true
}

debian_mirror() {
  local found=${LIANFANG_IMAGE_MIRROR:-$(archive debian)}
  [ -n "$found" ] || fail "no Debian archive in this machine's apt sources: set LIANFANG_IMAGE_MIRROR=URL"
  printf '%s\n' "$found"
}

# Writes $1/apt (to lie over /etc/apt while building), $1/pip.conf and $1/ca.crt, for images of suite $2.
machine_settings() {
  local folder=$1 suite=$2 security key=/usr/share/keyrings/debian-archive-keyring.gpg
  rm -rf "$folder"
  mkdir -p "$folder/apt"/{apt.conf.d,preferences.d,sources.list.d,trusted.gpg.d,auth.conf.d}
  # The mark by which tests find what should not have stayed.
  { echo '# of-the-machine-that-builds'; cat /etc/ssl/certs/ca-certificates.crt; } >"$folder/ca.crt"
  {
    echo '# of-the-machine-that-builds'
    printf 'deb [signed-by=%s] %s %s main\n' "$key" "$(debian_mirror)" "$suite"
    security=$(archive debian-security)
    [ -z "$security" ] || printf 'deb [signed-by=%s] %s %s-security main\n' "$key" "$security" "$suite"
  } >"$folder/apt/sources.list"
  cp "$folder/ca.crt" "$folder/apt/machine-ca"
  {
    echo '// of-the-machine-that-builds'
    # Proxies, and what the archive needs (an older snapshot's dates, say): never hooks or paths of this machine.
    apt-config dump | grep -E '^Acquire::(https?::(proxy|timeout)|Check-(Valid-Until|Date)|Retries)[: ]' -i || true
    printf 'Acquire::https::CAInfo "/etc/apt/machine-ca";\n'
    printf 'APT::Sandbox::User "root";\nAcquire::Languages "none";\n'
  } >"$folder/apt/apt.conf.d/machine"
  {
    printf '# of-the-machine-that-builds\n[global]\ncert = /run/secrets/ca\n'
    { .venv/bin/python -m pip config list || python3 -m pip config list || true; } 2>/dev/null |
      sed -n -E "s/^(:env:|global|install)\.(index-url|extra-index-url|trusted-host|proxy)='(.*)'\$/\2 = \3/p" | sort -u -t= -k1,1
  } >"$folder/pip.conf"
}
