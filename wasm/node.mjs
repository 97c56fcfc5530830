// The engine in Node.js, out of what `bazel build //wasm:opfit` made: for tests
// and benchmarks.

import { readFileSync } from "node:fs";
import { Engine } from "./engine.mjs";

const built = new URL("../bazel-bin/wasm/", import.meta.url);

export async function openEngine() {
  const { default: opfit } = await import(new URL("opfit.js", built));
  const wasmBinary = readFileSync(new URL("opfit.wasm", built));
  return new Engine(await opfit({ wasmBinary }));
}
