import { html, nothing, svg, type TemplateResult } from "lit";
import { OUTCOMES, type Outcome } from "../engine/messages.ts";
import { stringAt } from "../engine/packed_strings.ts";
import type { Neighbourhood, Path } from "../graph/neighbourhood.ts";
import type { State } from "../store.ts";
import { visible } from "../visible_text.ts";
import { AppElement } from "./base.ts";
import { shortOp } from "./graph_pane.ts";
import { outcomeShape } from "./icons.ts";

const MARGIN = 14;

/** The selected node with what it takes from and gives to, drawn. */
export class NeighbourhoodView extends AppElement {
  #drawing: Neighbourhood | undefined;
  #node = -1;
  #graph: unknown;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#follow(this.state);
  }

  protected override stateChanged(now: State): void {
    void this.#follow(now);
    this.requestUpdate();
  }

  async #follow({ selection, graph }: State): Promise<void> {
    if (selection.node === this.#node && graph === this.#graph) return;
    this.#node = selection.node;
    this.#graph = graph;
    if (selection.node < 0) {
      this.#drawing = undefined;
      return;
    }
    const drawing = await this.app.neighbourhood(selection.node);
    if (this.#node !== selection.node || !drawing) return;
    this.#drawing = drawing;
    this.requestUpdate();
    await this.updateComplete;
    this.#centre();
  }

  #centre(): void {
    const box = this.#drawing?.boxes.find(({ node }) => node === this.#node);
    const view = this.querySelector(".drawing");
    if (!box || !view) return;
    view.scrollLeft = box.x + box.width / 2 + MARGIN - view.clientWidth / 2;
    view.scrollTop = box.y + box.height / 2 + MARGIN - view.clientHeight / 2;
  }

  protected override render(): TemplateResult {
    const drawing = this.#drawing;
    if (!drawing || drawing.boxes.length === 0) {
      return html`<div class="drawing hint"><p>Select a node to see what it takes from and gives to.</p></div>`;
    }
    const width = drawing.width + 2 * MARGIN;
    const height = drawing.height + 2 * MARGIN;
    return html`<div class="drawing" tabindex="0" role="group" aria-label="Neighbourhood of the selected node">
      <svg width=${width} height=${height} viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}">
        <g class="wires" aria-hidden="true">
          ${drawing.wires.map(({ from, to, path }) => svg`<path class=${from === this.#node || to === this.#node ? "chosen" : ""} d=${curve(path)} />`)}
        </g>
        ${drawing.boxes.map((box) => this.#box(box))}
      </svg>
      ${drawing.left_out > 0 ? html`<p class="left-out">and ${drawing.left_out} more neighbours</p>` : nothing}
    </div>`;
  }

  #box({ node, x, y, width, height }: Neighbourhood["boxes"][number]): TemplateResult {
    const { graph, answer } = this.state;
    if (!graph || !answer) return svg``;
    const name = visible(stringAt(graph.names, node), 24);
    const op = visible(shortOp(graph.ops[graph.op[node] ?? 0] ?? ""), 26);
    const outcome: Outcome = OUTCOMES[answer.outcome[node] ?? 0] ?? "none";
    const select = () => this.app.select({ node, by: "graph" });
    return svg`<g
      class="box ${outcome} ${node === this.#node ? "selected" : ""}"
      transform="translate(${x} ${y})"
      role="button"
      tabindex="0"
      aria-label="${name}, ${op}${outcome === "none" ? "" : `, ${outcome}`}"
      aria-current=${node === this.#node ? "true" : nothing}
      @click=${select}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        select();
      }}
    >
      <rect width=${width} height=${height} rx="6" />
      <g transform="translate(10 ${height / 2 - 6.5}) scale(.8125)">${outcomeShape(outcome)}</g>
      <text x="30" y="17">${name}</text>
      <text class="op" x="30" y="31">${op}</text>
    </g>`;
  }
}
customElements.define("opfit-neighbourhood", NeighbourhoodView);

function curve([x1, y1, x2, y2]: Path): string {
  const bend = Math.max(12, (y2 - y1) / 2);
  return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
}
