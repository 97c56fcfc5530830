#!/usr/bin/env bash
# The release is named after the version that the tool prints: version_test.sh VERSION HEADER
set -euo pipefail

grep -qF "kToolVersion = \"$1\"" "$2" || {
  echo "bazel/version.bzl has $1; core/render/version.h has$(grep -o '"[0-9.]*"' "$2")"
  exit 1
}
