# Sourced by run and remote: checkouts of the zoo, each with an output base of its own.
#
# Expects `graphs`, how many, and `flags` for Bazel; sets `scratch`, which is removed in the end.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
scratch=$(mktemp -d)
background=()

fail() {
  echo "zoo: $*" >&2
  exit 1
}

cleanup() {
  local base process
  for base in "$scratch"/*.base; do
    [[ ! -d $base ]] || (cd "${base%.base}" && zoo shutdown) || true
  done
  for process in "${background[@]}"; do
    kill "$process" || true
  done
  chmod -R u+w "$scratch"
  rm -rf "$scratch"
}
trap cleanup EXIT

javabase=$(sed -n 's/^startup --server_javabase=//p' "$root/.opfit-offline.bazelrc")

# Bazel in the checkout that is the current folder.
zoo() {
  bazel --output_base="$PWD.base" --server_javabase="$javabase" "$@"
}

# What is checked out: a stranger's workspace, with a copy of the repository and of a tool that
# is already built.
make_original() {
  local original=$scratch/original tool
  cd "$root"
  bazel build --color=no --curses=no --noshow_progress --ui_event_filters=-info //cli:opfit.stripped
  tool=$(bazel info --ui_event_filters=-info bazel-bin)/cli/opfit.stripped
  cp -r "$here/workspace" "$original"
  mkdir "$original/bin" "$original/opfit"
  cp "$tool" "$original/bin/opfit"
  git ls-files -z --cached --others --exclude-standard WORKSPACE bazel tools/examples |
    tar --create --null --files-from=- | tar --extract --directory "$original/opfit"
  cat >"$original/BUILD.bazel" <<END
load(":zoo.bzl", "zoo")

exports_files(["bin/opfit"])

zoo(
    name = "zoo",
    count = $graphs,
)
END
  # Repositories that no package of this workspace asks for, and Bazel does.
  grep '^common' .opfit-offline.bazelrc >>"$original/.bazelrc"
}

# checkout NAME: the current folder is a new checkout afterwards.
checkout() {
  [[ -d $scratch/original ]] || make_original
  cp -r "$scratch/original" "$scratch/$1"
  cd "$scratch/$1"
}

# test_all WHAT PATTERN BAZEL ARGUMENTS…: runs all tests, and fails unless all pass and the
# processes it took are of the kinds in PATTERN.
test_all() {
  local what=$1 pattern=$2 start=$SECONDS log=$scratch/log status=0 passed processes
  shift 2
  zoo test --color=no --curses=no --disk_cache= "$@" "${flags[@]}" //:zoo >"$log" 2>&1 || status=$?
  ((status == 0)) || { grep -v ' PASSED' "$log" | tail -n 50 && fail "$what: Bazel exits $status"; }
  passed=$(grep -cE '^//:zoo.* PASSED' "$log" || true)
  ((passed == graphs * 6)) || fail "$what: $passed tests pass, of $((graphs * 6))"
  processes=$(sed -nE 's/^INFO: ([0-9]+ process(es)?: .*)/\1/p' "$log")
  [[ $processes =~ ^$pattern$ ]] || fail "$what: $processes"
  echo "$what: $passed tests passed in $((SECONDS - start)) s; $processes"
}
