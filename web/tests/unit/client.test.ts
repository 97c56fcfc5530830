import { describe, expect, test, vi } from "vitest";
import { EngineClient, Restarted } from "../../src/engine/client.ts";
import type { CheckQuestion, FromWorker, ToWorker } from "../../src/engine/messages.ts";

/** A worker that answers when it is told to. */
class FakeWorker {
  static all: FakeWorker[] = [];
  asked: ToWorker[] = [];
  terminated = false;
  onmessage: (event: { data: FromWorker }) => void = () => undefined;
  onerror: (event: { preventDefault(): void }) => void = () => undefined;

  constructor() {
    FakeWorker.all.push(this);
  }

  postMessage(message: ToWorker): void {
    this.asked.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  answer(at: number, answer: unknown): void {
    this.onmessage({ data: { id: (this.asked[at] as ToWorker).id, answer } });
  }
}

function client(patience = 1_000): [EngineClient, () => FakeWorker] {
  FakeWorker.all = [];
  const made = new EngineClient(() => new FakeWorker() as unknown as Worker, patience);
  return [made, () => FakeWorker.all.at(-1) as FakeWorker];
}

function question(target: string, text?: string): CheckQuestion {
  return {
    file: "g.json",
    target,
    strict: true,
    unfolded: false,
    ...(text === undefined ? {} : { source: { text } }),
  };
}

describe("of many checks", () => {
  test("one is under way, the newest comes next, the others are superseded", async () => {
    const [engine, worker] = client();
    const first = engine.check(question("a", "1"));
    const second = engine.check(question("b", "2"));
    const third = engine.check(question("c"));
    expect(worker().asked).toHaveLength(1);
    expect(await second).toEqual({ kind: "superseded" });
    worker().answer(0, { graph: {} });
    expect(await first).toEqual({ kind: "superseded" });
    expect(worker().asked[1]?.ask).toEqual(question("c", "2"));
    worker().answer(1, { status: "checked" });
    expect(await third).toEqual({ kind: "answer", answer: { status: "checked" } });
  });

  test("a failed one is told from a stuck one", async () => {
    const [engine, worker] = client();
    const failed = engine.check(question("a", "1"));
    worker().onmessage({ data: { id: worker().asked[0]?.id ?? 0, error: "no such target" } });
    expect(await failed).toEqual({ kind: "failed", message: "no such target" });
  });
});

describe("an engine that does not answer", () => {
  test("is replaced, and whoever waited is told", async () => {
    vi.useFakeTimers();
    const [engine, worker] = client(1_000);
    const stuck = worker();
    const check = engine.check(question("a", "1"));
    const other = engine.ask("report", {});
    const told = expect(other).rejects.toThrow(Restarted);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(await check).toEqual({ kind: "stuck" });
    await told;
    expect(stuck.terminated).toBe(true);
    expect(worker()).not.toBe(stuck);
    vi.useRealTimers();
  });

  test("has longer for a longer document", async () => {
    vi.useFakeTimers();
    const [engine, worker] = client(1_000);
    void engine.check({ ...question("a"), source: { blob: { size: 50_000_000 } as Blob, binary: false } });
    await vi.advanceTimersByTimeAsync(5_500);
    expect(worker().terminated).toBe(false);
    vi.useRealTimers();
  });

  test("is not replaced for ever if it never began to speak", async () => {
    const [engine, worker] = client();
    const asked = engine.ask("start", {});
    worker().onerror({ preventDefault: () => undefined });
    await expect(asked).rejects.toThrow("could not be started");
    expect(FakeWorker.all).toHaveLength(1);
  });
});
