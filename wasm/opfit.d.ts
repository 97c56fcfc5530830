// opfit as a WebAssembly module: what `opfit.js` exports, and the shape of every
// request and reply. docs/api.md explains them; core/api/opfit.h is the contract.
//
//   import opfit from "./opfit.js";
//   import { Engine } from "./engine.mjs";
//
//   const engine = new Engine(await opfit());
//   const graph = engine.load(text, { columns: "utf16" });
//   const report = graph.check({ target: "htp:SM8750@2.41" });

/** Instantiates the module. Fetches opfit.wasm beside opfit.js, unless told otherwise. */
export default function opfit(settings?: ModuleSettings): Promise<OpfitModule>;

export interface ModuleSettings {
  /** The bytes of opfit.wasm. Node.js must hand them over. */
  wasmBinary?: ArrayBuffer | Uint8Array;
  /** Where to fetch a file of this name. */
  locateFile?(name: string, directory: string): string;
}

/** An address in the module's memory; 0 is NULL. */
export type Pointer = number;

/** The C interface, plus memory. A text is NUL-terminated UTF-8. */
export interface OpfitModule {
  /** The memory. Growing replaces it: never keep it across a call. */
  readonly HEAPU8: Uint8Array;
  /** 0 if there is not enough memory. */
  _malloc(size: number): Pointer;
  _free(pointer: Pointer): void;
  _opfit_load(bytes: Pointer, size: number, options: Pointer, reply: Pointer): Pointer;
  _opfit_check(graph: Pointer, request: Pointer): Pointer;
  _opfit_structure(graph: Pointer, request: Pointer): Pointer;
  _opfit_convert(graph: Pointer, request: Pointer): Pointer;
  _opfit_ops(request: Pointer): Pointer;
  _opfit_targets(request: Pointer): Pointer;
  _opfit_explain(request: Pointer): Pointer;
  _opfit_version(): Pointer;
  _opfit_unload(graph: Pointer): void;
  _opfit_free(text: Pointer): void;
}

/** What is wrong with a request. */
export interface ErrorReply {
  schemaVersion: 1;
  error: { message: string };
}

export interface LoadOptions {
  /** The unit of columns and offsets in replies; bytes if left out. */
  columns?: "utf8" | "utf16";
  /** The text of the AIMET encodings that belong to an ONNX model. */
  encodings?: string;
  /** What reading refuses to go beyond, inclusive. */
  limits?: { bytes?: number; depth?: number; nodes?: number; channels?: number };
}

export interface LoadReply {
  schemaVersion: 1;
  /** invalid: no graph; check() says why. */
  status: "read" | "invalid";
  format: "annotated-graph" | "net-json" | "context-json" | "onnx" | "tflite" | "pt2" | "aimet-encodings" | "unknown";
  dialect: "aten" | "onnx" | "tflite" | "qnn";
  name: string;
  nodes: number;
  operators: number;
  errors: number;
  warnings: number;
}

export interface CheckRequest {
  target?: string;
  /** false: violations are warnings. */
  strict?: boolean;
  discardNodes?: string[];
  discardOps?: string[];
  /** Catalogs of one's own, each the text of one, laid over the bundled one; the last is on top. */
  catalogs?: string[];
  /** The name in the report; `-` if left out. */
  file?: string;
  /** false: runs[0].nodes stays empty. */
  nodes?: boolean;
  outcomes?: boolean;
  places?: boolean;
}

export type Outcome = "supported" | "unsupported" | "unknown" | "unchecked";
export type Severity = "error" | "warning" | "note";

/** The report document, and what was asked for beside it. */
export interface CheckReply {
  schemaVersion: 1;
  tool: Tool;
  runs: [Run];
  /** One of `s u k c` (the outcomes) or `-` (no operator) for each node of the structure. */
  outcomes?: string;
  /** begin and end of what each finding points at; equal: a point; -1, -1: nowhere. */
  places?: number[];
}

export interface Tool {
  name: "opfit";
  version: string;
}

export interface Target {
  backend: string;
  /** null where the backend has none, or another part of the target stands for it. */
  soc: string | null;
  arch: string | null;
  sdk: string | null;
}

export interface Run {
  file: string;
  /** bypassed: the SDK predates the catalog. Nothing was checked, which is no pass. */
  status: "checked" | "bypassed" | "invalid" | "annotated";
  target: Target;
  catalog: { id: string; version: string };
  summary: Record<Outcome | "nodes" | "errors" | "warnings" | "notes", number>;
  nodes: { name: string; op: string; backend_op: string | null; outcome: Outcome }[];
  findings: Finding[];
}

