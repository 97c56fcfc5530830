import { html, nothing, type TemplateResult } from "lit";
import type { App } from "../app.ts";
import type { Edit, Finding } from "../engine/protocol.ts";
import { visible } from "../visible_text.ts";
import { icon } from "./icons.ts";
import { prose } from "./prose.ts";

const MOST_ACCEPTED = 5;
const MOST_SOURCES = 2;

/** All that is known of a finding: what is there, what would do, the smallest change, and who says so. */
export function findingDetail(app: App, finding: Finding, id: number): TemplateResult {
  const facts = factsOf(finding);
  return html`<div class="detail">
    ${facts.length > 0 ? html`<dl>${facts}</dl>` : nothing}
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

function factsOf({ found, accepted, nearest, hints, sources }: Finding): TemplateResult[] {
  const facts: TemplateResult[] = [];
  if (found) facts.push(entry("found", html`<code class="found"><bdi>${visible(found, 300)}</bdi></code>`));
  if (accepted.length > 0) facts.push(entry("accepted", acceptedList(accepted)));
  if (nearest) facts.push(entry("nearest row", nearestRow(nearest)));
  if (hints.length > 0) {
    facts.push(entry("hint", html`${hints.map((hint) => html`<p>${prose(hint, 300)}</p>`)}`));
  }
  if (sources.length > 0) facts.push(entry("source", sourceList(sources)));
  return facts;
}

function entry(term: string, value: TemplateResult): TemplateResult {
  return html`<div>
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`;
}

function acceptedList(values: readonly string[]): TemplateResult {
  const more = values.length - MOST_ACCEPTED;
  return html`<ul class="values">
    ${values.slice(0, MOST_ACCEPTED).map((value) => html`<li><code><bdi>${visible(value, 200)}</bdi></code></li>`)}
    ${more > 0 ? html`<li class="more">and ${more} more</li>` : nothing}
  </ul>`;
}

function nearestRow({ row, changes, edits }: NonNullable<Finding["nearest"]>): TemplateResult {
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

function sourceList(texts: readonly string[]): TemplateResult {
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
