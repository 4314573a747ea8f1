#!/usr/bin/env bash
# Installs the programs that tests run against and that are not built here. Does nothing when all
# are there. Needs root (or sudo) only for what is missing.
set -euo pipefail

missing=()
command -v chromium >/dev/null 2>&1 || missing+=(chromium)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
{ command -v clamd || [ -x /usr/sbin/clamd ]; } >/dev/null 2>&1 || missing+=(clamav-daemon)
command -v faketime >/dev/null 2>&1 || missing+=(faketime)
command -v openssl >/dev/null 2>&1 || missing+=(openssl)
command -v runuser >/dev/null 2>&1 || missing+=(util-linux)

for program in node npm cargo cc; do
    command -v "$program" >/dev/null 2>&1 || {
        echo "LAPOR needs $program; please install it first" >&2
        exit 1
    }
done

[ ${#missing[@]} -eq 0 ] && exit 0
echo "installing ${missing[*]}"
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
if printf '%s\n' "${missing[@]}" | grep -q postgresql; then
    # The package must not start a cluster of its own; the tests make a private one.
    "${as_root[@]}" mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
"${as_root[@]}" apt-get update -q
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}"
