// The wasm module as objects: strings and requests in, parsed replies out.
//
//   import opfit from "./opfit.js";
//   import { Engine } from "./engine.mjs";
//
//   const engine = new Engine(await opfit());
//   const graph = engine.load(text, { columns: "utf16" });
//   const report = graph.check({ target: "htp:SM8750@2.41" });
//   graph.unload();
//
// What is wrong with a request comes back as {error: {message}}. Only running
// out of memory throws, and an engine that threw while it worked is of no more
// use: make another. For worker threads, pages and Node.js alike.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Engine {
  #module;

  constructor(module) {
    this.#module = module;
  }

  load(text, options = {}) {
    const module = this.#module;
    const bytes = typeof text === "string" ? encoder.encode(text) : text;
    return this.#with(bytes, (source) =>
      this.#with(terminated(options), (request) =>
        this.#with(new Uint8Array(4), (reply) => {
          const pointer = module._opfit_load(source, bytes.length, request, reply);
          const answer = new DataView(module.HEAPU8.buffer).getUint32(reply, true);
          return new LoadedGraph(pointer, JSON.parse(this.#take(answer)), {
            check: (graph, asked) =>
              this.#ask(asked, (text) => module._opfit_check(graph, text)),
            structure: (graph, asked) =>
              this.#ask(asked, (text) => module._opfit_structure(graph, text)),
            convert: (graph, asked) =>
              this.#ask(asked, (text) => module._opfit_convert(graph, text)),
            unload: module._opfit_unload,
          });
        }),
      ),
    );
  }

  ops(request = {}) {
    return JSON.parse(this.#ask(request, this.#module._opfit_ops));
  }

  targets(request = {}) {
    return JSON.parse(this.#ask(request, this.#module._opfit_targets));
  }

  explain(request = {}) {
    return JSON.parse(this.#ask(request, this.#module._opfit_explain));
  }

  version() {
    return JSON.parse(this.#take(this.#module._opfit_version()));
  }

  #ask(request, call) {
    return this.#with(terminated(request), (text) => this.#take(call(text)));
  }

  // Calls use(pointer) with a copy of `bytes` in the module's memory.
  #with(bytes, use) {
    const module = this.#module;
    const pointer = module._malloc(bytes.length + 1);
    if (pointer === 0) {
      throw new RangeError(`not enough memory for ${bytes.length} bytes`);
    }
    try {
      module.HEAPU8.set(bytes, pointer);
      return use(pointer);
    } finally {
      module._free(pointer);
    }
  }

  // The text of a reply, which is freed.
  #take(pointer) {
    const { HEAPU8 } = this.#module;
    const text = decoder.decode(HEAPU8.subarray(pointer, HEAPU8.indexOf(0, pointer)));
    this.#module._opfit_free(pointer);
    return text;
  }
}

export class LoadedGraph {
  #pointer;
  #engine;

  constructor(pointer, reply, engine) {
    this.#pointer = pointer;
    this.#engine = engine;
    this.reply = reply;
  }

  check(request = {}) {
    return JSON.parse(this.checkText(request));
  }

  checkText(request = {}) {
    return this.#engine.check(this.#pointer, request);
  }

  structure() {
    return JSON.parse(this.structureText());
  }

  // The text of an annotated graph, or of an error.
  convertText() {
    return this.#engine.convert(this.#pointer, {});
  }

  structureText() {
    return this.#engine.structure(this.#pointer, {});
  }

  unload() {
    this.#engine.unload(this.#pointer);
    this.#pointer = 0; // NULL, which every function answers
  }
}

function terminated(request) {
  return encoder.encode(`${JSON.stringify(request)}\0`);
}
