/// <reference lib="webworker" />
import type { CheckAnswer, FromWorker, Source, ToWorker } from "./messages.ts";
import { said } from "./protocol.ts";
import { type Input, Session } from "./session.ts";
import { startEngine } from "./start.ts";

declare const self: DedicatedWorkerGlobalScope;

const session = startEngine().then((engine) => new Session(engine));
// Whoever asks is told; before that it is nobody's business.
session.catch(() => undefined);

// One at a time, in order: a file is read while other messages wait.
let last: Promise<void> = Promise.resolve();
self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  last = last.then(() => reply(data));
};

async function reply(message: ToWorker): Promise<void> {
  let response: FromWorker;
  try {
    response = { id: message.id, answer: await answer(await session, message) };
  } catch (error) {
    response = { id: message.id, error: error instanceof Error ? error.message : String(error) };
  }
  const transfer =
    "answer" in response && message.kind === "check" ? buffersOf(response.answer as CheckAnswer) : [];
  self.postMessage(response, transfer);
}

async function answer(to: Session, { kind, ask }: ToWorker): Promise<unknown> {
  switch (kind) {
    case "start":
      return { version: to.engine.version() };
    case "check":
      return to.check(ask, ask.source && (await inputOf(ask.source)));
    case "targets":
      return said(to.engine.targets(ask));
    case "explain":
      return said(to.engine.explain(ask)).codes[0];
    case "ops":
      return said(to.engine.ops(ask));
    case "op":
      return said(to.engine.ops(ask)).op;
    case "findings":
      return to.findings(ask.ids);
    case "filterFindings":
      return to.filterFindings(ask.text);
    case "filterNodes":
      return to.filterNodes(ask.text);
    case "neighbourhood":
      return to.neighbourhood(ask.node);
    case "window":
      return to.window(ask.at);
    case "report":
      return to.report();
    case "view":
      return to.view();
  }
}

async function inputOf(source: Source): Promise<Input> {
  if ("text" in source) return { kind: "text", bytes: new TextEncoder().encode(source.text) };
  const bytes = new Uint8Array(await source.blob.arrayBuffer());
  return { kind: source.binary ? "binary" : "large", bytes };
}

/** Everything large in an answer moves instead of being copied. */
function buffersOf({ graph, rows, outcome, findings }: CheckAnswer): ArrayBuffer[] {
  const { pass, start, tap, end, direct, until } = rows.lanes;
  const arrays: { buffer: ArrayBuffer }[] = [
    rows.rowNode,
    rows.nodeRow,
    pass,
    start,
    tap,
    end,
    direct,
    until,
    outcome,
  ];
  arrays.push(findings.code, findings.severity, findings.node);
  if (graph) arrays.push(graph.names.bytes, graph.names.ends, graph.op, graph.offset);
  return arrays.map((array) => array.buffer);
}
