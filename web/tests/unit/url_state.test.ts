import { describe, expect, test } from "vitest";
import { decodeState, encodeState, type SharedState } from "../../src/url_state.ts";

const STATES: SharedState[] = [
  {},
  { example: "matmul_16a16w.json", backend: "htp", soc: "SM8750", sdk: "2.41" },
  { text: '{"nodes": []}', name: "a b.json", lenient: true, node: "conv" },
  { text: "模型 🙂 \u0000 \u202e" },
  { text: "x".repeat(500_000) },
];

test.each(STATES.map((state, at) => [at, state] as const))("state %i survives the link", async (_, state) => {
  expect(await decodeState(`#${await encodeState(state)}`)).toEqual(state);
});

test("a link fits into an address: only letters, digits, - and _", async () => {
  expect(await encodeState({ text: "ÿþý".repeat(1_000) })).toMatch(/^v1=[\w-]+$/);
});

describe("links that were once written", () => {
  // Never change one of these: they are out there.
  test.each<[string, SharedState]>([
    [
      "#v1=RcxBCsIwEEDRu_x1KI3UInMHVx5A0magtcmk2BQL4t3Flcu3eW_0CHlNipBDzXu6-z74_tU8tmI4hjAuahFhqiuOrYwIt-ulO7c_xgXh1HQeR1Kb1SpSn7s6rMR_y-cL",
      {
        example: "matmul_16a16w.json",
        backend: "htp",
        soc: "SM8450",
        sdk: "2.41",
        lenient: true,
        node: "matmul",
      },
    ],
  ])("%s", async (hash, state) => {
    expect(await decodeState(hash)).toEqual(state);
  });
});

test("no hash, no state", async () => {
  expect(await decodeState("")).toBeUndefined();
  expect(await decodeState("#elsewhere")).toBeUndefined();
});

describe("what is no link of ours is refused", () => {
  test.each(["#v1=", "#v1=!!", "#v1=AAAA", "#v1=q1ZKrU"])("%s", async (hash) => {
    await expect(decodeState(hash)).rejects.toThrow();
  });

  test("even if it is valid JSON of another kind", async () => {
    const link = await encodeState("text" as unknown as SharedState);
    await expect(decodeState(`#${link}`)).rejects.toThrow("no state");
  });

  test("and what unpacks without end is not unpacked to the end", async () => {
    const link = await encodeState({ text: "a".repeat(20_000_000) });
    expect(link.length).toBeLessThan(60_000);
    await expect(decodeState(`#${link}`)).rejects.toThrow("more than a page can hold");
  });

  test("keys it does not know and types it does not expect are dropped", async () => {
    const link = await encodeState({
      soc: 5,
      __proto__: 1,
      other: "x",
      sdk: "2.41",
    } as unknown as SharedState);
    expect(await decodeState(`#${link}`)).toEqual({ sdk: "2.41" });
  });
});
