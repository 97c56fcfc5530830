import { html, svg, type TemplateResult } from "lit";
import type { Lanes } from "../graph/lanes.ts";

const COLUMN = 11;
const SPINE = 11;

/** One row of the lane list: the mark on the spine, and the values that run past it. */
export function laneDrawing(
  lanes: Lanes,
  row: number,
  selected: number,
  height: number,
  mark: TemplateResult,
): TemplateResult {
  const width = SPINE * 2 + lanes.width * COLUMN;
  const middle = height / 2;
  const lines: TemplateResult[] = [];
  if (row > 0 && lanes.direct[row - 1]) lines.push(svg`<path d="M${SPINE} 0V${middle}" />`);
  if (lanes.direct[row]) lines.push(svg`<path d="M${SPINE} ${middle}V${height}" />`);
  const bits = (of: Uint32Array) => of[row] ?? 0;
  const any = bits(lanes.pass) | bits(lanes.start) | bits(lanes.tap) | bits(lanes.end);
  const chosen = chosenLane(lanes, row, selected);
  for (let lane = 0; any >> lane !== 0; ++lane) {
    const bit = 1 << lane;
    if ((any & bit) === 0) continue;
    const x = SPINE * 2 + lane * COLUMN;
    const into = `M${x} 0C${x} ${middle * 0.9} ${x} ${middle} ${SPINE} ${middle}`;
    const paths = [
      bits(lanes.pass) & bit && `M${x} 0V${height}`,
      bits(lanes.start) & bit && `M${SPINE} ${middle}C${x} ${middle} ${x} ${middle * 1.1} ${x} ${height}`,
      bits(lanes.tap) & bit && into,
      bits(lanes.end) & bit && into,
    ].filter(Boolean);
    lines.push(svg`<path class=${lane === chosen ? "chosen" : ""} d=${paths.join("")} />`);
  }
  return html`<svg class="lane-row" width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">
    <g class="wires">${lines}</g>
    <g transform="translate(${SPINE - 6.5} ${middle - 6.5}) scale(.8125)">${mark}</g>
  </svg>`;
}

/** The lane of the selected row's value, where it runs through this row. */
function chosenLane(lanes: Lanes, row: number, selected: number): number {
  if (selected < 0 || row < selected || row > (lanes.until[selected] ?? -1)) return -1;
  return 31 - Math.clz32(lanes.start[selected] ?? 0);
}
