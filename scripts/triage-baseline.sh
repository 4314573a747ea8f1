#!/bin/sh
# What scikit-learn makes of the splits that `lapor triage eval --baseline` wrote into a directory:
# words, pairs of words and runs of letters by TF-IDF, LinearSVC.
#
#   scripts/triage-baseline.sh DIRECTORY
#
# Its Python environment is made once, in $LAPOR_BASELINE_VENV or the user's cache.
set -eu

directory=${1:?usage: triage-baseline.sh DIRECTORY}
venv=${LAPOR_BASELINE_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/lapor-triage-baseline}

command -v python3 >/dev/null || {
    echo "triage-baseline: python3 is needed (Debian: apt-get install python3 python3-venv)" >&2
    exit 1
}
if ! [ -e "$venv/installed" ]; then
    python3 -m venv "$venv" >&2
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --only-binary :all: "scikit-learn==1.9.1" >&2
    touch "$venv/installed"
fi
exec "$venv/bin/python" "$(dirname "$0")/triage-baseline.py" "$directory"
