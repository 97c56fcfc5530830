import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { App } from "../app.ts";
import type { AnnotatePreview } from "../engine/messages.ts";
import { annotatedNameOf, save } from "../files.ts";
import { visible } from "../visible_text.ts";
import { chipWords } from "../words.ts";
import { icon, outcomeIcon } from "./icons.ts";
import { prose } from "./prose.ts";

const TYPES = ["8a8w", "16a8w", "16a4w", "16a4w_block", "16a16w", "8a4w", "16a2w", "fp16a8w"] as const;
const MOST_GROUPS = 200;
const MOST_MESSAGES = 5;

const CHANGES: readonly { key: keyof AnnotatePreview["changes"]; words: string }[] = [
  { key: "annotated", words: "annotated" },
  { key: "kept", words: "kept as they are" },
  { key: "discarded", words: "discarded" },
  { key: "withoutRule", words: "without a rule" },
  { key: "withoutFloat", words: "not of float" },
  { key: "broken", words: "broken" },
];

/** What annotating would do, before it is done. */
export class Annotate extends LitElement {
  static override properties = { app: { attribute: false } };

  app!: App;
  #quant: string = TYPES[0];
  #qat = false;
  #replace = false;
  #preview: AnnotatePreview | undefined;
  #failure: string | undefined;
  #asked = 0;

  override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    const ask = { quant: this.#quant, qat: this.#qat, replace: this.#replace };
    try {
      const preview = await this.app.annotate(ask);
      if (asked !== this.#asked) return;
      [this.#preview, this.#failure] = [preview, undefined];
    } catch (error) {
      if (asked !== this.#asked) return;
      [this.#preview, this.#failure] = [undefined, (error as Error).message];
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const chip = this.app.state.answer?.target;
    return html`<div class="annotate">
      <p class="quiet">
        Says of every operator how it is to be quantized, as the quantizer of ${chip ? chipWords(chip) : "the backend"} would. The document
        stays as it is until you open the result.
      </p>
      <div class="annotate-choices">
        <label class="field">
          <span>Type</span>
          <select @change=${(event: Event) => this.#choose(() => (this.#quant = (event.target as HTMLSelectElement).value))}>
            ${TYPES.map((type) => html`<option value=${type} .selected=${type === this.#quant}>${type}</option>`)}
          </select>
        </label>
        ${this.#check("Replace annotations that are there", this.#replace, (on) => (this.#replace = on))}
        ${this.#check("For training (QAT)", this.#qat, (on) => (this.#qat = on))}
      </div>
      ${this.#failure ? html`<p class="too-large" role="alert">${prose(this.#failure, 400)}</p>` : nothing}
      ${this.#preview ? this.#result(this.#preview) : this.#failure ? nothing : waitingLines()}
    </div>`;
  }

  #check(label: string, checked: boolean, set: (on: boolean) => void): TemplateResult {
    return html`<label class="fold">
      <input type="checkbox" .checked=${checked} @change=${(event: Event) => this.#choose(() => set((event.target as HTMLInputElement).checked))} />
      ${label}
    </label>`;
  }

  #choose(set: () => void): void {
    set();
    this.requestUpdate();
    void this.#ask();
  }

  #result(preview: AnnotatePreview): TemplateResult {
    const { changes, summary, messages, found, document } = preview;
    const outcomes = (["supported", "unsupported", "unknown", "unchecked"] as const).filter(
      (each) => summary[each] > 0,
    );
    return html`
      <p class="annotate-sums" role="status">
        ${CHANGES.filter(({ key }) => changes[key] > 0 || key === "annotated").map(
          ({ key, words }) => html`<span><b>${changes[key].toLocaleString("en")}</b> ${words}</span>`,
        )}
      </p>
      <p class="annotate-sums">
        Then: ${outcomes.map((each) => html`<span>${outcomeIcon(each)} <b>${summary[each].toLocaleString("en")}</b> ${each}</span>`)}
      </p>
      ${messages.length > 0 ? this.#messages(messages, found) : nothing} ${groupsTable(preview)}
      <div class="annotate-actions">
        <button type="button" class="primary" ?disabled=${!document} @click=${() => this.#open(document)}>Open the result</button>
        <button type="button" ?disabled=${!document} @click=${() => document && save(document, this.#name())}>
          ${icon("download")} Save as JSON
        </button>
      </div>
    `;
  }

  #messages(messages: AnnotatePreview["messages"], found: number): TemplateResult {
    const shown = messages.slice(0, MOST_MESSAGES);
    return html`<ul class="annotate-messages">
      ${shown.map(
        ({ code, node, message }) =>
          html`<li><b>${code}</b> ${node ? html`<code><bdi>${visible(node, 60)}</bdi></code> ` : nothing}${prose(message, 200)}</li>`,
      )}
      ${found > shown.length ? html`<li class="quiet">and ${(found - shown.length).toLocaleString("en")} more</li>` : nothing}
    </ul>`;
  }

  #name(): string {
    return annotatedNameOf(this.app.state.document?.name ?? "graph.json");
  }

  async #open(document: Blob | undefined): Promise<void> {
    if (!document) return;
    this.dispatchEvent(new CustomEvent("done", { bubbles: true }));
    await this.app.openFile(new File([document], this.#name(), { type: "application/json" }));
  }
}
customElements.define("opfit-annotate", Annotate);

function waitingLines(): TemplateResult {
  return html`<div class="skeleton" aria-hidden="true"><i></i><i></i><i></i></div>`;
}

function groupsTable({ groups }: AnnotatePreview): TemplateResult | typeof nothing {
  if (groups.length === 0) return nothing;
  return html`<div class="annotate-groups" tabindex="0" role="region" aria-label="What changes">
    <table>
      <thead>
        <tr>
          <th scope="col">operator</th>
          <th scope="col">type</th>
          <th scope="col">weights</th>
          <th scope="col">observer</th>
          <th scope="col" class="number">nodes</th>
        </tr>
      </thead>
      <tbody>
        ${groups.slice(0, MOST_GROUPS).map(
          (group) => html`<tr>
            <th scope="row"><code><bdi>${visible(group.op, 60)}</bdi></code></th>
            <td>${group.quant}</td>
            <td>${group.weights?.replaceAll("_", " ") ?? "–"}${group.blockSize ? html` <span class="quiet">${group.blockSize}</span>` : nothing}</td>
            <td>${group.observer ?? "–"}</td>
            <td class="number">${group.count.toLocaleString("en")}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
