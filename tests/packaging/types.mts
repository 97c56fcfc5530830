// What the types of the npm package allow, and what they do not; compiled, never run.

import { type CheckReply, type ErrorReply, openEngine } from "opfit";

const engine = await openEngine();
const graph = engine.load("{}");
const reply: CheckReply | ErrorReply = graph.check({ target: "htp:SM8750@2.41" });
if ("runs" in reply) console.log(reply.runs[0].findings.map((finding) => finding.code));
// @ts-expect-error: no request has this key
graph.check({ tarjet: "htp" });
