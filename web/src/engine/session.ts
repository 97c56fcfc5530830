import type { Engine, LoadedGraph } from "../../../wasm/engine.mjs";
import { foldGraph, isNoise } from "../graph/fold.ts";
import { assignLanes } from "../graph/lanes.ts";
import { Adjacency, layoutNeighbourhood, type Neighbourhood } from "../graph/neighbourhood.ts";
import { Converted } from "./converted.ts";
import { LargeDocument } from "./large_document.ts";
import {
  type CheckAnswer,
  type CheckQuestion,
  type DocumentWindow,
  type FindingColumns,
  type GraphColumns,
  OUTCOMES,
  type RowColumns,
  SEVERITIES,
} from "./messages.ts";
import { packStrings } from "./packed_strings.ts";
import { type CheckReply, type Finding, type LoadReply, type StructureReply, said } from "./protocol.ts";

/** Findings that travel with the answer, so that the first screen needs no second question. */
const HEAD = 200;
const OUTCOME_OF_LETTER: Record<string, number> = { s: 1, u: 2, k: 3, c: 4 };
const NO_STRUCTURE: StructureReply = {
  schemaVersion: 1,
  nodes: { name: [], op: [], kind: [], offset: [] },
  edges: [],
};

/** What the worker is given to read: the editor's text, one too large for it, or something else. */
export interface Input {
  kind: "text" | "large" | "binary";
  bytes: Uint8Array;
}

interface Document {
  graph: LoadedGraph;
  load: LoadReply;
  size: number;
  /** The text, kept only where the page does not hold it itself. */
  bytes?: Uint8Array;
  isText: boolean;
  /** Of a binary document that could be read. */
  converted: Converted | undefined;
  structure: StructureReply;
  index: Map<string, number>;
}

/** One document, its newest report, and every question the page may ask of them. */
export class Session {
  #document: Document | undefined;
  #report = "";
  #findings: Finding[] = [];
  #large: LargeDocument | undefined;
  #adjacency: Adjacency | undefined;

  constructor(readonly engine: Engine) {}

