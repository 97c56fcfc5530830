// opfit in a page or a worker: opfit.js fetches opfit.wasm from beside itself.

import { Engine } from "./engine.mjs";
import opfit from "./opfit.js";

export { Engine, LoadedGraph } from "./engine.mjs";

export async function openEngine(settings = {}) {
  return new Engine(await opfit(settings));
}
