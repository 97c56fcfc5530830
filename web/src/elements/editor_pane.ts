import type { Diagnostic } from "@codemirror/lint";
import { html, nothing, type TemplateResult } from "lit";
import { GraphEditor } from "../editor/editor.ts";
import type { CheckAnswer, DocumentWindow } from "../engine/messages.ts";
import type { Severity } from "../engine/protocol.ts";

import { EDIT_LIMIT } from "../limits.ts";
import type { State } from "../store.ts";
import { visible } from "../visible_text.ts";
import { formatWords, sizeWords } from "../words.ts";
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
    if (
      now.document !== before.document ||
      now.view !== before.view ||
      now.edited !== before.edited ||
      now.answer !== before.answer
    )
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
    if (now.view?.text !== undefined && now.view !== before?.view) editor.show(now.view.text, true);
    if (now.answer !== before?.answer) this.#answered(now);
    if (now.selection.serial !== this.#serial) {
      this.#serial = now.selection.serial;
      if (now.selection.by !== "editor") this.#reveal(now);
    }
  }

  #answered(state: State): void {
    if (!state.answer) return;
    if (isWindowed(state)) void this.#showWindow(this.#window?.from ?? 0);
    else this.#editor?.mark(marksOf(state.answer));
  }

  #reveal(state: State): void {
    const { selection, details, graph } = state;
    const range = details.get(selection.finding)?.range;
    const from = range?.[0] ?? graph?.offset[selection.node];
    if (from === undefined || from < 0) return;
    if (isWindowed(state)) void this.#showWindow(from, range?.[1]);
    else this.#editor?.reveal(from, range?.[1] ?? from);
  }

  async #showWindow(at: number, until?: number): Promise<void> {
    const shown = await this.app.window(at);
    if (!shown || !isWindowed(this.state)) return;
    this.#window = shown;
    this.#editor?.show(shown.text, true, shown.firstLine);
    this.#editor?.mark(shown.marks.map(mark));
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
    const { document, view, edited, answer } = this.state;
    const nothingToShow = document?.binary && view?.size === 0;
    return html`
      <div class="pane-head">
        <h2 id="title-document"><bdi>${document ? visible(document.name, 60) : "Document"}</bdi></h2>
        <span class="quiet">${edited ? "changed · " : ""}${answer && document ? sizeWords(answer.size) : ""}</span>
      </div>
      ${this.#welcome()} ${this.#convertedBar()} ${this.#window ? this.#windowBar(this.#window) : nothing}
      ${nothingToShow ? this.#unshown() : nothing}
      <div class="editor-host" ?hidden=${nothingToShow}></div>
    `;
  }

  #welcome(): TemplateResult | typeof nothing {
    if (!this.state.welcome || !this.state.document) return nothing;
    return html`<div class="pane-note">
      <p><strong>This is an example.</strong> Paste or drop your own graph over it; it stays in this page.</p>
      <button type="button" class="bare" aria-label="Close this note" @click=${() => this.app.store.set({ welcome: false })}>
        ${icon("close")}
      </button>
    </div>`;
  }

  /** A binary document is read, not edited; what it was turned into can be. */
  #convertedBar(): TemplateResult | typeof nothing {
    const { document, view, answer } = this.state;
    if (!document?.binary || !answer || !view || view.size === 0) return nothing;
    return html`<div class="pane-note converted">
      <p>
        <strong>${formatWords(answer.load.format)}, read-only.</strong> Shown as the annotated graph that says the same
        (${sizeWords(view.size)}).
      </p>
      ${
        view.text === undefined
          ? html`<button type="button" @click=${() => this.app.sharing.downloadView()}>${icon("download")} Save as JSON</button>`
          : html`<button type="button" @click=${() => this.app.editCopy()}>${icon("edit")} Edit a copy</button>`
      }
    </div>`;
  }

  #unshown(): TemplateResult {
    const { document, answer } = this.state;
    const read = answer?.load.status === "read";
    return html`<div class="empty">
      <p><strong>${read ? `${formatWords(answer.load.format)}, not text.` : "This file is not text."}</strong></p>
      <p>
        ${
          read
            ? html`What it holds is in the graph and in the findings.`
            : html`<bdi>${visible(document?.name ?? "", 60)}</bdi> is no graph that opfit can read: the findings say why.`
        }
      </p>
    </div>`;
  }

  #windowBar({ from, to, size, firstLine, lines, text }: DocumentWindow): TemplateResult {
    const lastLine = firstLine + text.split("\n").length - 1;
    return html`<div class="pane-note window-bar">
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

/** Whether only a part of the text is here at a time. */
function isWindowed({ document, view }: State): boolean {
  if (!document?.blob) return false;
  return !document.binary || (view !== undefined && view.text === undefined && view.size > 0);
}

function marksOf({ findings }: CheckAnswer): Diagnostic[] {
  return findings.head
    .slice(0, MOST_MARKS)
    .flatMap(({ range, severity, message, code }) =>
      range ? mark({ from: range[0], to: range[1], severity, message, code }) : [],
    );
}

function mark({ from, to, severity, message, code }: DocumentWindow["marks"][number]): Diagnostic {
  return { from, to, severity: LEVEL[severity], message: visible(message, 400), source: code };
}
