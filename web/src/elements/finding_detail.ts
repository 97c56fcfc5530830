import { html, nothing, type TemplateResult } from "lit";
import type { App } from "../app.ts";
import type { Edit, Finding } from "../engine/protocol.ts";
import { visible } from "../visible_text.ts";
import { icon } from "./icons.ts";

const MOST_ACCEPTED = 5;
const MOST_SOURCES = 2;

/** All that is known of a finding: what is there, what would do, the smallest change, and who says so. */
export function findingDetail(app: App, finding: Finding, id: number): TemplateResult {
  return html`<div class="detail">
    <dl>
      ${finding.found ? entry("found", html`<code class="found"><bdi>${visible(finding.found, 300)}</bdi></code>`) : nothing}
      ${finding.accepted.length > 0 ? entry("accepted", accepted(finding.accepted)) : nothing}
      ${finding.nearest ? entry("nearest row", nearest(finding.nearest)) : nothing}
      ${finding.hints.length > 0 ? entry("hint", html`${finding.hints.map((hint) => html`<p><bdi>${visible(hint, 300)}</bdi></p>`)}`) : nothing}
      ${finding.sources.length > 0 ? entry("source", sources(finding.sources)) : nothing}
    </dl>
    <div class="detail-actions">
      <button type="button" @click=${() => dialog("explain", finding.code)}>Explain ${finding.code}</button>
      ${
        finding.backend_op
          ? html`<button type="button" @click=${() => app.store.set({ tab: "operators", operator: finding.backend_op ?? undefined })}>
              What ${finding.backend_op} takes
            </button>`
          : nothing
      }
      <button type="button" class="narrow-only" @click=${() => show(app, id, "document")}>Show in the document</button>
      <button type="button" class="narrow-only" @click=${() => show(app, id, "graph")}>Show in the graph</button>
      <button type="button" @click=${async () => app.sharing.copy(await app.sharing.markdown(finding), "Finding")}>${icon("copy")} Copy</button>
    </div>
  </div>`;
}

function entry(term: string, value: TemplateResult): TemplateResult {
  return html`<div>
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`;
}

function accepted(values: readonly string[]): TemplateResult {
  const more = values.length - MOST_ACCEPTED;
  return html`<ul class="values">
    ${values.slice(0, MOST_ACCEPTED).map((value) => html`<li><code><bdi>${visible(value, 200)}</bdi></code></li>`)}
    ${more > 0 ? html`<li class="more">and ${more} more</li>` : nothing}
  </ul>`;
}

function nearest({ row, changes, edits }: NonNullable<Finding["nearest"]>): TemplateResult {
  return html`<p>${visible(row)} <span class="quiet">(${changes} change${changes === 1 ? "" : "s"})</span></p>
    <ul class="edits">
      ${edits.map(edit)}
    </ul>`;
}

function edit({ port, what, from, to }: Edit): TemplateResult {
  return html`<li>
    <code>${visible(port)}</code> ${visible(what)}
    <code class="from"><bdi>${visible(from)}</bdi></code> <span aria-label="to">→</span>
    <code class="to"><bdi>${visible(to)}</bdi></code>
  </li>`;
}

function sources(texts: readonly string[]): TemplateResult {
  const list = (some: readonly string[]) =>
    html`<ul class="sources">
      ${some.map((text) => html`<li>${visible(text, 300)}</li>`)}
    </ul>`;
  if (texts.length <= MOST_SOURCES) return list(texts);
  return html`${list(texts.slice(0, MOST_SOURCES))}
    <details class="sources">
      <summary>and ${texts.length - MOST_SOURCES} more</summary>
      ${list(texts.slice(MOST_SOURCES))}
    </details>`;
}

function dialog(id: string, code: string): void {
  document
    .querySelector("opfit-page")
    ?.dispatchEvent(new CustomEvent("opfit-dialog", { detail: { id, code } }));
}

function show(app: App, id: number, tab: "document" | "graph"): void {
  app.store.set({ tab });
  app.selectFinding(id);
}
