// One engine, three doors: a C program with libopfit.so, the command line, and
// wasm. Whatever the input, all three give the same JSON, byte for byte; this is
// what lets the page promise "the same engine".
//
//   tests/conformance/run                every input there is
//   tests/conformance/run a.json b.json  these
//
// Exits 1 if any two differ and shows the first line that does.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { openEngine } from "../../wasm/node.mjs";

const CLI = "bazel-bin/cli/opfit";
const CLIENT = "bazel-bin/tests/conformance/client";

// Folders of inputs, and what is one there. The last folder is there only where the samples are.
const CORPUS = ["examples", "tests/golden", "../shared/samples"];
const GRAPHS = /\.(json|encodings|onnx|pt2|tflite)$/;

// No configuration, and a day on which no waiver is over: the engine knows neither.
const ALONE = ["--isolated", "--today", "2000-01-01"];

// A request, and the flags that ask the same of the command line.
const REQUESTS = [
  [{}, []],
  [{ target: "htp:SM8450@2.42", strict: false }, ["--target", "htp:SM8450@2.42", "--no-strict"]],
  [{ target: "htp:v68@2.30" }, ["--target", "htp:v68@2.30"]],
];

const QUESTIONS = [
  ["ops", {}],
  ["ops", { target: "htp:v69@2.41" }],
  ["targets", {}],
  ["explain", {}],
  ["version", {}],
  ["ops", { op: "no such operator" }],
  ["targets", { backend: "no such backend" }],
];

const engine = await openEngine();
const problems = [];

function inputsIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => `${folder}/${name}`)
    .filter((path) => GRAPHS.test(path) && !/\/(expected|report)\.json$/.test(path))
    .sort();
}

function run(program, args) {
  const { stdout, status, error } = spawnSync(program, args, {
    maxBuffer: 1 << 30,
    encoding: "utf8",
  });
  if (error) throw error;
  return status === null || stdout === "" ? `${program} failed\n` : stdout;
}

const client = (name, request, ...more) =>
  run(CLIENT, [name, JSON.stringify(request), ...more]);

function expectSame(what, native, other) {
  if (native === other) return;
  const [have, want] = [other.split("\n"), native.split("\n")];
  const line = want.findIndex((text, i) => text !== have[i]);
  problems.push(`${what}, line ${line + 1}:\n  native  ${want[line]}\n  other   ${have[line]}`);
}

function checkInput(path) {
  const bytes = readFileSync(path);
  const graph = engine.load(bytes);
  for (const [request, flags] of REQUESTS) {
    const asked = { ...request, file: path };
    const native = client("check", asked, path);
    const what = `${path} ${flags.join(" ")}`.trim();
    expectSame(`${what} in wasm`, native, graph.checkText(asked));
    expectSame(
      `${what} on the command line`,
      native,
      run(CLI, ["check", path, ...ALONE, "--format", "json", ...flags]),
    );
  }
  const native = client("convert", {}, path);
  expectSame(`${path} converted in wasm`, native, graph.convertText());
  const { error } = JSON.parse(native);
  if (!error) expectSame(`${path} converted on the command line`, native, run(CLI, ["convert", path]));
  graph.unload();
}

// What editors ask: offsets and columns in UTF-16 units.
function checkUnits(path) {
  const options = { columns: "utf16" };
  const request = { nodes: false, outcomes: true, places: true };
  const graph = engine.load(readFileSync(path), options);
  const more = [path, JSON.stringify(options)];
  expectSame(`${path} places in wasm`, client("check", request, ...more), graph.checkText(request));
  expectSame(`${path} structure in wasm`, client("structure", {}, ...more), graph.structureText());
  graph.unload();
}

function checkQuestion([name, request]) {
  const native = JSON.parse(client(name, request));
  if (!isDeepStrictEqual(native, engine[name](request))) {
    problems.push(`${name} ${JSON.stringify(request)}: wasm answers something else`);
  }
}

const named = process.argv.slice(2);
const inputs = named.length > 0 ? named : CORPUS.flatMap(inputsIn);
for (const path of inputs) {
  checkInput(path);
  checkUnits(path);
}
const ops = JSON.parse(client("ops", {})).ops.map(({ name }) => ["ops", { op: name }]);
const questions = [...QUESTIONS, ...ops];
questions.forEach(checkQuestion);

for (const problem of problems) console.log(problem);
console.log(
  `conformance: ${inputs.length} inputs, ${REQUESTS.length + 3} requests each, ` +
    `${questions.length} questions; ${problems.length} differences`,
);
process.exitCode = problems.length === 0 && inputs.length > 0 ? 0 : 1;
