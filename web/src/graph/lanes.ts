/**
 * The lane list: one row per node, a column for every value that skips rows,
 * as in a version-control log. Linear in rows and edges.
 *
 * A lane belongs to a value: it starts at its producer and ends at its last
 * consumer, and every consumer between taps it. A row stores its lanes as bits,
 * so a row is drawn from four numbers.
 */
export interface Lanes {
  /** Lanes that run through the row, from its upper to its lower edge. */
  pass: Uint32Array<ArrayBuffer>;
  start: Uint32Array<ArrayBuffer>;
  tap: Uint32Array<ArrayBuffer>;
  end: Uint32Array<ArrayBuffer>;
  /** 1 if the next row consumes this one. */
  direct: Uint8Array<ArrayBuffer>;
  /** The last row of the lane that starts here, or -1. */
  until: Int32Array<ArrayBuffer>;
  /** Number of columns in use. */
  width: number;
  /** Values that found no free column and are not drawn. */
  dropped: number;
}

export const MAX_LANES = 12;

/** Edges are pairs of rows, from < to; others are ignored. */
export function assignLanes(rows: number, edges: ArrayLike<number>): Lanes {
  const last = new Int32Array(rows).fill(-1);
  const direct = new Uint8Array(rows);
  for (let i = 0; i + 1 < edges.length; i += 2) {
    const from = edges[i] as number;
    const to = edges[i + 1] as number;
    if (to === from + 1) direct[from] = 1;
    if (to > from + 1 && to > (last[from] as number)) last[from] = to;
  }
  const lanes: Lanes = {
    pass: new Uint32Array(rows),
    start: new Uint32Array(rows),
    tap: new Uint32Array(rows),
    end: new Uint32Array(rows),
    direct,
    until: new Int32Array(rows).fill(-1),
    width: 0,
    dropped: 0,
  };
  const laneOf = placeLanes(last, lanes);
  for (let i = 0; i + 1 < edges.length; i += 2) {
    const from = edges[i] as number;
    const to = edges[i + 1] as number;
    const lane = laneOf[from] as number;
    if (lane < 0 || to <= from + 1) continue;
    const rowsOf = to === lanes.until[from] ? lanes.end : lanes.tap;
    rowsOf[to] = (rowsOf[to] as number) | (1 << lane);
  }
  return lanes;
}

/** Gives every value that skips rows the first free column. */
function placeLanes(last: Int32Array, lanes: Lanes): Int8Array {
  const laneOf = new Int8Array(last.length).fill(-1);
  const freeAt = new Int32Array(MAX_LANES);
  for (let row = 0; row < last.length; ++row) {
    const until = last[row] as number;
    if (until < 0) continue;
    const lane = freeAt.findIndex((free) => free <= row);
    if (lane < 0) {
      ++lanes.dropped;
      continue;
    }
    freeAt[lane] = until;
    laneOf[row] = lane;
    lanes.width = Math.max(lanes.width, lane + 1);
    lanes.start[row] = 1 << lane;
    lanes.until[row] = until;
    for (let at = row + 1; at < until; ++at) lanes.pass[at] = (lanes.pass[at] as number) | (1 << lane);
  }
  return laneOf;
}
