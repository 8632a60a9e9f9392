#!/usr/bin/env bash
# Installs what the grader needs. Gradescope runs this once, when it builds the autograder's image.
set -euo pipefail
base="${AUTOGRADER:-/autograder}"

newest() {
    local each
    for each in python3.14 python3.13 python3.12 python3.11 python3; do
        if "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$each"
            return
        fi
    done
    return 1
}

if ! python="$(newest)"; then
    apt-get update -qq
    apt-get install -qq -y python3.12 python3.12-venv || apt-get install -qq -y python3.11 python3.11-venv || true
    if ! python="$(newest)"; then
        echo "The grader needs Python 3.11 or newer, and this image has none: choose a newer one." >&2
        exit 1
    fi
fi
if ! "$python" -m venv --clear "$base/venv"; then
    apt-get update -qq
    apt-get install -qq -y "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    "$python" -m venv --clear "$base/venv"
fi
"$base/venv/bin/python" -m pip install --quiet --requirement "$base/source/kata/requirements.txt"

# For the log of the build: which protections there are here (docs/threat-model.md).
PYTHONPATH="$base/source/kata" "$base/venv/bin/python" -P -m grader doctor || true
