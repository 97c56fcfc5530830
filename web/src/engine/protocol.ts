/** What the engine says: the declarations beside the wasm build are the only ones. */
import type * as Opfit from "../../../wasm/opfit.d.ts";

export type {
  CheckReply,
  CheckRequest,
  Edit,
  ErrorReply,
  KnownFailure,
  LoadReply,
  Op,
  OpPort,
  OpRow,
  OpState,
  OpsReply,
  Run,
  Severity,
  StructureReply,
  Target as ResolvedTarget,
  TargetsReply,
  VersionReply,
} from "../../../wasm/opfit.d.ts";

export type Soc = Opfit.TargetsReply["socs"][number];
export type Summary = Opfit.Run["summary"];
export type RunStatus = Opfit.Run["status"];
export type CodePage = Opfit.ExplainReply["codes"][number];

export interface Finding extends Opfit.Finding {
  /** Where it is in the document, in the unit asked for when it was loaded; from CheckReply.places. */
  range?: [begin: number, end: number];
}

/** What the engine said, unless that was what is wrong with the request. */
export function said<Reply extends object>(reply: Reply | Opfit.ErrorReply): Reply {
  if ("error" in reply) throw new Error(reply.error.message);
  return reply;
}
