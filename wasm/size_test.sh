#!/usr/bin/env bash
# What a visitor downloads stays within its budget.
#
#   size_test.sh FILE…
set -euo pipefail

readonly budget=$((400 * 1024))
size=$(cat "$@" | gzip -9 | wc -c)
echo "compressed: $size of $budget bytes"
((size <= budget))
