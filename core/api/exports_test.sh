#!/usr/bin/env bash
# The shared library shows every function of the header and nothing else.
#
#   exports_test.sh LIBRARY HEADER
set -euo pipefail

shown=$(nm --dynamic --defined-only --extern-only --format=posix "$1" | cut -d ' ' -f 1 | sort)
declared=$(grep -o '^OPFIT_API [^(]*' "$2" | grep -o 'opfit_[a-z]*$' | sort)

[[ -n $declared ]]
diff <(echo "$declared") <(echo "$shown")
