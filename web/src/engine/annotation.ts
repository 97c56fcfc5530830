import type { LoadedGraph } from "../../../wasm/engine.mjs";
import type { AnnotatePreview, AnnotateQuestion } from "./messages.ts";
import { said } from "./protocol.ts";

const MOST_MESSAGES = 20;

/** Annotates a copy of the graph and checks it; whatever grows with the graph becomes a count or a blob. */
export function previewAnnotation(graph: LoadedGraph, question: AnnotateQuestion): AnnotatePreview {
  const { changes, groups, report, document } = said(graph.annotate({ ...question, check: true }));
  const [run] = report.runs;
  const grave = run.findings.filter(({ severity }) => severity !== "note");
  return {
    changes,
    groups: groups.map(({ nodes, ...group }) => ({ ...group, count: nodes.length })),
    summary: run.summary,
    messages: grave.slice(0, MOST_MESSAGES),
    found: grave.length,
    ...(document !== null && { document: new Blob([document], { type: "application/json" }) }),
  };
}
