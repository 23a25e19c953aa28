#!/usr/bin/env bash
# Installs what the tests need where it is missing: a C compiler for the race
# detector, Chromium, openssl, sqlite3, xxd, xmllint, the pinned npm packages of internal/browser,
# internal/conformance and integration/stock, and the pinned Python client of CKAN.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { echo "test-tools: $*" >&2; }

apt() {
  local sudo=""
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then say "install $* (no root, no sudo here)"; return 1; fi
    sudo="sudo"
  fi
  if ! command -v apt-get >/dev/null; then say "install $* with this system's package manager"; return 1; fi
  say "installing $*"
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_go="$(awk '$1 == "go" {print $2}' go.mod)"
command -v go >/dev/null || { say "Go $need_go or newer is needed: see README"; exit 1; }
command -v cc >/dev/null || apt gcc libc6-dev
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || apt chromium
command -v node >/dev/null || apt nodejs npm
command -v openssl >/dev/null || apt openssl
command -v sqlite3 >/dev/null || apt sqlite3
command -v xxd >/dev/null || apt xxd
command -v xmllint >/dev/null || apt libxml2-utils
command -v python3 >/dev/null || apt python3 python3-pip
if ! python3 -c 'import ckanapi' 2>/dev/null; then
  say "installing ckanapi"
  python3 -m pip --version >/dev/null 2>&1 || apt python3-pip
  # Debian's Python wants to be told that this is meant; older ones do not know the word.
  python3 -m pip install --quiet --user --break-system-packages ckanapi==4.11 2>/dev/null || python3 -m pip install --quiet ckanapi==4.11
fi
major="$(node -p 'process.versions.node.split(".")[0]')"
if [ "$major" -lt 20 ]; then say "Node 20 or newer is needed for the API lint; this is $(node --version)"; exit 1; fi

for folder in internal/browser internal/conformance integration/stock; do
  # npm writes this file last, so an install that was cut short is done again.
  if [ ! -f $folder/node_modules/.package-lock.json ] || [ $folder/package-lock.json -nt $folder/node_modules/.package-lock.json ]; then
    say "installing the npm packages of $folder"
    (cd $folder && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    touch $folder/node_modules/.package-lock.json
  fi
done
