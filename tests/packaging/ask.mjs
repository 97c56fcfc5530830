// Prints the report of a graph as opfit's own command line would: node ask.mjs FILE

import { readFile } from "node:fs/promises";
import { openEngine } from "opfit";

const file = process.argv[2];
const engine = await openEngine();
const graph = engine.load(await readFile(file));
process.stdout.write(graph.checkText({ target: "htp:SM8750@2.41", file }));
graph.unload();
