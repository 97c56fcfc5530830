// wasm beside native on the same graphs: tools/bench_wasm runs it.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 10_000, 100_000];
const QUESTIONS = ["load", "check", "structure"];
// What a page asks while its user types; tests/conformance/client.c asks the same.
const REQUEST = { nodes: false, outcomes: true, places: true };

const MOST_TIMES_NATIVE = 2;
const ATTEMPTS = 3;

process.chdir(root);

const started = performance.now();
const { openEngine } = await import("../../wasm/node.mjs");
const engine = await openEngine();
const ready = performance.now();
engine.targets(); // parses the catalog
const usable = performance.now();

function timeWasm(bytes, repeats) {
  const best = Object.fromEntries(QUESTIONS.map((name) => [name, Infinity]));
  const time = (name, ask) => {
    const start = performance.now();
    const answer = ask();
    best[name] = Math.min(best[name], performance.now() - start);
    return answer;
  };
  for (let i = 0; i < repeats; ++i) {
    const graph = time("load", () => engine.load(bytes));
    time("check", () => graph.checkText(REQUEST));
    time("structure", () => graph.structureText());
    graph.unload();
  }
  return best;
}

function timeNative(path, repeats) {
  const client = "bazel-bin/tests/conformance/client";
  return JSON.parse(execFileSync(client, ["--time", `${repeats}`, path], { encoding: "utf8" }));
}

const sum = (times) => QUESTIONS.reduce((total, name) => total + times[name], 0);

// How many times as long wasm takes.
function compare(nodes, path) {
  const repeats = Math.max(5, Math.min(50, Math.round(500_000 / nodes)));
  const [native, wasm] = [timeNative(path, repeats), timeWasm(readFileSync(path), repeats)];
  const megabytes = (statSync(path).size / 1e6).toFixed(1);
  console.log(`\n${nodes} operators, ${megabytes} MB`);
  console.log(`${"".padEnd(12)}${["native", "wasm", "ratio"].map((s) => s.padStart(10)).join("")}`);
  const rows = [...QUESTIONS.map((name) => [name, native[name], wasm[name]]), ["together", sum(native), sum(wasm)]];
  for (const [name, a, b] of rows) {
    const cells = [a.toFixed(2), b.toFixed(2), (b / a).toFixed(2)];
    console.log(`${name.padEnd(12)}${cells.map((s) => s.padStart(10)).join("")}`);
  }
  return sum(wasm) / sum(native);
}

const kilobytes = (file) => {
  const bytes = readFileSync(`bazel-bin/wasm/${file}`);
  return `${file} ${(bytes.length / 1024).toFixed(0)} KB, ${(gzipSync(bytes, { level: 9 }).length / 1024).toFixed(0)} KB compressed`;
};
console.log(`${kilobytes("opfit.wasm")}; ${kilobytes("opfit.js")}`);
console.log(
  `from nothing to an engine ${(ready - started).toFixed(0)} ms, to its catalog ${(usable - ready).toFixed(0)} ms more`,
);

const folder = mkdtempSync(join(tmpdir(), "opfit-bench-"));
try {
  for (const nodes of sizes) {
    const path = join(folder, `${nodes}.json`);
    execFileSync("python3", ["tools/examples/generate.py", "--synthetic", `${nodes}`, "--out", path]);
    let ratio = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < ATTEMPTS && ratio > MOST_TIMES_NATIVE; ++attempt) {
      ratio = compare(nodes, path);
    }
    if (ratio > MOST_TIMES_NATIVE) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
