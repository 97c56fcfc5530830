import { html, nothing, type TemplateResult } from "lit";
import type { CodePage } from "../engine/protocol.ts";
import { EXAMPLES } from "../examples.ts";
import { AppElement } from "./base.ts";
import { icon, outcomeIcon } from "./icons.ts";
import { markdownView } from "./markdown_view.ts";
import { SHORTCUTS } from "./shortcuts.ts";

type DialogId = "examples" | "share" | "help" | "explain";

const TITLES: Record<DialogId, string> = {
  examples: "Examples",
  share: "Share",
  help: "Help",
  explain: "Explain",
};

/** One dialog at a time: examples, sharing, help, and the page of a code. */
export class Dialogs extends AppElement {
  #id: DialogId | undefined;
  #link: string | undefined | "pending" = "pending";
  #code: CodePage | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.querySelector("opfit-page")?.addEventListener("opfit-dialog", ((
      event: CustomEvent<{ id: DialogId; code?: string }>,
    ) => {
      void this.#open(event.detail.id, event.detail.code);
    }) as EventListener);
  }

  async #open(id: DialogId, code?: string): Promise<void> {
    this.#id = id;
    this.#code = undefined;
    this.#link = "pending";
    this.requestUpdate();
    await this.updateComplete;
    const dialog = this.querySelector("dialog");
    if (dialog && !dialog.open) dialog.showModal();
    if (id === "share") this.#link = await this.app.sharing.link();
    if (id === "explain" && code) this.#code = await this.app.explain(code);
    this.requestUpdate();
  }

  #close = () => this.querySelector("dialog")?.close();

  protected override render(): TemplateResult {
    const id = this.#id;
    const title =
      id === "explain" && this.#code ? `${this.#code.id} ${this.#code.name}` : TITLES[id ?? "help"];
    return html`<dialog
      aria-labelledby="dialog-title"
      class=${id ?? ""}
      @click=${(event: Event) => {
        if (event.target === event.currentTarget) this.#close();
      }}
      @close=${() => {
        this.#id = undefined;
        this.requestUpdate();
      }}
    >
      <div class="dialog-box">
        <div class="dialog-head">
          <h2 id="dialog-title">${title}</h2>
          <button type="button" class="bare" aria-label="Close" @click=${this.#close}>${icon("close")}</button>
        </div>
        ${id === undefined ? nothing : this.#body(id)}
      </div>
    </dialog>`;
  }

  #body(id: DialogId): TemplateResult {
    switch (id) {
      case "examples":
        return this.#examples();
      case "share":
        return this.#share();
      case "help":
        return help();
      case "explain":
        return this.#code
          ? html`<div class="prose">
              ${markdownView(this.#code.explain)}
            </div>`
          : html`<div class="skeleton" aria-hidden="true"><i></i><i></i><i></i></div>`;
    }
  }

  #examples(): TemplateResult {
    return html`<p class="quiet">Graphs of real shape and size, without weights. They are in the repository, too.</p>
      <ul class="gallery">
        ${EXAMPLES.map(
          ({ file, title, recipe, shows, clean }) => html`<li>
            <button
              type="button"
              @click=${() => {
                this.#close();
                void this.app.openExample(file);
              }}
            >
              <strong>${outcomeIcon(clean ? "supported" : "unsupported")} ${title}</strong>
              <span>${shows}</span>
              <span class="quiet">${recipe}</span>
            </button>
          </li>`,
        )}
      </ul>`;
  }

  #share(): TemplateResult {
    const link = this.#link;
    const { document, answer } = this.state;
    return html`<div class="share">
      <section>
        <h3>Link</h3>
        ${
          link === "pending"
            ? html`<p class="quiet">Making the link…</p>`
            : link === undefined
              ? html`<p class="too-large">
                  ${document?.name ?? "The document"} is too large for a link. Send the file, with the command line or the report below.
                </p>`
              : html`<p class="quiet">Holds the graph and the target itself, after the #: browsers never send that part to a server.</p>
                  <div class="copy-row">
                    <input readonly aria-label="Link" .value=${link} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
                    <button type="button" @click=${() => this.app.sharing.copy(link, "Link")}>${icon("copy")} Copy link</button>
                  </div>`
        }
      </section>
      <section>
        <h3>Command line</h3>
        <div class="copy-row">
          <code class="command" tabindex="0">${this.app.sharing.command()}</code>
          <button type="button" @click=${() => this.app.sharing.copy(this.app.sharing.command(), "Command")}>${icon("copy")} Copy command</button>
        </div>
      </section>
      <section>
        <h3>Report</h3>
        <div class="copy-row">
          <button type="button" ?disabled=${!answer} @click=${async () => this.app.sharing.copy(await this.app.sharing.markdown(), "Report")}>
            ${icon("copy")} Copy as Markdown
          </button>
          <button type="button" ?disabled=${!answer} @click=${() => this.app.sharing.downloadReport()}>${icon("download")} Download JSON</button>
        </div>
      </section>
    </div>`;
  }
}
customElements.define("opfit-dialogs", Dialogs);

function help(): TemplateResult {
  return html`<div class="prose">
    <p>
      Paste, drop or open a quantization-annotated graph. Every operator is compared with what the chosen chip takes, in this page, by the
      same engine as the command line tool. Nothing is uploaded.
    </p>
    <h3>Outcomes</h3>
    <ul class="legend">
      <li>${outcomeIcon("supported")} <b>supported</b>: a catalog row takes the operator as it is</li>
      <li>${outcomeIcon("unsupported")} <b>unsupported</b>: the catalog says no, or the node contradicts itself</li>
      <li>${outcomeIcon("unknown")} <b>unknown</b>: the catalog does not say</li>
      <li>${outcomeIcon("unchecked")} <b>unchecked</b>: nothing to check there</li>
    </ul>
    <h3>Keys</h3>
    <dl class="keys">
      ${SHORTCUTS.map(
        ({ keys, does }) =>
          html`<div>
            <dt>${keys.split(" ").map((key) => (/^(then|,)$/.test(key) ? html`${key} ` : html`<kbd>${key}</kbd> `))}</dt>
            <dd>${does}</dd>
          </div>`,
      )}
    </dl>
    <h3>Formats</h3>
    <p>The annotated graph (<code>"format": "annotated-graph"</code>), and the net JSON that QNN converters write.</p>
  </div>`;
}
