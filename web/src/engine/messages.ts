/** What the page and its worker say to each other. */

import type { Lanes } from "../graph/lanes.ts";
import type { Neighbourhood } from "../graph/neighbourhood.ts";
import type { PackedStrings } from "./packed_strings.ts";
import type {
  CodePage,
  Finding,
  LoadReply,
  Op,
  OpsReply,
  ResolvedTarget,
  RunStatus,
  Severity,
  Summary,
  TargetsReply,
  VersionReply,
} from "./protocol.ts";

/** A document: text from the editor, or a file that only the worker reads. */
export type Source = { text: string } | { blob: Blob; binary: boolean };

export interface CheckQuestion {
  /** Left out when only the target changed: the worker still holds the graph. */
  source?: Source;
  file: string;
  target: string;
  strict: boolean;
  /** Rows also for parameters and quantize/dequantize nodes. */
  unfolded: boolean;
}

/** Per node; 0 is a node that is no operator. */
export const OUTCOMES = ["none", "supported", "unsupported", "unknown", "unchecked"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const SEVERITIES: readonly Severity[] = ["note", "warning", "error"];

/** The nodes, as columns. Made once per document. */
export interface GraphColumns {
  count: number;
  names: PackedStrings;
  ops: string[];
  /** Node to its place in `ops`. */
  op: Uint32Array<ArrayBuffer>;
  /** Node to where its JSON begins, in the document's unit. */
  offset: Float64Array<ArrayBuffer>;
}

/** The rows of the lane list. Made once per check, since a node with a finding is never folded. */
export interface RowColumns {
  rowNode: Uint32Array<ArrayBuffer>;
  nodeRow: Int32Array<ArrayBuffer>;
  folded: number;
  lanes: Lanes;
}

export interface FindingColumns {
  codes: string[];
  /** Finding to its place in `codes`. */
  code: Uint8Array<ArrayBuffer>;
  /** Finding to its place in SEVERITIES. */
  severity: Uint8Array<ArrayBuffer>;
  /** Finding to node, or -1. */
  node: Int32Array<ArrayBuffer>;
  /** The first of them in full; more on request. */
  head: Finding[];
}

export interface CheckAnswer {
  load: LoadReply;
  /** Of the document, in bytes. */
  size: number;
  status: RunStatus;
  target: ResolvedTarget;
  catalog: { id: string; version: string };
  summary: Summary;
  findings: FindingColumns;
  /** Only when the document was read anew. */
  graph?: GraphColumns;
  /** Only when a binary document was read anew. */
  view?: DocumentView;
  rows: RowColumns;
  /** Node to its place in OUTCOMES. */
  outcome: Uint8Array<ArrayBuffer>;
  /** In the engine, for the footer. */
  milliseconds: number;
}

/** A binary document as the JSON that says the same. */
export interface DocumentView {
  /** Left out where it is too large to be shown whole; then windows of it are. */
  text?: string;
  /** Of the JSON, in bytes; 0: there is none. */
  size: number;
}

/** A cut out of a document too large for the editor. */
export interface DocumentWindow {
  text: string;
  /** In bytes. */
  from: number;
  to: number;
  size: number;
  firstLine: number;
  lines: number;
  /** Of what was asked for, within the text. */
  position: number;
  marks: { from: number; to: number; severity: Severity; message: string; code: string }[];
}

export interface Questions {
  start: { ask: object; answer: { version: VersionReply } };
  check: { ask: CheckQuestion; answer: CheckAnswer };
  targets: { ask: { backend: string }; answer: TargetsReply };
  explain: { ask: { code: string }; answer: CodePage };
  ops: { ask: { target: string }; answer: OpsReply };
  op: { ask: { target: string; op: string }; answer: Op };
  findings: { ask: { ids: number[] }; answer: Finding[] };
  filterFindings: { ask: { text: string }; answer: Uint32Array<ArrayBuffer> };
  filterNodes: { ask: { text: string }; answer: Uint32Array<ArrayBuffer> };
  neighbourhood: { ask: { node: number }; answer: Neighbourhood };
  window: { ask: { at: number }; answer: DocumentWindow };
  report: { ask: object; answer: Blob };
  view: { ask: object; answer: Blob };
}

export type QuestionKind = keyof Questions;
export type Ask<K extends QuestionKind> = Questions[K]["ask"];
export type Answer<K extends QuestionKind> = Questions[K]["answer"];

export type ToWorker = { [K in QuestionKind]: { id: number; kind: K; ask: Ask<K> } }[QuestionKind];
export type FromWorker = { id: number; answer: unknown } | { id: number; error: string };
