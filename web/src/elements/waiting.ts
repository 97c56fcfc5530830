import { html, type TemplateResult } from "lit";
import type { State } from "../store.ts";

/** Where an answer will be: the shape of one, unless none can come. */
export function waiting({ engine }: State): TemplateResult {
  return engine === "missing"
    ? html`<div class="empty"><p><strong>Nothing to show.</strong></p><p>The engine did not start.</p></div>`
    : html`<div class="skeleton" aria-hidden="true"><i></i><i></i><i></i><i></i></div>`;
}
