#!/usr/bin/env bash
# The wheel, unpacked where pip would put it, checks a graph: tests/wheel_test.sh FOLDER
set -euo pipefail

wheel=$(echo "$1"/opfit-*.whl)
site=$TEST_TMPDIR/site
python3 -m zipfile -e "$wheel" "$site"

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

[[ -f $site/opfit/py.typed ]] || fail "the package does not say that it is typed"

# Every file is in RECORD, with the digest that it has.
(
  cd "$site"
  python3 - <<'PYTHON'
import base64, csv, glob, hashlib

(record,) = glob.glob("*.dist-info/RECORD")
listed = {path: digest for path, digest, _ in csv.reader(open(record))}
for path in glob.glob("*/*"):
    digest = base64.urlsafe_b64encode(hashlib.sha256(open(path, "rb").read()).digest()).decode().rstrip("=")
    assert listed.pop(path) in ("sha256=" + digest, ""), path
assert not listed, listed
PYTHON
) || fail "RECORD is not true"

# With no help from the environment: the library is beside the package.
unset OPFIT_LIBRARY
said=$(cd "$TEST_TMPDIR" && PYTHONPATH=$site python3 -B -c 'import opfit; print(opfit.check(b"{}").status)')
[[ $said == invalid ]] || fail "the installed package says: $said"