  check({ target, strict, file, unfolded }: CheckQuestion, input: Input | undefined): CheckAnswer {
    const before = performance.now();
    if (input) this.#open(input);
    const document = this.#document;
    if (!document) throw new Error("no document was opened");

    const request = { target, strict, file };
    const wishes = { nodes: false, outcomes: true, places: true };
    this.#report = document.graph.checkText({ ...request, ...wishes });
    const milliseconds = performance.now() - before;
    const reply: CheckReply = said(JSON.parse(this.#report));
    const run = reply.runs[0];
    const { converted } = document;
    const places = converted ? converted.places(reply, request) : document.isText && reply.places;
    this.#findings = withRanges(run.findings, places || []);

    const outcome = outcomesOfNodes(document.structure, reply.outcomes ?? "");
    const answer: CheckAnswer = {
      load: document.load,
      size: document.size,
      status: run.status,
      target: run.target,
      catalog: run.catalog,
      summary: run.summary,
      findings: findingColumns(run.findings, document.index),
      rows: rowColumns(document.structure, outcome, unfolded),
      outcome,
      milliseconds,
    };
    if (input) answer.graph = graphColumns(document.structure);
    if (input?.kind === "binary") answer.view = converted?.view ?? { size: 0 };
    return answer;
  }

  findings(ids: readonly number[]): Finding[] {
    return ids.flatMap((id) => this.#findings[id] ?? []);
  }

  filterFindings(text: string): Uint32Array<ArrayBuffer> {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const ids: number[] = [];
    this.#findings.forEach((finding, id) => {
      const hay = [
        finding.code,
        finding.name,
        finding.node,
        finding.op,
        finding.backend_op,
        finding.port,
        finding.role,
        finding.message,
        finding.found,
      ]
        .join(" ")
        .toLowerCase();
      if (words.every((word) => hay.includes(word))) ids.push(id);
    });
    return Uint32Array.from(ids);
  }

  filterNodes(text: string): Uint32Array<ArrayBuffer> {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const { name, op } = (this.#document?.structure ?? NO_STRUCTURE).nodes;
    const ids: number[] = [];
    for (let node = 0; node < name.length; ++node) {
      const hay = `${name[node]} ${op[node]}`.toLowerCase();
      if (words.every((word) => hay.includes(word))) ids.push(node);
    }
    return Uint32Array.from(ids);
  }

  neighbourhood(node: number): Neighbourhood {
    const structure = this.#document?.structure ?? NO_STRUCTURE;
    this.#adjacency ??= new Adjacency(structure.nodes.name.length, structure.edges);
    return layoutNeighbourhood(node, this.#adjacency, (at) => {
      const name = structure.nodes.name[at] ?? "";
      const op = structure.nodes.op[at] ?? "";
      return name.length > op.length ? name : op;
    });
  }

  window(at: number): DocumentWindow {
    const bytes = this.#document?.bytes;
    if (!bytes) throw new Error("the document is in the editor");
    this.#large ??= new LargeDocument(bytes);
    const large = this.#large;
    const cut = large.cut(at);
    const marks = this.#findings
      .flatMap(({ range, severity, message, code }) =>
        range && range[0] >= cut.from && range[0] < cut.to
          ? {
              from: large.position(cut, range[0]),
              to: large.position(cut, range[1]),
              severity,
              message,
              code,
            }
          : [],
      )
      .slice(0, 500);
    return { ...cut, size: bytes.length, position: large.position(cut, at), marks };
  }

  /** The newest report, byte for byte as the engine wrote it. */
  report(): Blob {
    return new Blob([this.#report], { type: "application/json" });
  }

  /** The text that a binary document is shown as. */
  view(): Blob {
    return new Blob([(this.#document?.converted?.bytes ?? new Uint8Array()) as Uint8Array<ArrayBuffer>], {
      type: "application/json",
    });
  }

  #open({ kind, bytes }: Input): void {
    this.#document?.graph.unload();
    this.#document?.converted?.unload();
    this.#document = undefined;
    this.#large = undefined;
    this.#adjacency = undefined;
    const graph = this.engine.load(bytes, { columns: kind === "text" ? "utf16" : "utf8" });
    const load = said(graph.reply);
    const structure = said(graph.structure());
    const { name } = structure.nodes;
    const readable = kind === "binary" && load.status === "read" && load.errors === 0;
    const converted = readable ? new Converted(this.engine, graph.convertText()) : undefined;
    if (kind === "binary") structure.nodes.offset = converted?.offsets(name) ?? name.map(() => -1);
    const text = kind === "large" ? bytes : converted?.bytes;
    this.#document = {
      graph,
      load,
      size: bytes.length,
      isText: kind !== "binary",
      converted,
      structure,
      index: new Map(name.map((each, node) => [each, node])),
      ...(text && { bytes: text }),
    };
  }
}

function outcomesOfNodes(structure: StructureReply, outcomes: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(structure.nodes.name, (_, node) => OUTCOME_OF_LETTER[outcomes[node] ?? ""] ?? 0);
}

function withRanges(findings: Finding[], places: readonly number[]): Finding[] {
  findings.forEach((finding, id) => {
    const begin = places[id * 2] ?? -1;
    if (begin >= 0) finding.range = [begin, places[id * 2 + 1] ?? begin];
  });
  return findings;
}

/** Gives every different text a number, in the order of their first use. */
class Numbering {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

function findingColumns(findings: Finding[], index: Map<string, number>): FindingColumns {
  const codes = new Numbering();
  return {
    code: Uint8Array.from(findings, ({ code }) => codes.of(code)),
    severity: Uint8Array.from(findings, ({ severity }) => SEVERITIES.indexOf(severity)),
    node: Int32Array.from(findings, ({ node }) => index.get(node) ?? -1),
    codes: codes.texts,
    head: findings.slice(0, HEAD),
  };
}

function graphColumns({ nodes }: StructureReply): GraphColumns {
  const ops = new Numbering();
  return {
    count: nodes.name.length,
    names: packStrings(nodes.name),
    op: Uint32Array.from(nodes.op, (name, node) => ops.of(name || (nodes.kind[node] ?? ""))),
    ops: ops.texts,
    offset: Float64Array.from(nodes.offset),
  };
}

function rowColumns(structure: StructureReply, outcome: Uint8Array, unfolded: boolean): RowColumns {
  const { kind, op } = structure.nodes;
  const wrong = (node: number) => {
    const name = OUTCOMES[outcome[node] ?? 0];
    return name === "unsupported" || name === "unknown";
  };
  const hidden = (node: number) => !unfolded && isNoise(kind[node] ?? "", op[node] ?? "") && !wrong(node);
  const { rowNode, nodeRow, edges } = foldGraph(structure, hidden);
  return {
    rowNode,
    nodeRow,
    folded: nodeRow.length - rowNode.length,
    lanes: assignLanes(rowNode.length, edges),
  };
}
