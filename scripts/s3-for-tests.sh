#!/bin/sh
# Makes the Python environment of the S3 server that tests of crates/store
# talk to, and prints the path of its interpreter.
#
#   scripts/s3-for-tests.sh DIRECTORY
#
# Safe to call from many tests at once: the first makes it, the others wait.
set -eu

directory=${1:?usage: s3-for-tests.sh DIRECTORY}
requirements=$(cd "$(dirname "$0")/.." && pwd)/crates/store/tests/servers/requirements.txt

command -v python3 >/dev/null || {
    echo "s3-for-tests: python3 is needed for the S3 tests (Debian: apt-get install python3 python3-venv)" >&2
    exit 1
}

mkdir -p "$directory"
exec 9>"$directory/lock"
flock 9

# The finished environment carries the list that it was made from.
if ! cmp -s "$requirements" "$directory/installed.txt"; then
    rm -rf "$directory/venv"
    python3 -m venv "$directory/venv" >&2
    "$directory/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes --only-binary :all: --requirement "$requirements" >&2
    cp "$requirements" "$directory/installed.txt"
fi
echo "$directory/venv/bin/python"
