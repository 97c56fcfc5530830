// What engine.mjs adds to the module: that text, memory and handles are in order.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Engine } from "./engine.mjs";
import opfit from "./opfit.js";

const wasmBinary = readFileSync(new URL("opfit.wasm", import.meta.url));
const module = await opfit({ wasmBinary });
const engine = new Engine(module);

const relu = (name) =>
  JSON.stringify({
    format: "annotated-graph",
    version: "1.0",
    nodes: [
      { name: "x", kind: "input" },
      { name, kind: "op", target: "aten.relu.default", args: [{ node: "x" }] },
    ],
  });

test("a graph answers until it is unloaded, and then with an error", () => {
  const graph = engine.load(relu("y"));
  assert.equal(graph.reply.status, "read");
  assert.equal(graph.check().runs[0].nodes[0].name, "y");
  assert.deepEqual(graph.structure().edges, [0, 1]);
  graph.unload();
  assert.match(graph.check().error.message, /graph is NULL/);
  graph.unload();
});

test("text survives the way there and back, astral characters too", () => {
  const graph = engine.load(relu("𝄞 é\u0000"), { columns: "utf16" });
  assert.equal(graph.structure().nodes.name[1], "𝄞 é\u0000");
  assert.equal(graph.check({ file: "𝄞.json" }).runs[0].file, "𝄞.json");
  graph.unload();
});

test("bytes and text are the same graph", () => {
  const [text, bytes] = [relu("y"), new TextEncoder().encode(relu("y"))];
  const replies = [text, bytes].map((source) => engine.load(source).checkText());
  assert.equal(replies[0], replies[1]);
});

test("offsets in UTF-16 units slice the JavaScript string", () => {
  const text = relu("𝄞").replace('"x"', '"é"');
  const graph = engine.load(text, { columns: "utf16" });
  const { offset } = graph.structure().nodes;
  assert.ok(text.slice(offset[1]).startsWith('{"name":"𝄞"'));
  graph.unload();
});

test("what is wrong with a request comes back as an error", () => {
  assert.match(engine.load("{}", { columns: "utf32" }).reply.error.message, /utf32/);
  assert.match(engine.ops({ op: "Conv2D_" }).error.message, /did you mean `Conv2d`/);
  assert.match(engine.explain({ code: "OF" }).error.message, /OF/);
  assert.match(engine.targets({ backend: "x" }).error.message, /there is `htp`/);
  assert.equal(engine.version().tool.name, "opfit");
});

test("what does not fit into memory is a RangeError, and the engine lives on", () => {
  const huge = { length: 2 ** 31 - 64 * 1024 };
  assert.throws(() => engine.load(huge), RangeError);
  assert.equal(engine.load(relu("y")).reply.status, "read");
});

test("asking again and again takes no more memory", () => {
  const graph = engine.load(relu("y".repeat(100_000)));
  const ask = () => {
    for (let i = 0; i < 200; ++i) {
      graph.check({ places: true });
      graph.structure();
      engine.load(relu(`y${i}`.repeat(10_000))).unload();
    }
  };
  ask();
  const before = module.HEAPU8.length;
  ask();
  assert.equal(module.HEAPU8.length, before);
  graph.unload();
});
