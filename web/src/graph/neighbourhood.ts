/** From the lower edge of one box to the upper edge of another. */
export type Path = readonly [x1: number, y1: number, x2: number, y2: number];

/** A drawing of the nodes around one node: small, layered, from top to bottom. */
export interface Neighbourhood {
  width: number;
  height: number;
  boxes: { node: number; x: number; y: number; width: number; height: number }[];
  wires: { from: number; to: number; path: Path }[];
  /** Neighbours there was no room for. */
  left_out: number;
}

const BOX_HEIGHT = 40;
const LAYER_GAP = 30;
const COLUMN_GAP = 14;
const MOST_BOXES = 22;
const CHARACTER = 7.3;

export function boxWidth(label: string): number {
  return Math.round(Math.min(Math.max(label.length, 6), 24) * CHARACTER + 42);
}

export class Adjacency {
  readonly #inputs: number[][];
  readonly #outputs: number[][];

  constructor(nodes: number, edges: readonly number[]) {
    this.#inputs = Array.from({ length: nodes }, () => []);
    this.#outputs = Array.from({ length: nodes }, () => []);
    for (let i = 0; i + 1 < edges.length; i += 2) {
      const from = edges[i] as number;
      const to = edges[i + 1] as number;
      if (!this.#inputs[to]?.includes(from)) this.#inputs[to]?.push(from);
      // A value with thousands of consumers is drawn with a few of them.
      const outputs = this.#outputs[from];
      if (outputs && outputs.length < 64 && !outputs.includes(to)) outputs.push(to);
    }
  }

  inputs(node: number): readonly number[] {
    return this.#inputs[node] ?? [];
  }

  outputs(node: number): readonly number[] {
    return this.#outputs[node] ?? [];
  }
}

export function layoutNeighbourhood(
  centre: number,
  graph: Adjacency,
  label: (node: number) => string,
): Neighbourhood {
  const { chosen, leftOut } = choose(centre, graph);
  const layers = intoLayers(chosen, graph);
  const boxes = placeBoxes(layers, graph, label);
  const at = new Map(boxes.map((box) => [box.node, box]));
  const wires: Neighbourhood["wires"] = [];
  for (const to of boxes) {
    for (const input of graph.inputs(to.node)) {
      const from = at.get(input);
      if (from) wires.push({ from: input, to: to.node, path: route(from, to) });
    }
  }
  return {
    width: Math.max(0, ...boxes.map((box) => box.x + box.width)),
    height: Math.max(0, ...boxes.map((box) => box.y + box.height)),
    boxes,
    wires,
    left_out: leftOut,
  };
}

/** The node, its inputs and outputs, then theirs, as far as there is room. */
function choose(centre: number, graph: Adjacency): { chosen: Set<number>; leftOut: number } {
  const chosen = new Set([centre]);
  let leftOut = 0;
  const add = (nodes: readonly number[]) => {
    for (const node of nodes) {
      if (chosen.has(node)) continue;
      if (chosen.size < MOST_BOXES) chosen.add(node);
      else ++leftOut;
    }
  };
  add(graph.inputs(centre));
  add(graph.outputs(centre));
  for (const node of [...graph.inputs(centre)]) add(graph.inputs(node));
  if (leftOut === 0) for (const node of [...graph.outputs(centre)]) add(graph.outputs(node));
  return { chosen, leftOut };
}

/** Every node as far down as its inputs push it, then sources as far down as their consumers let them. */
function intoLayers(chosen: Set<number>, graph: Adjacency): number[][] {
  const order = [...chosen].sort((a, b) => a - b);
  const layer = new Map<number, number>();
  for (const node of order) {
    const above = graph.inputs(node).map((input) => (input < node ? (layer.get(input) ?? -1) : -1));
    layer.set(node, Math.max(-1, ...above) + 1);
  }
  for (const node of order.reverse()) {
    const below = graph.outputs(node).flatMap((output) => (output > node ? (layer.get(output) ?? []) : []));
    if (below.length > 0) layer.set(node, Math.min(...below) - 1);
  }
  const depth = Math.max(...layer.values()) + 1;
  const layers: number[][] = Array.from({ length: depth }, () => []);
  for (const node of order.reverse()) layers[layer.get(node) as number]?.push(node);
  return layers.filter((nodes) => nodes.length > 0);
}

function placeBoxes(layers: number[][], graph: Adjacency, label: (node: number) => string) {
  const centreOf = new Map<number, number>();
  const mean = (nodes: readonly number[], otherwise: number) => {
    const known = nodes.flatMap((node) => centreOf.get(node) ?? []);
    return known.length > 0 ? known.reduce((a, b) => a + b) / known.length : otherwise;
  };
  const widths = (nodes: number[]) => nodes.map((node) => boxWidth(label(node)));
  const span = (nodes: number[]) => widths(nodes).reduce((a, b) => a + b + COLUMN_GAP, -COLUMN_GAP);
  const total = Math.max(...layers.map(span));
  const arrange = (nodes: number[]) => {
    let x = (total - span(nodes)) / 2;
    widths(nodes).forEach((width, index) => {
      centreOf.set(nodes[index] as number, x + width / 2);
      x += width + COLUMN_GAP;
    });
  };
  // Down by inputs, up by outputs, down again: enough for two dozen boxes.
  const sweep = (order: number[][], neighbours: (node: number) => readonly number[]) => {
    for (const nodes of order) {
      const wish = new Map(nodes.map((node) => [node, mean(neighbours(node), total / 2)]));
      nodes.sort((a, b) => (wish.get(a) as number) - (wish.get(b) as number) || a - b);
      arrange(nodes);
    }
  };
  sweep(layers, (node) => graph.inputs(node));
  sweep([...layers].reverse(), (node) => graph.outputs(node));
  sweep(layers, (node) => graph.inputs(node));

  return layers.flatMap((nodes, depth) =>
    nodes.map((node) => {
      const width = boxWidth(label(node));
      return {
        node,
        x: Math.round((centreOf.get(node) as number) - width / 2),
        y: depth * (BOX_HEIGHT + LAYER_GAP),
        width,
        height: BOX_HEIGHT,
      };
    }),
  );
}

type Box = Neighbourhood["boxes"][number];

function route(from: Box, to: Box): Path {
  return [from.x + from.width / 2, from.y + from.height, to.x + to.width / 2, to.y];
}
