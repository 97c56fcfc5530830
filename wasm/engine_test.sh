#!/usr/bin/env bash
# Node.js follows links to where the files come from; there, opfit.js is not
# beside the test.
set -euo pipefail
exec node --preserve-symlinks --preserve-symlinks-main wasm/engine_test.mjs
