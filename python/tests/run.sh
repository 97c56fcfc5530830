#!/usr/bin/env bash
# Runs a file of tests against a library: tests/run.sh TESTS LIBRARY
set -euo pipefail

export OPFIT_LIBRARY=$PWD/$2
export PYTHONPATH=$PWD/python:$PWD/python/tests
exec python3 -B "$1"
