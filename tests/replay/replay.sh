#!/usr/bin/env bash
# Runs replay.py with the checker that was built beside it.
set -euo pipefail

exec python3 tests/replay/replay.py --checker tests/replay/check_cases "$@"