export interface Finding {
  code: string;
  name: string;
  severity: Severity;
  /** Empty if the finding concerns the whole input. */
  node: string;
  op: string | null;
  backend_op: string | null;
  port: string | null;
  role: string | null;
  message: string;
  found: string;
  accepted: string[];
  nearest: { row: string; changes: number; edits: Edit[] } | null;
  hints: string[];
  /** JSON Pointer into the text. */
  pointer: string;
  /** From 1; 0 if the place is not known. */
  line: number;
  column: number;
  /** Only of a binary file: the byte, from 0; there are no pointer and line. */
  offset?: number;
  sources: string[];
}

export interface Edit {
  port: string;
  what: string;
  from: string;
  to: string;
}

export type NodeKind = "input" | "param" | "buffer" | "const" | "op" | "output";

/** Node i is the i-th of each list. */
export interface StructureReply {
  schemaVersion: 1;
  nodes: { name: string[]; op: string[]; kind: NodeKind[]; offset: number[] };
  /** from, to, from, to, … */
  edges: number[];
}

export interface CatalogVersion {
  id: string;
  version: string;
  /** null where the sources have no editions. */
  edition: string | null;
}

export interface OpState {
  name: string;
  state: "closed" | "open" | "unsupported";
  /** The edition that `closed` or `unsupported` rests on. */
  asOf: string | null;
  /** The SDK from which a closed operator is open again, and why. */
  openedIn: string | null;
  openedBy: string | null;
}

export interface OpsReply {
  schemaVersion: 1;
  target: Target;
  catalog: CatalogVersion;
  ops: (OpState & { rows: number })[];
}

export interface OpReply {
  schemaVersion: 1;
  target: Target;
  catalog: CatalogVersion;
  op: Op;
}

export interface Op extends OpState {
  stateSources: string[];
  in: OpPort[];
  out: OpPort[];
  conditions: OpCondition[];
  rows: OpRow[];
  /** Combinations that are known to fail. */
  rejected: KnownFailure[];
  /** Combinations that the vendor's validator takes and that are known to fail later. */
  caveats: KnownFailure[];
}

export interface OpPort {
  role: string | null;
  presence: "required" | "optional" | "repeated";
  channelAxis: "first" | "second" | "secondLast" | "last" | null;
  encodings: string[];
  /** What becomes of an encoding that is not among them. */
  otherEncodings: "refused" | "unknown";
}

/** One demand on one port or one parameter. */
export interface OpCondition {
  port: string | null;
  param: string | null;
  /** When it applies; null: always. */
  when: string | null;
  demands: string[];
  note: string | null;
  severity: Severity;
  sources: string[];
}

export interface OpRow {
  number: number;
  config: string | null;
  /** The data types of each port; an empty list: nothing may be connected. */
  in: string[][];
  out: string[][];
  /** Indices into Op.conditions. */
  conditions: number[];
  /** Empty: the operator has one operation only, or the row holds for all. */
  operations: string[];
  /** The architecture and SDK it needs, and what of that the target lacks. */
  needs: string | null;
  missing: string | null;
  /** sets: the source does not say which types go together. */
  types: "combination" | "sets";
  dispute: string | null;
  note: string | null;
  sources: string[];
  disputeSources: string[];
}

export interface KnownFailure {
  /** The data types of each port; an empty list: any. */
  in: string[][];
  out: string[][];
  port: string | null;
  when: string | null;
  note: string;
  sources: string[];
}

export type Ability = "yes" | "no" | "unknown";

export interface TargetsReply {
  schemaVersion: 1;
  default: Target;
  catalog: CatalogVersion;
  /** What the backend calls the generation of a chip: "architecture". */
  archWord: string;
  /** Ascending. Empty, as the lists below, where the backend has none. */
  sdks: string[];
  /** `float` is null where it is no question of the chip. */
  socs: { name: string; marketingName: string | null; arch: string | null; float: Ability | null }[];
  arches: { name: string; soc: string; float: Ability | null }[];
}

export interface ExplainReply {
  schemaVersion: 1;
  codes: {
    id: string;
    name: string;
    severity: Severity;
    message: string;
    /** Markdown. */
    explain: string;
  }[];
}

export interface VersionReply {
  schemaVersion: 1;
  tool: Tool;
  backends: string[];
}
