import { html, nothing, svg, type TemplateResult } from "lit";
import { OUTCOMES, type Outcome } from "../engine/messages.ts";
import { stringAt } from "../engine/packed_strings.ts";
import type { State } from "../store.ts";
import { visible } from "../visible_text.ts";
import { AppElement } from "./base.ts";
import { icon, outcomeShape } from "./icons.ts";
import { laneDrawing } from "./lane_drawing.ts";
import "./neighbourhood.ts";
import "./overview.ts";
import type { VirtualList } from "./virtual_list.ts";
import { waiting } from "./waiting.ts";
import "./virtual_list.ts";

const ROW_HEIGHT = 30;

/** The graph as a list with lanes; below it, the drawn neighbourhood of what is selected. */
export class GraphPane extends AppElement {
  /** Rows shown: all of the fold, or the nodes that pass the filters. */
  #nodes: Uint32Array | undefined;
  #serial = -1;
  #findingsOf: Uint16Array = new Uint16Array();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#filter();
    this.#count();
    this.#follow(this.state);
  }

  protected override stateChanged(now: State, before: State): void {
    if (
      now.answer !== before.answer ||
      now.outcomeFilter !== before.outcomeFilter ||
      now.filteredNodes !== before.filteredNodes
    ) {
      this.#filter();
    }
    if (now.answer !== before.answer) this.#count();
    this.#follow(now);
    this.requestUpdate();
  }

  #count(): void {
    const { answer, graph } = this.state;
    this.#findingsOf = new Uint16Array(graph?.count ?? 0);
    for (const node of answer?.findings.node ?? []) {
      const count = this.#findingsOf[node];
      if (count !== undefined) this.#findingsOf[node] = Math.min(count + 1, 999);
    }
  }

  #filter(): void {
    const { answer, outcomeFilter, filteredNodes } = this.state;
    this.#nodes = undefined;
    if (!answer || (!outcomeFilter && !filteredNodes)) return;
    const wanted = outcomeFilter ? OUTCOMES.indexOf(outcomeFilter) : -1;
    const nodes = filteredNodes ?? Uint32Array.from(answer.outcome.keys());
    this.#nodes = wanted < 0 ? nodes : nodes.filter((node) => answer.outcome[node] === wanted);
  }

  #nodeAt(row: number): number {
    return (this.#nodes ?? this.state.answer?.rows.rowNode)?.[row] ?? -1;
  }

  #rowOf(node: number): number {
    if (node < 0) return -1;
    return this.#nodes ? this.#nodes.indexOf(node) : (this.state.answer?.rows.nodeRow[node] ?? -1);
  }

  get #rowCount(): number {
    return (this.#nodes ?? this.state.answer?.rows.rowNode)?.length ?? 0;
  }

  #follow({ selection }: State): void {
    if (selection.serial === this.#serial) return;
    this.#serial = selection.serial;
    const row = this.#rowOf(selection.node);
    if (row >= 0) void this.#reveal(row);
  }

  async #reveal(row: number): Promise<void> {
    await this.updateComplete;
    const list = this.querySelector<VirtualList>("opfit-list");
    if (!list) return;
    await list.updateComplete;
    list.active = row;
    list.reveal(row);
  }

  protected override render(): TemplateResult {
    const { answer, graph, nodeFilter, unfolded, selection } = this.state;
    return html`
      <div class="pane-head">
        <h2 id="title-graph">Graph</h2>
        <label class="fold" title="Rows also for weights, constants, quantize and dequantize nodes">
          <input
            type="checkbox"
            .checked=${unfolded}
            @change=${(event: Event) => this.app.setUnfolded((event.target as HTMLInputElement).checked)}
          />
          Weights and Q/DQ${answer && answer.rows.folded > 0 ? html` <span class="count">${answer.rows.folded.toLocaleString("en")}</span>` : nothing}
        </label>
      </div>
      <div class="pane-tools">
        <label class="search">
          ${icon("search")}
          <input
            type="search"
            placeholder="Filter nodes by name or operator"
            aria-label="Filter nodes"
            .value=${nodeFilter}
            @input=${(event: Event) => this.app.filterNodes((event.target as HTMLInputElement).value)}
          />
        </label>
        ${this.#outcomeNote()}
      </div>
      ${
        !answer
          ? waiting(this.state)
          : !graph || this.#rowCount === 0
            ? this.#empty()
            : html`<div class="lanes">
                <opfit-list
                  class="graph-list"
                  .label=${"Nodes in topological order"}
                  .kind=${"listbox"}
                  .count=${this.#rowCount}
                  .heightOf=${ROW_HEIGHT}
                  .renderRow=${(row: number, active: boolean) => this.#row(row, active)}
                  @activated=${(event: CustomEvent<number>) => this.app.select({ node: this.#nodeAt(event.detail), by: "graph" })}
                ></opfit-list>
                <opfit-overview
                  .rows=${this.#nodes ?? answer.rows.rowNode}
                  .outcome=${answer.outcome}
                  .selected=${this.#rowOf(selection.node)}
                  @pick=${(event: CustomEvent<number>) => void this.#reveal(event.detail)}
                ></opfit-overview>
              </div>`
      }
      ${graph && answer ? html`<opfit-neighbourhood .app=${this.app}></opfit-neighbourhood>` : nothing}
    `;
  }

  #outcomeNote(): TemplateResult | typeof nothing {
    const { outcomeFilter } = this.state;
    if (!outcomeFilter) return nothing;
    return html`<button type="button" class="chip" @click=${() => this.app.store.set({ outcomeFilter: undefined })}>
      only ${outcomeFilter} ${icon("close")}<span class="visually-hidden">: show all</span>
    </button>`;
  }

  #empty(): TemplateResult {
    const filtered = this.#nodes !== undefined;
    return html`<div class="empty">
      <p><strong>${filtered ? "No node matches." : "No graph to show."}</strong></p>
      <p>${filtered ? "Change the filter to see more." : "It appears as soon as the document can be read."}</p>
    </div>`;
  }

  #row(row: number, active: boolean): TemplateResult {
    const { graph, answer, selection } = this.state;
    const node = this.#nodeAt(row);
    if (!graph || !answer || node < 0) return html``;
    const name = visible(stringAt(graph.names, node), 90);
    const op = visible(graph.ops[graph.op[node] ?? 0] ?? "", 70);
    const outcome: Outcome = OUTCOMES[answer.outcome[node] ?? 0] ?? "none";
    const found = this.#findingsOf[node] ?? 0;
    const selectedRow = this.#rowOf(selection.node);
    return html`<div
      class="node ${outcome}"
      role="option"
      data-focus
      tabindex=${active ? 0 : -1}
      aria-selected=${row === selectedRow}
      aria-setsize=${this.#rowCount}
      aria-posinset=${row + 1}
      @click=${() => this.app.select({ node, by: "graph" })}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          this.app.select({ node, by: "graph" });
        }
      }}
    >
      ${
        this.#nodes
          ? html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true">${outcomeShape(outcome)}</svg>`
          : laneDrawing(answer.rows.lanes, row, selectedRow, ROW_HEIGHT, svg`${outcomeShape(outcome)}`)
      }
      <span class="node-name"><bdi>${name}</bdi></span>
      <span class="node-op"><bdi>${tellsOp(name, op) ? "" : shortOp(op)}</bdi></span>
      ${outcome === "none" ? nothing : html`<span class="visually-hidden">${outcome}</span>`}
      ${found > 0 ? html`<span class="count">${found}<span class="visually-hidden"> finding${found === 1 ? "" : "s"}</span></span>` : nothing}
    </div>`;
  }
}
customElements.define("opfit-graph", GraphPane);

/** aten.conv2d.default reads as conv2d. */
export function shortOp(op: string): string {
  return /^aten\.(.+?)(\.[^.]+)?$/.exec(op)?.[1] ?? op;
}

/** Whether a name is the operator's, numbered: conv2d_3. */
function tellsOp(name: string, op: string): boolean {
  const short = shortOp(op);
  return name.startsWith(short) && /^[_\d]*$/.test(name.slice(short.length));
}
