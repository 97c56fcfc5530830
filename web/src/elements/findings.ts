import { html, nothing, type TemplateResult } from "lit";
import { SEVERITIES } from "../engine/messages.ts";
import { stringAt } from "../engine/packed_strings.ts";
import type { Finding, Severity } from "../engine/protocol.ts";
import { type FindingRow, groupFindings } from "../finding_rows.ts";
import type { Grouping, State } from "../store.ts";
import { visible } from "../visible_text.ts";
import { targetWords } from "../words.ts";
import { AppElement } from "./base.ts";
import { findingDetail } from "./finding_detail.ts";
import { icon, outcomeIcon, severityIcon } from "./icons.ts";
import { prose } from "./prose.ts";
import type { VirtualList } from "./virtual_list.ts";
import { waiting } from "./waiting.ts";
import "./virtual_list.ts";

const GROUP_HEIGHT = 38;
const ROW_HEIGHT = 54;
const GROUPINGS: readonly { value: Grouping; title: string }[] = [
  { value: "node", title: "By node" },
  { value: "code", title: "By code" },
  { value: "none", title: "As listed" },
];

/** Everything that was found, grouped, filtered, and drawn only as far as it is in view. */
export class Findings extends AppElement {
  #rows: FindingRow[] = [];
  #rowOf = new Map<number, number>();
  #hidden = new Set<Severity>();
  #opened = -1;
  #openedHeight = 280;
  #serial = -1;
  #asked = new Set<number>();
  #version = 0;
  #measure = new ResizeObserver((entries) => {
    const height = Math.ceil(entries[0]?.borderBoxSize[0]?.blockSize ?? 0);
    if (height > 0 && height !== this.#openedHeight) {
      this.#openedHeight = height;
      ++this.#version;
      this.requestUpdate();
    }
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#regroup();
    this.#follow(this.state);
  }

  protected override stateChanged(now: State, before: State): void {
    if (now.answer !== before.answer) this.#asked.clear();
    if (
      now.answer !== before.answer ||
      now.grouping !== before.grouping ||
      now.filtered !== before.filtered
    ) {
      this.#regroup();
    }
    this.#follow(now);
    this.requestUpdate();
  }

  #follow({ selection }: State): void {
    if (selection.serial === this.#serial) return;
    this.#serial = selection.serial;
    let id = selection.finding;
    if (id < 0 && selection.node >= 0) id = this.state.answer?.findings.node.indexOf(selection.node) ?? -1;
    this.#opened = selection.finding;
    ++this.#version;
    const row = this.#rowOf.get(id);
    if (row !== undefined) void this.#reveal(row);
  }

  async #reveal(row: number): Promise<void> {
    await this.updateComplete;
    const list = this.#list();
    if (!list) return;
    await list.updateComplete;
    list.active = row;
    list.reveal(row);
  }

  #list(): VirtualList | null {
    return this.querySelector<VirtualList>("opfit-list");
  }

  #regroup(): void {
    const { answer, grouping, filtered } = this.state;
    const columns = answer?.findings;
    let ids: number[] = [];
    if (columns) {
      ids = filtered ? [...filtered] : Array.from(columns.code, (_, id) => id);
      if (this.#hidden.size > 0) {
        ids = ids.filter((id) => !this.#hidden.has(SEVERITIES[columns.severity[id] ?? 0] as Severity));
      }
    }
    this.#rows = columns ? groupFindings(columns, ids, grouping) : [];
    this.#rowOf = new Map(
      this.#rows.flatMap((row, at) => (row.kind === "finding" ? [[row.id, at] as const] : [])),
    );
    ++this.#version;
  }

  #heightOf = (index: number) => {
    const row = this.#rows[index];
    if (row?.kind !== "finding") return GROUP_HEIGHT;
    return row.id === this.#opened ? this.#openedHeight : ROW_HEIGHT;
  };

  protected override render(): TemplateResult {
    const { answer, findingFilter, grouping } = this.state;
    return html`
      <h2 class="visually-hidden" id="findings">Findings</h2>
      <div class="pane-head">
        <div class="segmented" role="group" aria-label="Group the findings">
          ${GROUPINGS.map(
            ({ value, title }) =>
              html`<button type="button" aria-pressed=${grouping === value} @click=${() => this.app.store.set({ grouping: value })}>
                ${title}
              </button>`,
          )}
        </div>
        ${this.#severityFilters()}
      </div>
      <div class="pane-tools">
        <label class="search">
          ${icon("search")}
          <input
            type="search"
            placeholder="Filter findings"
            aria-label="Filter findings"
            .value=${findingFilter}
            @input=${(event: Event) => this.app.filterFindings((event.target as HTMLInputElement).value)}
            @keydown=${this.#searchKey}
          />
          <kbd aria-hidden="true">/</kbd>
        </label>
      </div>
      ${answer === undefined ? waiting(this.state) : this.#rows.length === 0 ? this.#empty() : this.#listOfRows()}
    `;
  }

  #severityFilters(): TemplateResult {
    const { summary } = this.state.answer ?? {};
    const counts: Record<Severity, number> = {
      error: summary?.errors ?? 0,
      warning: summary?.warnings ?? 0,
      note: summary?.notes ?? 0,
    };
    return html`<div class="severities" role="group" aria-label="Severities shown">
      ${(["error", "warning", "note"] as const).map(
        (severity) =>
          html`<button
            type="button"
            class="chip"
            aria-pressed=${!this.#hidden.has(severity)}
            aria-label="${counts[severity]} ${severity}${counts[severity] === 1 ? "" : "s"}"
            @click=${() => this.#toggle(severity)}
          >
            ${severityIcon(severity)} ${counts[severity].toLocaleString("en")}
          </button>`,
      )}
    </div>`;
  }

  #toggle(severity: Severity): void {
    if (!this.#hidden.delete(severity)) this.#hidden.add(severity);
    this.#regroup();
    this.requestUpdate();
  }

  #listOfRows(): TemplateResult {
    return html`<opfit-list
      class="findings-list"
      .label=${"Findings"}
      .count=${this.#rows.length}
      .heightOf=${this.#heightOf}
      .version=${this.#version}
      .renderRow=${(index: number, active: boolean) => this.#row(index, active)}
      @range=${this.#want}
    ></opfit-list>`;
  }

  #row(index: number, active: boolean): TemplateResult {
    const row = this.#rows[index];
    if (!row) return html``;
    return row.kind === "group" ? this.#group(row, active) : this.#finding(row.id, active);
  }

  #group(row: FindingRow & { kind: "group" }, active: boolean): TemplateResult {
    const { graph, answer } = this.state;
    const count = html`<span class="count">${row.count.toLocaleString("en")}</span>`;
    if (row.by === "code") {
      const code = answer?.findings.codes[row.key] ?? "";
      const name = this.state.details.get(row.first)?.name ?? "";
      return html`<button type="button" class="group" data-focus tabindex=${active ? 0 : -1} @click=${() => this.#explain(code)}>
        ${severityIcon(SEVERITIES[row.worst] as Severity)}
        <span class="group-name">${code}</span> <span class="group-op">${name}</span> ${count}
      </button>`;
    }
    const name = row.key < 0 || !graph ? "" : stringAt(graph.names, row.key);
    const outcome =
      row.key < 0
        ? "none"
        : (["none", "supported", "unsupported", "unknown", "unchecked"] as const)[
            answer?.outcome[row.key] ?? 0
          ];
    return html`<button
      type="button"
      class="group"
      data-focus
      tabindex=${active ? 0 : -1}
      @click=${() => this.app.select({ node: row.key, by: "findings" })}
    >
      ${row.key < 0 ? severityIcon(SEVERITIES[row.worst] as Severity) : outcomeIcon(outcome ?? "none")}
      <span class="group-name"><bdi>${name ? visible(name, 80) : "The document"}</bdi></span>
      <span class="group-op"><bdi>${graph && row.key >= 0 ? visible(graph.ops[graph.op[row.key] ?? 0] ?? "", 60) : ""}</bdi></span>
      ${count}
    </button>`;
  }

  #finding(id: number, active: boolean): TemplateResult {
    const finding = this.state.details.get(id);
    const opened = id === this.#opened;
    if (!finding) return html`<div class="finding pending" data-focus tabindex=${active ? 0 : -1}>…</div>`;
    return html`<div class="finding ${finding.severity}" data-opened=${opened}>
      <button
        type="button"
        class="finding-line"
        data-focus
        tabindex=${active ? 0 : -1}
        aria-expanded=${opened}
        @click=${() => this.#open(id, opened)}
      >
        ${severityIcon(finding.severity)}
        <span class="finding-text">
          <span class="message"><span class="visually-hidden">${finding.severity}: </span>${prose(finding.message, 240)}</span>
          <span class="place">${place(finding, this.state.grouping)}</span>
        </span>
        <span class="twist">${icon("chevron")}</span>
      </button>
      ${opened ? findingDetail(this.app, finding, id) : nothing}
    </div>`;
  }

  #open(id: number, opened: boolean): void {
    if (opened) this.app.select({ node: this.state.selection.node, by: "findings" });
    else this.app.selectFinding(id);
  }

  #explain(code: string): void {
    document
      .querySelector("opfit-page")
      ?.dispatchEvent(new CustomEvent("opfit-dialog", { detail: { id: "explain", code } }));
  }

  /** Asks for the findings in view that are not here yet. */
  #want = (event: CustomEvent<[number, number]>) => {
    const [from, to] = event.detail;
    const ids = this.#rows
      .slice(from, to)
      .flatMap((row) => (row.kind === "finding" ? [row.id] : [row.first]));
    const missing = ids.filter((id) => !this.state.details.has(id) && !this.#asked.has(id));
    if (missing.length === 0) return;
    for (const id of missing) this.#asked.add(id);
    void this.app.wantFindings(missing);
  };

  #searchKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      void this.#list()?.focusRow(0);
    }
  };

  protected override updated(): void {
    void this.#observeDetail();
  }

  async #observeDetail(): Promise<void> {
    await this.#list()?.updateComplete;
    this.#measure.disconnect();
    const detail = this.querySelector('[data-opened="true"]');
    if (detail) this.#measure.observe(detail);
  }

  #empty(): TemplateResult {
    const { answer } = this.state;
    if (!answer) return html``;
    if (answer.findings.code.length > 0) {
      return html`<div class="empty"><p><strong>No finding matches.</strong></p><p>Change the filter, or show more severities.</p></div>`;
    }
    const { summary, target } = answer;
    const clean = summary.supported === summary.nodes && summary.nodes > 0;
    return html`<div class="empty ${clean ? "clean" : ""}">
      ${outcomeIcon(clean ? "supported" : "unchecked")}
      <p>
        <strong>${clean ? "Nothing to change." : "Nothing was found."}</strong>
      </p>
      <p>
        ${summary.supported.toLocaleString("en")} of ${summary.nodes.toLocaleString("en")} operators are supported by
        ${targetWords(target)}.
      </p>
    </div>`;
  }
}
customElements.define("opfit-findings", Findings);

function place(finding: Finding, grouping: Grouping): TemplateResult {
  const parts = [
    grouping === "node" ? "" : visible(finding.node, 60),
    [finding.port, finding.role].filter(Boolean).join(" "),
  ].filter(Boolean);
  return html`<b>${finding.code}</b>${parts.map((part) => html` <span><bdi>${part}</bdi></span>`)}
    ${finding.found ? html`<code class="found"><bdi>${visible(finding.found, 60)}</bdi></code>` : nothing}
    ${finding.line > 0 ? html`<span>line ${finding.line.toLocaleString("en")}</span>` : nothing}
    ${finding.offset === undefined ? nothing : html`<span>byte ${finding.offset.toLocaleString("en")}</span>`}`;
}
