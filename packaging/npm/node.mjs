// opfit in Node.js: the module lies beside this file.

import { readFile } from "node:fs/promises";
import { Engine } from "./engine.mjs";
import opfit from "./opfit.js";

export { Engine, LoadedGraph } from "./engine.mjs";

export async function openEngine(settings = {}) {
  const wasmBinary = settings.wasmBinary ?? (await readFile(new URL("opfit.wasm", import.meta.url)));
  return new Engine(await opfit({ ...settings, wasmBinary }));
}
