import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { App } from "../app.ts";
import type { State, Tab } from "../store.ts";
import { nextTheme } from "../theme.ts";
import { visible } from "../visible_text.ts";
import "./dialogs.ts";
import "./editor_pane.ts";
import "./findings.ts";
import "./graph_pane.ts";
import { icon } from "./icons.ts";
import "./operators.ts";
import { handleShortcut } from "./shortcuts.ts";
import "./target_bar.ts";
import "./verdict.ts";

const TABS: readonly { id: Tab; title: string }[] = [
  { id: "document", title: "Document" },
  { id: "graph", title: "Graph" },
  { id: "findings", title: "Findings" },
  { id: "operators", title: "Operators" },
];

/** The page: its landmarks, its panes, and what happens anywhere on it. */
export class Page extends LitElement {
  app!: App;
  #dragging = 0;

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.app.store.subscribe(() => this.requestUpdate());
    window.addEventListener("keydown", (event) => handleShortcut(event, this.app));
    window.addEventListener("dragenter", this.#dragEnter);
    window.addEventListener("dragleave", this.#dragLeave);
    window.addEventListener("dragover", (event) => event.preventDefault());
    window.addEventListener("drop", this.#drop, { capture: true });
  }

  protected override render(): TemplateResult {
    const { state } = this.app;
    return html`
      <a class="skip" href="#panel-findings" @click=${this.#skip}>Skip to the findings</a>
      ${this.#header(state)}
      <opfit-target-bar .app=${this.app}></opfit-target-bar>
      ${this.#notices(state)}
      <main class="panes" data-tab=${state.tab} data-answers=${state.answers}>
        <opfit-verdict .app=${this.app}></opfit-verdict>
        ${this.#tabs(state)}
        <section class="pane document-pane" id="panel-document" aria-labelledby="title-document">
          <opfit-editor .app=${this.app}></opfit-editor>
        </section>
        <section class="pane graph-pane" id="panel-graph" aria-labelledby="title-graph">
          <opfit-graph .app=${this.app}></opfit-graph>
        </section>
        <section
          class="pane side-pane"
          id="panel-findings"
          aria-label=${state.tab === "operators" ? "Operators" : "Findings"}
        >
          ${
            state.tab === "operators"
              ? html`<opfit-operators .app=${this.app}></opfit-operators>`
              : html`<opfit-findings .app=${this.app}></opfit-findings>`
          }
        </section>
      </main>
      <opfit-dialogs .app=${this.app}></opfit-dialogs>
      ${this.#dragging > 0 ? html`<div class="drop-here"><p>Drop a graph to check it</p></div>` : nothing}
      <div class="toast" role="status" ?hidden=${!state.toast}>${state.toast}</div>
    `;
  }

  #header(state: State): TemplateResult {
    const themeLabel = { auto: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" }[
      state.theme
    ];
    return html`<header class="top">
      <h1 class="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path
            class="pins"
            d="M9 3v5M16 3v5M23 3v5M9 24v5M16 24v5M23 24v5M3 9h5M3 16h5M3 23h5M24 9h5M24 16h5M24 23h5"
          />
          <rect x="7" y="7" width="18" height="18" rx="4.5" />
          <path class="tick" d="m11.5 16.3 3.2 3.2 6-6.6" />
        </svg>
        opfit
      </h1>
      <p class="tagline">Does your quantized graph fit the chip?</p>
      <p class="private" title="The check runs in this page. There is no server.">
        ${icon("lock")} <span>Nothing is uploaded</span>
      </p>
      <nav class="actions" aria-label="Page">
        <button type="button" @click=${() => this.querySelector<HTMLInputElement>("#file")?.click()}>
          ${icon("open")} <span>Open</span>
        </button>
        <input id="file" type="file" accept=".json,.onnx,.tflite,.pt2,.encodings,application/json" hidden @change=${this.#picked} />
        <button type="button" @click=${() => this.#dialog("examples")}>${icon("examples")} <span>Examples</span></button>
        <button type="button" @click=${() => this.#dialog("share")}>${icon("share")} <span>Share</span></button>
        <button
          type="button"
          class="bare"
          aria-label=${themeLabel}
          title=${themeLabel}
          @click=${() => this.app.store.set({ theme: nextTheme(state.theme) })}
        >
          ${icon(state.theme)}
        </button>
        <button type="button" class="bare" aria-label="Help and keys" title="Help and keys (?)" @click=${() => this.#dialog("help")}>
          ${icon("help")}
        </button>
      </nav>
    </header>`;
  }

  #notices(state: State): TemplateResult {
    const { notice, trouble, engine } = state;
    return html`<div class="notices">
      ${
        engine === "missing"
          ? html`<div class="notice error" role="alert">
              <p>
                <strong>The engine could not start${trouble ? `: ${visible(trouble)}` : ""}.</strong> It needs a browser with
                WebAssembly. The same check runs on the command line: <code>${visible(this.app.sharing.command())}</code>
              </p>
              <button type="button" @click=${() => location.reload()}>Try again</button>
            </div>`
          : trouble
            ? html`<div class="notice error" role="alert"><p>${visible(trouble, 400)}</p></div>`
            : nothing
      }
      ${
        notice
          ? html`<div class="notice" role="alert">
              <p>${visible(notice.text, 400)}</p>
              ${
                notice.kind === "restarted"
                  ? html`<button type="button" @click=${() => this.app.check()}>Check again</button>`
                  : nothing
              }
              <button type="button" class="bare" aria-label="Close this note" @click=${() => this.app.store.set({ notice: undefined })}>
                ${icon("close")}
              </button>
            </div>`
          : nothing
      }
      ${
        state.online
          ? nothing
          : html`<div class="notice quiet" role="status"><p>You are offline. Everything still works: nothing ever leaves this page.</p></div>`
      }
    </div>`;
  }

  #tabs(state: State): TemplateResult {
    const counts: Partial<Record<Tab, number>> = {};
    if (state.answer) counts.findings = state.answer.findings.code.length;
    return html`<div class="tabs" role="group" aria-label="Panes">
      ${TABS.map(
        ({ id, title }) =>
          html`<button
            type="button"
            class="tab tab-${id}"
            aria-pressed=${state.tab === id}
            @click=${() => this.app.store.set({ tab: id })}
          >
            ${title}${counts[id] === undefined ? nothing : html` <span class="count">${counts[id].toLocaleString("en")}</span>`}
          </button>`,
      )}
    </div>`;
  }

  #dialog(id: string): void {
    this.dispatchEvent(new CustomEvent("opfit-dialog", { detail: { id } }));
  }

  #skip = (event: Event) => {
    event.preventDefault();
    this.app.store.set({ tab: "findings" });
    this.querySelector<HTMLElement>("opfit-findings [data-focus], opfit-findings input")?.focus();
  };

  #picked = async (event: Event) => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) await this.app.openFile(file);
    input.value = "";
  };

  #dragEnter = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    ++this.#dragging;
    this.requestUpdate();
  };

  #dragLeave = () => {
    this.#dragging = Math.max(0, this.#dragging - 1);
    this.requestUpdate();
  };

  #drop = (event: DragEvent) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    this.#dragging = 0;
    this.requestUpdate();
    if (files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    void this.app.openFiles(files);
  };
}
