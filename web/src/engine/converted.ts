import type { Engine, LoadedGraph } from "../../../wasm/engine.mjs";
import { EDIT_LIMIT } from "../limits.ts";
import type { DocumentView } from "./messages.ts";
import { type CheckReply, type CheckRequest, type StructureReply, said } from "./protocol.ts";

/**
 * A binary document as text: the annotated graph that says the same, read once
 * more so that whatever is in the one has a place in the other.
 */
export class Converted {
  readonly bytes: Uint8Array;
  readonly view: DocumentView;
  readonly #graph: LoadedGraph;

  constructor(engine: Engine, text: string) {
    this.bytes = new TextEncoder().encode(text);
    // What is too large to be edited is counted in bytes, and shown in windows.
    const whole = text.length <= EDIT_LIMIT;
    this.view = { size: this.bytes.length, ...(whole && { text }) };
    this.#graph = engine.load(this.bytes, { columns: whole ? "utf16" : "utf8" });
  }

  /** Where each node of the binary document begins in the text; -1 for one that is not there. */
  offsets(names: readonly string[]): number[] {
    const { name, offset }: StructureReply["nodes"] = said(this.#graph.structure()).nodes;
    const place = new Map(name.map((each, index) => [each, offset[index] as number]));
    return names.map((each) => place.get(each) ?? -1);
  }

  /** The places of the binary document's findings, which are the text's as well, in the same order. */
  places({ runs: [original] }: CheckReply, request: CheckRequest): number[] {
    const reply = said(this.#graph.check({ ...request, nodes: false, places: true }));
    const found = reply.runs[0].findings;
    const places = reply.places ?? [];
    return original.findings.flatMap(({ code, node, port }, index) => {
      const same = found[index];
      const agrees = same?.code === code && same.node === node && same.port === port;
      return agrees ? places.slice(index * 2, index * 2 + 2) : [-1, -1];
    });
  }

  unload(): void {
    this.#graph.unload();
  }
}
