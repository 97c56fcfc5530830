#!/usr/bin/env bash
# One test of opfit.bzl, which fills in what is in %{...}. Runs where the runfiles lie.
set -euo pipefail

tool=%{tool}
arguments=(%{arguments})
graphs=(
  %{graphs}
)

# Shards are dealt the graphs in turn, so that neighbours, often alike in size, part.
[[ -z ${TEST_SHARD_STATUS_FILE:-} ]] || touch "$TEST_SHARD_STATUS_FILE"
share=()
for i in "${!graphs[@]}"; do
  ((i % ${TEST_TOTAL_SHARDS:-1} != ${TEST_SHARD_INDEX:-0})) || share+=("${graphs[i]}")
done
if ((${#share[@]} == 0)); then
  echo "there are more shards than graphs; this one has nothing to check"
  exit
fi

[[ -z ${XML_OUTPUT_FILE:-} ]] || arguments+=(--output "junit=$XML_OUTPUT_FILE")
exec "$tool" check "${arguments[@]}" -- "${share[@]}"
