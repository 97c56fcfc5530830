#!/usr/bin/env bash
# The compiler and the linker. Bazel expects one file of a link, Emscripten writes what it likes:
#
#   NAME.module   a tar of NAME.js and NAME.wasm (see //bazel:wasm.bzl)
#   anything else an executable script with the wasm inside
set -euo pipefail

# Emscripten's JavaScript passes want Debian's acorn, also under a Node.js that is not Debian's.
export NODE_PATH=/usr/share/nodejs
# Debian's cache of system libraries is complete and read-only.
unset EM_CACHE

args=()
output=
link=yes
previous=
take() {
  [[ $previous != -o ]] || output=$1
  previous=$1
  case $1 in
    # There are no threads here; libraries that ask for them do well without.
    -pthread | -lpthread) ;;
    -c | -E | -S) link=no && args+=("$1") ;;
    *) args+=("$1") ;;
  esac
}
for arg; do
  if [[ $arg == @* ]]; then
    while IFS= read -r line; do take "$line"; done <"${arg#@}"
  else
    take "$arg"
  fi
done

if [[ $link == no || -z $output ]]; then
  exec /usr/bin/em++ "${args[@]}"
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
name=$(basename "$output" .module)
for i in "${!args[@]}"; do
  [[ ${args[i]} != "$output" || ${args[i - 1]} != -o ]] || args[i]=$scratch/$name.js
done

if [[ $output == *.module ]]; then
  /usr/bin/em++ "${args[@]}"
  tar --create --file "$output" --directory "$scratch" --sort=name --mtime=@0 \
    --owner=0 --group=0 --numeric-owner "$name.js" "$name.wasm"
else
  /usr/bin/em++ "${args[@]}" --pre-js "$(dirname "$0")/node_pre.js"
  { echo '#!/usr/bin/env node' && cat "$scratch/$name.js"; } >"$output"
  chmod +x "$output"
fi
