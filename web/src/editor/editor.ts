import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentUnit } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { completeGraph } from "./completion.ts";
import { hangingIndent } from "./hanging_indent.ts";
import { theme } from "./theme.ts";

export interface EditorEvents {
  changed(text: string): void;
  /** The person moved the cursor. */
  moved(position: number): void;
  /** Returns whether the text was taken care of. */
  pasted(text: string): boolean;
}

/** The document's editor: CodeMirror in a shadow root, where its styles need no inline style. */
export class GraphEditor {
  readonly #view: EditorView;
  readonly #firstLine = new Compartment();
  #quiet = false;

  constructor(
    root: ShadowRoot,
    private readonly events: EditorEvents,
  ) {
    this.#view = new EditorView({ root, parent: root, state: this.#stateOf("", false) });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Shows another document. What is only a window of one is not edited, and its lines count on. */
  show(text: string, readOnly: boolean, firstLine = 1): void {
    this.#quiet = true;
    this.#view.setState(this.#stateOf(text, readOnly, firstLine));
    this.#quiet = false;
  }

  mark(diagnostics: readonly Diagnostic[]): void {
    const { doc } = this.#view.state;
    const inside = diagnostics
      .filter(({ from }) => from <= doc.length)
      .map((diagnostic) => {
        // A whole node underlined says less than its first line.
        const line = doc.lineAt(diagnostic.from);
        return { ...diagnostic, to: Math.max(diagnostic.from, Math.min(diagnostic.to, line.to)) };
      });
    this.#view.dispatch(setDiagnostics(this.#view.state, inside));
  }

  /** Scrolls a range into view and selects it, without taking the focus. */
  reveal(from: number, to: number): void {
    const { doc } = this.#view.state;
    const anchor = Math.min(from, doc.length);
    const head = Math.min(Math.max(to, from), doc.length);
    this.#quiet = true;
    this.#view.dispatch({
      selection: { anchor, head: head > doc.lineAt(anchor).to ? anchor : head },
      effects: EditorView.scrollIntoView(anchor, { y: "center" }),
    });
    this.#quiet = false;
  }

  focus(): void {
    this.#view.focus();
  }

  #stateOf(doc: string, readOnly: boolean, firstLine = 1): EditorState {
    return EditorState.create({ doc, extensions: [this.#extensions(readOnly, firstLine)] });
  }

  #extensions(readOnly: boolean, firstLine: number): Extension {
    return [
      this.#firstLine.of(lineNumbers({ formatNumber: (line) => String(line + firstLine - 1) })),
      foldGutter(),
      codeFolding(),
      lintGutter(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      bracketMatching(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      search({ top: true }),
      json(),
      indentUnit.of(" "),
      EditorState.tabSize.of(2),
      theme,
      placeholder("Paste a quantization-annotated graph here, or drop a file anywhere on the page."),
      EditorView.contentAttributes.of({
        "aria-label": "Graph as JSON",
        "aria-multiline": "true",
        spellcheck: "false",
        tabindex: "0",
      }),
      // Graphs are often written a node to a line; wrapped, far fewer of them are drawn at once.
      EditorView.lineWrapping,
      hangingIndent,
      readOnly
        ? EditorState.readOnly.of(true)
        : [closeBrackets(), autocompletion({ override: [completeGraph], icons: false })],
      keymap.of([
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...defaultKeymap,
        indentWithTab,
      ]),
      EditorView.domEventHandlers({
        paste: (event) => this.events.pasted(event.clipboardData?.getData("text/plain") ?? ""),
        beforeinput: typeOverSelection,
      }),
      EditorView.updateListener.of((update) => {
        if (this.#quiet) return;
        if (update.docChanged) this.events.changed(update.state.doc.toString());
        else if (update.selectionSet && update.transactions.some((each) => each.isUserEvent("select"))) {
          this.events.moved(update.state.selection.main.head);
        }
      }),
    ];
  }
}

/**
 * Replaces a selection by what is typed. Left to itself, the browser keeps the
 * look of what was selected in an inline style, which the page's policy refuses.
 */
function typeOverSelection(event: InputEvent, view: EditorView): boolean {
  const { main } = view.state.selection;
  if (event.inputType !== "insertText" || event.data === null || main.empty || view.composing) return false;
  const text = event.data;
  const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type" });
  const handled = view.state
    .facet(EditorView.inputHandler)
    .some((handle) => handle(view, main.from, main.to, text, insert));
  if (!handled) view.dispatch(insert());
  event.preventDefault();
  return true;
}
