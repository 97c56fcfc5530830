// opfit as an npm package, the same in Node.js, pages and workers:
//
//   import { openEngine } from "opfit";
//
//   const engine = await openEngine();
//   const graph = engine.load(text);
//   const report = graph.check({ target: "htp:SM8750@2.41" });
//   graph.unload();

import type { Engine } from "./engine.mjs";
import type { ModuleSettings } from "./opfit.js";

export { Engine, LoadedGraph } from "./engine.mjs";
export type * from "./opfit.js";

/** Finds opfit.wasm in the package, unless told otherwise. */
export function openEngine(settings?: ModuleSettings): Promise<Engine>;
