// The module as objects: see engine.mjs.

import type {
  CheckReply,
  CheckRequest,
  ErrorReply,
  ExplainReply,
  LoadOptions,
  LoadReply,
  OpfitModule,
  OpReply,
  OpsReply,
  StructureReply,
  TargetsReply,
  VersionReply,
} from "./opfit.js";

export class Engine {
  constructor(module: OpfitModule);

  /** Reads a graph. Throws RangeError if it does not fit into memory. */
  load(text: string | Uint8Array, options?: LoadOptions): LoadedGraph;
  ops(request: { target?: string; op: string }): OpReply | ErrorReply;
  ops(request?: { target?: string }): OpsReply | ErrorReply;
  targets(request?: { backend?: string }): TargetsReply | ErrorReply;
  explain(request?: { code?: string }): ExplainReply | ErrorReply;
  version(): VersionReply;
}

export class LoadedGraph {
  readonly reply: LoadReply | ErrorReply;
  check(request?: CheckRequest): CheckReply | ErrorReply;
  structure(): StructureReply | ErrorReply;
  /** The same replies as the text they arrived as. */
  checkText(request?: CheckRequest): string;
  structureText(): string;
  /** The text of an annotated graph, or of an error. */
  convertText(): string;
  /** Frees the graph's memory; it cannot be asked again. */
  unload(): void;
}
