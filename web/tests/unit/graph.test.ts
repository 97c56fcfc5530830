import { describe, expect, test } from "vitest";
import type { StructureReply } from "../../src/engine/protocol.ts";
import { foldGraph, isNoise } from "../../src/graph/fold.ts";
import { assignLanes, MAX_LANES } from "../../src/graph/lanes.ts";
import { Adjacency, layoutNeighbourhood } from "../../src/graph/neighbourhood.ts";

function structureOf(count: number, edges: number[]): StructureReply {
  const names = Array.from({ length: count }, (_, node) => `n${node}`);
  return {
    schemaVersion: 1,
    nodes: { name: names, op: names, kind: names.map(() => "op"), offset: names.map((_, node) => node) },
    edges,
  };
}

describe("lanes", () => {
  test("a chain needs none", () => {
    const lanes = assignLanes(4, [0, 1, 1, 2, 2, 3]);
    expect([...lanes.direct]).toEqual([1, 1, 1, 0]);
    expect(lanes.width).toBe(0);
  });

  test("a value that skips rows has one from producer to last consumer", () => {
    const lanes = assignLanes(5, [0, 2, 0, 4]);
    expect([...lanes.start]).toEqual([1, 0, 0, 0, 0]);
    expect([...lanes.pass]).toEqual([0, 1, 1, 1, 0]);
    expect([...lanes.tap]).toEqual([0, 0, 1, 0, 0]);
    expect([...lanes.end]).toEqual([0, 0, 0, 0, 1]);
    expect(lanes.until[0]).toBe(4);
  });

  test("a column is used again from the row on where it ended", () => {
    expect(assignLanes(5, [0, 2, 2, 4]).width).toBe(1);
    expect(assignLanes(5, [0, 3, 2, 4]).width).toBe(2);
  });

  test("what finds no column is counted, not drawn", () => {
    const edges = Array.from({ length: MAX_LANES + 3 }, (_, from) => [from, 40]).flat();
    const lanes = assignLanes(41, edges);
    expect([lanes.width, lanes.dropped]).toEqual([MAX_LANES, 3]);
  });

  test("edges against the order are left out", () => {
    expect(assignLanes(3, [2, 0, 1, 1]).width).toBe(0);
  });

  test("a hundred thousand rows take a blink", () => {
    const edges = Array.from({ length: 100_000 }, (_, row) => [
      row,
      Math.min(row + 1 + (row % 30), 99_999),
    ]).flat();
    const before = performance.now();
    assignLanes(100_000, edges);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe("folding", () => {
  test.each([
    ["param", "", true],
    ["const", "", true],
    ["input", "", false],
    ["op", "aten.conv2d.default", false],
    ["op", "quantized_decomposed.quantize_per_tensor.default", true],
    ["op", "quantized_decomposed.dequantize_per_channel.default", true],
    ["op", "DequantizeLinear", true],
    ["op", "QUANTIZE", true],
    ["op", "aten.unquantized_thing.default", false],
  ])("%s %s: %s", (kind, op, noise) => {
    expect(isNoise(kind, op)).toBe(noise);
  });

  test("joins what a chain of hidden nodes connected", () => {
    const { rowNode, nodeRow, edges } = foldGraph(
      structureOf(4, [0, 1, 1, 2, 2, 3]),
      (node) => node === 1 || node === 2,
    );
    expect([...rowNode]).toEqual([0, 3]);
    expect(edges).toEqual([0, 1]);
    expect([...nodeRow]).toEqual([0, 1, 1, 1]);
  });

  test("a hidden node is found at its first consumer; one without has no row", () => {
    const { nodeRow } = foldGraph(structureOf(4, [0, 2, 0, 3]), (node) => node < 2);
    expect([...nodeRow]).toEqual([0, -1, 0, 1]);
  });

  test("one edge for two ways to the same row", () => {
    expect(foldGraph(structureOf(3, [0, 1, 0, 2, 1, 2]), (node) => node === 1).edges).toEqual([0, 1]);
  });
});

describe("a neighbourhood", () => {
  const layout = (centre: number, nodes: number, edges: number[]) =>
    layoutNeighbourhood(centre, new Adjacency(nodes, edges), (node) => `n${node}`);

  test("has producers above and consumers below", () => {
    const { boxes, wires } = layout(1, 3, [0, 1, 1, 2]);
    const y = new Map(boxes.map((box) => [box.node, box.y]));
    expect([...y.entries()].sort((a, b) => a[1] - b[1]).map(([node]) => node)).toEqual([0, 1, 2]);
    expect(wires.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  test("draws no two boxes on top of each other", () => {
    const edges = [0, 3, 1, 3, 2, 3, 3, 4, 3, 5, 4, 6, 5, 6, 0, 6];
    const { boxes } = layout(3, 7, edges);
    for (const a of boxes) {
      for (const b of boxes) {
        if (a.node < b.node && a.y === b.y)
          expect(Math.min(a.x + a.width, b.x + b.width)).toBeLessThanOrEqual(Math.max(a.x, b.x));
      }
    }
    expect(boxes).toHaveLength(7);
  });

  test("says how many neighbours it left out", () => {
    const edges = Array.from({ length: 60 }, (_, at) => [0, at + 1]).flat();
    const { boxes, left_out } = layout(0, 61, edges);
    expect(boxes.length + left_out).toBe(61);
  });

  test("survives a cycle and a node alone", () => {
    expect(layout(0, 2, [0, 1, 1, 0]).boxes).toHaveLength(2);
    expect(layout(0, 1, []).boxes).toHaveLength(1);
  });
});
