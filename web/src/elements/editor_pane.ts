import type { Diagnostic } from "@codemirror/lint";
import { html, nothing, type TemplateResult } from "lit";
import { GraphEditor } from "../editor/editor.ts";
import type { DocumentWindow } from "../engine/messages.ts";
import type { Severity } from "../engine/protocol.ts";
import { EDIT_LIMIT, type State } from "../store.ts";
import { visible } from "../visible_text.ts";
import { AppElement } from "./base.ts";
import { icon } from "./icons.ts";

const MOST_MARKS = 500;
const LEVEL: Record<Severity, Diagnostic["severity"]> = { error: "error", warning: "warning", note: "info" };

/** The document: edited whole, or, where it is too large for that, read a window at a time. */
export class EditorPane extends AppElement {
  #editor: GraphEditor | undefined;
  #shown = -1;
  #serial = -1;
  #window: DocumentWindow | undefined;

  protected override firstUpdated(): void {
    const host = this.querySelector(".editor-host") as HTMLElement;
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":host { display: block; height: 100%; } .cm-editor { height: 100%; }");
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    this.#editor = new GraphEditor(root, {
      changed: (text) => this.app.textChanged(text),
      moved: (position) => this.#select(position),
      pasted: (text) => this.#paste(text),
    });
    this.app.currentText = () => this.#editor?.text ?? "";
    this.#sync(this.state, undefined);
  }

  protected override stateChanged(now: State, before: State): void {
    this.#sync(now, before);
    if (now.document !== before.document || now.edited !== before.edited || now.answer !== before.answer)
      this.requestUpdate();
  }

  #sync(now: State, before: State | undefined): void {
    const editor = this.#editor;
    if (!editor || !now.document) return;
    if (now.document.serial !== this.#shown) {
      this.#shown = now.document.serial;
      this.#window = undefined;
      editor.show(now.document.text ?? "", now.document.blob !== undefined);
    }
    if (now.answer !== before?.answer) this.#answered(now);
    if (now.selection.serial !== this.#serial) {
      this.#serial = now.selection.serial;
      if (now.selection.by !== "editor") this.#reveal(now);
    }
  }

  #answered({ answer, document }: State): void {
    if (!answer || !document) return;
    if (document.blob) void this.#showWindow(this.#window?.from ?? 0);
    else {
      const marks = answer.findings.head.slice(0, MOST_MARKS).flatMap(({ range, severity, message, code }) =>
        range
          ? {
              from: range[0],
              to: range[1],
              severity: LEVEL[severity],
              message: visible(message, 400),
              source: code,
            }
          : [],
      );
      this.#editor?.mark(marks);
    }
  }

  #reveal({ selection, details, graph, document }: State): void {
    const range = details.get(selection.finding)?.range;
    const from = range?.[0] ?? graph?.offset[selection.node];
    if (from === undefined) return;
    if (document?.blob) void this.#showWindow(from, range?.[1]);
    else this.#editor?.reveal(from, range?.[1] ?? from);
  }

  async #showWindow(at: number, until?: number): Promise<void> {
    const shown = await this.app.window(at);
    if (!shown || !this.state.document?.blob) return;
    this.#window = shown;
    this.#editor?.show(shown.text, true, shown.firstLine);
    this.#editor?.mark(
      shown.marks.map(({ severity, message, code, ...range }) => ({
        ...range,
        severity: LEVEL[severity],
        message: visible(message, 400),
        source: code,
      })),
    );
    if (at > shown.from)
      this.#editor?.reveal(shown.position, until === undefined ? shown.position : shown.position + 1);
    this.requestUpdate();
  }

  /** The node the cursor is in: the last one that begins before it. */
  #select(position: number): void {
    const { graph } = this.state;
    if (!graph || this.#window) return;
    let node = -1;
    for (let at = 0; at < graph.count; ++at) {
      const offset = graph.offset[at] as number;
      if (offset <= position && (node < 0 || offset >= (graph.offset[node] as number))) node = at;
    }
    if (node !== this.state.selection.node) this.app.select({ node, by: "editor" });
  }

  #paste(text: string): boolean {
    if (text.length <= EDIT_LIMIT && !this.state.document?.blob) return false;
    if (text.length === 0) return false;
    void this.app.openText("pasted.json", text, "user");
    return true;
  }

  protected override render(): TemplateResult {
    const { document, edited, answer, welcome } = this.state;
    return html`
      <div class="pane-head">
        <h2 id="title-document"><bdi>${document ? visible(document.name, 60) : "Document"}</bdi></h2>
        <span class="quiet">${edited ? "changed · " : ""}${answer && document ? sizeWords(answer.size) : ""}</span>
      </div>
      ${
        welcome && document
          ? html`<div class="welcome">
              <p>
                <strong>This is an example.</strong> Paste or drop your own graph over it; it stays in this page.
              </p>
              <button type="button" class="bare" aria-label="Close this note" @click=${() => this.app.store.set({ welcome: false })}>
                ${icon("close")}
              </button>
            </div>`
          : nothing
      }
      ${this.#window ? this.#windowBar(this.#window) : nothing}
      <div class="editor-host"></div>
    `;
  }

  #windowBar({ from, to, size, firstLine, lines, text }: DocumentWindow): TemplateResult {
    const lastLine = firstLine + text.split("\n").length - 1;
    return html`<div class="window-bar">
      <p>
        Too large to edit here (${sizeWords(size)}), so you are reading lines
        ${firstLine.toLocaleString("en")} to ${lastLine.toLocaleString("en")} of ${lines.toLocaleString("en")}. All of it is checked.
      </p>
      <button type="button" class="bare" aria-label="Earlier lines" ?disabled=${from === 0} @click=${() => this.#showWindow(from - 1)}>
        ${icon("up")}
      </button>
      <button type="button" class="bare" aria-label="Later lines" ?disabled=${to >= size} @click=${() => this.#showWindow(to + 1)}>
        ${icon("down")}
      </button>
    </div>`;
  }
}
customElements.define("opfit-editor", EditorPane);

function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
