import { html, nothing, type TemplateResult } from "lit";
import type { KnownFailure, Op, OpPort, OpRow, OpState, OpsReply } from "../engine/protocol.ts";
import { targetText } from "../share/command_line.ts";
import type { State } from "../store.ts";
import { AppElement } from "./base.ts";
import { icon } from "./icons.ts";
import { waiting } from "./waiting.ts";

/** What the catalog says of each operator, for the target that is chosen. */
export class Operators extends AppElement {
  #asked = "";
  #list: OpsReply | undefined;
  #page: Op | undefined;
  #missing: string | undefined;
  #query = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load(this.state);
  }

  protected override stateChanged(now: State): void {
    void this.#load(now);
    this.requestUpdate();
  }

  async #load({ target, operator, engine }: State): Promise<void> {
    const asked = `${targetText(target)} ${operator ?? ""}`;
    if (asked === this.#asked || engine === "loading" || engine === "missing") return;
    this.#asked = asked;
    if (operator === undefined) {
      this.#page = undefined;
      const list = await this.app.operators();
      if (this.#asked === asked && list) this.#list = list;
    } else {
      const page = await this.app.operator(operator);
      if (this.#asked !== asked) return;
      this.#page = page;
      this.#missing = page ? undefined : operator;
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    return this.state.operator === undefined ? this.#overview() : this.#detail();
  }

  #overview(): TemplateResult {
    const words = this.#query.toLowerCase().split(/\s+/).filter(Boolean);
    const ops = (this.#list?.ops ?? []).filter(({ name, state }) =>
      words.every((word) => `${name} ${state}`.toLowerCase().includes(word)),
    );
    return html`
      <div class="pane-head">
        <h2>Operators</h2>
        ${this.#list ? html`<span class="quiet">${this.#list.ops.length} in catalog ${this.#list.catalog.id} ${this.#list.catalog.version}</span>` : nothing}
      </div>
      <div class="pane-tools">
        <label class="search">
          ${icon("search")}
          <input
            type="search"
            placeholder="Filter operators"
            aria-label="Filter operators"
            .value=${this.#query}
            @input=${(event: Event) => {
              this.#query = (event.target as HTMLInputElement).value;
              this.requestUpdate();
            }}
          />
        </label>
      </div>
      ${
        !this.#list
          ? waiting(this.state)
          : ops.length === 0
            ? html`<div class="empty"><p><strong>No operator matches.</strong></p></div>`
            : html`<ul class="ops">${ops.map((op) => this.#line(op))}</ul>`
      }
    `;
  }

  #line(op: OpsReply["ops"][number]): TemplateResult {
    return html`<li>
      <button type="button" class="op-line" @click=${() => this.app.store.set({ operator: op.name })}>
        <span class="op-name">${op.name}</span>
        <span class="state ${op.state}">${stateWords(op)}</span>
        <span class="quiet">${op.rows} row${op.rows === 1 ? "" : "s"}</span>
        ${icon("chevron")}
      </button>
    </li>`;
  }

  #detail(): TemplateResult {
    const page = this.#page;
    const { operator } = this.state;
    return html`
      <div class="pane-head">
        <button type="button" class="back" @click=${() => this.app.store.set({ operator: undefined })}>
          ${icon("chevron")} All operators
        </button>
      </div>
      <div class="op-page" tabindex="0" role="region" aria-label=${operator ?? ""}>
        ${
          this.#missing === operator
            ? html`<div class="empty"><p><strong>The catalog has no ${operator}.</strong></p></div>`
            : !page || page.name !== operator
              ? html`<div class="skeleton" aria-hidden="true"><i></i><i></i><i></i></div>`
              : html`
                  <h2>${page.name} <span class="state ${page.state}">${stateWords(page)}</span></h2>
                  ${page.openedBy ? html`<p class="quiet">${page.openedBy}</p>` : nothing}
                  ${sources(page.stateSources)}
                  ${ports(page)} ${conditions(page)} ${rows(page)}
                  ${failures("Known to fail", page.rejected)} ${failures("Caveats", page.caveats)}
                `
        }
      </div>
    `;
  }
}
customElements.define("opfit-operators", Operators);

function stateWords({ state, asOf, openedIn }: OpState): string {
  if (state === "unsupported") return `not offered as of ${asOf ?? "?"}`;
  if (state === "closed") return `closed as of ${asOf ?? "?"}`;
  return openedIn ? `open since ${openedIn}` : "open";
}

function ports({ in: inputs, out: outputs }: Op): TemplateResult {
  const line = (port: OpPort, name: string) =>
    html`<tr>
      <th scope="row"><code>${name}</code></th>
      <td>
        ${port.role ?? ""} ${port.presence === "required" ? nothing : html`<span class="state">${port.presence}</span>`}
        ${port.channelAxis ? html`<p class="quiet">channels on the ${axisWords(port.channelAxis)} axis</p>` : nothing}
      </td>
      <td>${port.encodings.map((encoding) => html`<code>${encoding}</code>`)}</td>
    </tr>`;
  return html`<h3>Ports</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="Ports">
      <table class="ports">
        <tbody>
          ${inputs.map((port, index) => line(port, `in[${index}]`))} ${outputs.map((port, index) => line(port, `out[${index}]`))}
        </tbody>
      </table>
    </div>`;
}

function axisWords(axis: string): string {
  return axis === "secondLast" ? "second last" : axis;
}

function conditions({ conditions: all }: Op): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<h3>Conditions</h3>
    <ol class="conditions">
      ${all.map(
        ({ port, param, when, demands, note, severity, sources: texts }) => html`<li>
          <p>
            ${port || param ? html`<code>${port ?? param}</code>` : nothing} ${demands.join(", ")}
            ${when ? html`<span class="quiet">when ${when}</span>` : nothing}
            ${severity === "error" ? nothing : html`<span class="state">${severity}</span>`}
          </p>
          ${note ? html`<p class="quiet">${note}</p>` : nothing} ${sources(texts)}
        </li>`,
      )}
    </ol>`;
}

function rows({ rows: all, in: inputs, out: outputs }: Op): TemplateResult {
  if (all.length === 0) return html`<h3>Rows</h3><p class="quiet">The catalog has none.</p>`;
  return html`<h3>Rows</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="Rows">
      <table class="rows-table">
        <thead>
          <tr>
            <th scope="col">#</th>
            ${inputs.map((port, index) => html`<th scope="col">in[${index}] <span class="quiet">${port.role}</span></th>`)}
            ${outputs.map((port, index) => html`<th scope="col">out[${index}] <span class="quiet">${port.role}</span></th>`)}
            <th scope="col">needs</th>
          </tr>
        </thead>
        <tbody>
          ${all.map((row) => rowOf(row, inputs.length, outputs.length))}
        </tbody>
      </table>
    </div>`;
}

function rowOf(row: OpRow, inputs: number, outputs: number): TemplateResult {
  const cells = (sets: string[][], count: number) =>
    Array.from(
      { length: count },
      (_, index) =>
        html`<td>${(sets[index] ?? []).map((dtype) => html`<code>${shortType(dtype)}</code> `)}</td>`,
    );
  return html`<tr class=${row.missing ? "beyond" : ""}>
    <th scope="row">${row.number}</th>
    ${cells(row.in, inputs)} ${cells(row.out, outputs)}
    <td>
      ${row.missing ? html`<strong>${row.missing}</strong>` : (row.needs ?? "")}
      ${row.note ? html`<p class="quiet">${row.note}</p>` : nothing}
      ${row.dispute ? html`<p class="quiet">disputed: ${row.dispute}</p>` : nothing}
      ${sources([...row.sources, ...row.disputeSources])}
    </td>
  </tr>`;
}

/** UFIXED_POINT_16 is long for a table; the words stay the catalog's. */
function shortType(dtype: string): string {
  return dtype.replace("FIXED_POINT_", "FIX");
}

function failures(title: string, all: readonly KnownFailure[]): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<h3>${title}</h3>
    <ul class="conditions">
      ${all.map(
        ({ note, port, when, sources: texts }) => html`<li>
          <p>${port ? html`<code>${port}</code> ` : nothing}${note} ${when ? html`<span class="quiet">when ${when}</span>` : nothing}</p>
          ${sources(texts)}
        </li>`,
      )}
    </ul>`;
}

function sources(texts: readonly string[]): TemplateResult | typeof nothing {
  if (texts.length === 0) return nothing;
  return html`<details class="sources">
    <summary>${texts.length} source${texts.length === 1 ? "" : "s"}</summary>
    <ul>
      ${texts.map((text) => html`<li>${text}</li>`)}
    </ul>
  </details>`;
}
