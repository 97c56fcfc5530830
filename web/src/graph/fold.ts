import type { StructureReply } from "../engine/protocol.ts";

/** Which nodes get a row, and how the rows hang together. */
export interface Fold {
  /** Row to node. */
  rowNode: Uint32Array<ArrayBuffer>;
  /** Node to row; a folded node has the row of its first consumer, or -1. */
  nodeRow: Int32Array<ArrayBuffer>;
  /** Pairs of rows. */
  edges: number[];
}

const FOLDED_KINDS = new Set(["param", "buffer", "const"]);
const QUANTIZE_NOISE =
  /(^|[._:])(de)?quantize(_per_(tensor|channel|token|block)|_affine|linear)?([._]|$)|fake_quantize|observer|^(de)?quantize$/i;

/** Whether a node only carries quantization or weights, and is better read on its consumer. */
export function isNoise(kind: string, op: string): boolean {
  return FOLDED_KINDS.has(kind) || (kind === "op" && QUANTIZE_NOISE.test(op));
}

/**
 * Leaves out the nodes in `hidden`, and joins what they connected.
 * Nodes are in topological order; an edge against it is left out.
 */
export function foldGraph(structure: StructureReply, hidden: (node: number) => boolean): Fold {
  const count = structure.nodes.name.length;
  const nodeRow = new Int32Array(count).fill(-1);
  const rowNode: number[] = [];
  const isHidden = new Uint8Array(count);
  for (let node = 0; node < count; ++node) {
    if (hidden(node)) isHidden[node] = 1;
    else nodeRow[node] = rowNode.push(node) - 1;
  }
  const { first, next } = inputsOf(structure.edges, count);

  // For a hidden node: the rows its inputs come from.
  const through: (number[] | undefined)[] = new Array(count);
  const edges: number[] = [];
  for (let node = 0; node < count; ++node) {
    const rows = new Set<number>();
    for (let edge = first[node] as number; edge >= 0; edge = next[edge] as number) {
      const from = structure.edges[edge * 2] as number;
      if (isHidden[from]) for (const row of through[from] ?? []) rows.add(row);
      else rows.add(nodeRow[from] as number);
    }
    if (isHidden[node]) through[node] = [...rows];
    else
      for (const row of rows) if (row < (nodeRow[node] as number)) edges.push(row, nodeRow[node] as number);
  }
  landHiddenNodes(structure, { first, next }, isHidden, nodeRow);
  return { rowNode: Uint32Array.from(rowNode), nodeRow, edges };
}

/** Linked lists of the edges into each node, in two flat arrays. */
function inputsOf(edges: readonly number[], count: number) {
  const first = new Int32Array(count).fill(-1);
  const next = new Int32Array(edges.length / 2).fill(-1);
  for (let edge = edges.length / 2 - 1; edge >= 0; --edge) {
    const to = edges[edge * 2 + 1] as number;
    next[edge] = first[to] as number;
    first[to] = edge;
  }
  return { first, next };
}

/** A hidden node is found at its first consumer. Consumers come first here, so chains resolve in one pass. */
function landHiddenNodes(
  structure: StructureReply,
  { first, next }: ReturnType<typeof inputsOf>,
  isHidden: Uint8Array,
  nodeRow: Int32Array,
): void {
  for (let node = nodeRow.length - 1; node >= 0; --node) {
    const row = nodeRow[node] as number;
    if (row < 0) continue;
    for (let edge = first[node] as number; edge >= 0; edge = next[edge] as number) {
      const from = structure.edges[edge * 2] as number;
      const have = nodeRow[from] as number;
      if (isHidden[from] && (have < 0 || row < have)) nodeRow[from] = row;
    }
  }
}
