import type { Answer, Ask, CheckAnswer, CheckQuestion, FromWorker, QuestionKind } from "./messages.ts";

export type CheckResult =
  | { kind: "answer"; answer: CheckAnswer }
  | { kind: "failed"; message: string }
  | { kind: "superseded" }
  | { kind: "stuck" };

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** The engine was started anew while somebody waited for it. */
export class Restarted extends Error {}

/**
 * Talks to the worker. Of checks, only the newest question is ever answered, and
 * at most one is under way; a worker that does not answer in time is replaced.
 */
export class EngineClient {
  #worker: Worker;
  #nextId = 0;
  #waiting = new Map<number, Waiting>();
  #checking = false;
  #queued: { question: CheckQuestion; settle: (result: CheckResult) => void } | undefined;

  constructor(
    private readonly spawn: () => Worker,
    private readonly patienceMs = 6_000,
  ) {
    this.#worker = this.#start();
  }

  /** Asks anything but a check. Rejects when the engine fails or is restarted. */
  ask<K extends Exclude<QuestionKind, "check">>(kind: K, ask: Ask<K>): Promise<Answer<K>> {
    return this.#send(kind, ask) as Promise<Answer<K>>;
  }

  check(question: CheckQuestion): Promise<CheckResult> {
    return new Promise((settle) => {
      if (!this.#checking) {
        void this.#run(question, settle);
        return;
      }
      const skipped = this.#queued;
      skipped?.settle({ kind: "superseded" });
      // A document that was never sent must not be lost to a later question about its target.
      const source = question.source ?? skipped?.question.source;
      this.#queued = { question: source ? { ...question, source } : question, settle };
    });
  }

  async #run(question: CheckQuestion, settle: (result: CheckResult) => void): Promise<void> {
    this.#checking = true;
    const watchdog = setTimeout(() => this.#restart(), this.patienceMs + allowance(question));
    let result: CheckResult;
    try {
      result = { kind: "answer", answer: (await this.#send("check", question)) as CheckAnswer };
    } catch (error) {
      result =
        error instanceof Restarted
          ? { kind: "stuck" }
          : { kind: "failed", message: (error as Error).message };
    }
    clearTimeout(watchdog);
    this.#checking = false;
    const next = this.#queued;
    this.#queued = undefined;
    if (next && result.kind === "answer") {
      // The page never saw this document; its columns must come with the next answer.
      if (!next.question.source && question.source && result.answer.graph)
        next.question.source = question.source;
      result = { kind: "superseded" };
    }
    if (next && result.kind === "stuck") next.settle({ kind: "stuck" });
    else if (next) void this.#run(next.question, next.settle);
    settle(result);
  }

  #send(kind: QuestionKind, ask: unknown): Promise<unknown> {
    const id = ++this.#nextId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, kind, ask });
    });
  }

  #start(): Worker {
    const worker = this.spawn();
    let spoke = false;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      spoke = true;
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ("error" in data) waiting?.reject(new Error(data.error));
      else waiting?.resolve(data.answer);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      // A worker that never spoke would fail again in the same way.
      if (spoke) this.#restart();
      else this.#rejectAll(new Error("the engine could not be started"));
    };
    return worker;
  }

  #restart(): void {
    this.#worker.terminate();
    this.#worker = this.#start();
    this.#rejectAll(new Restarted("the engine was restarted"));
  }

  #rejectAll(error: Error): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}

/** More time for more bytes: a second for each ten megabytes. */
function allowance({ source }: CheckQuestion): number {
  if (!source) return 0;
  return ("text" in source ? source.text.length : source.blob.size) / 10_000;
}
