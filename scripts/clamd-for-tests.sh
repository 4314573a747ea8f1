#!/bin/sh
# Prints the path of clamd for the tests of crates/store that ask a scanner;
# installs the distribution's package when there is none. The tests give it a
# signature of their own, so no signatures are downloaded.
set -eu

find_clamd() {
    command -v clamd || { [ -x /usr/sbin/clamd ] && echo /usr/sbin/clamd; }
}

find_clamd && exit 0
if [ "$(id -u)" -ne 0 ]; then
    echo "clamd-for-tests: install the package clamav-daemon and run this again" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >&2
apt-get install -y -q --no-install-recommends clamav-daemon >&2
find_clamd
