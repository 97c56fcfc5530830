import type { App } from "../app.ts";
import { stringAt } from "../engine/packed_strings.ts";
import type { Finding } from "../engine/protocol.ts";
import { copyNameOf, save } from "../files.ts";
import { encodeState, LINK_LIMIT, type SharedState } from "../url_state.ts";
import { commandLine } from "./command_line.ts";
import { reportMarkdown } from "./markdown.ts";

const SETTLE_MS = 400;
const MOST_FINDINGS = 50;

/** Everything that leaves the page, and only where the person takes it. */
export class Sharing {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #written = "";

  constructor(private readonly app: App) {}

  /** The state as a link; undefined if the document is too large for one. */
  async link(): Promise<string | undefined> {
    const { document, edited, view } = this.app.state;
    const named = document?.origin === "example" && !edited;
    if (document?.blob && view?.text === undefined && !named) return undefined;
    const hash = await encodeState(this.#shared());
    return hash.length > LINK_LIMIT ? undefined : `${location.href.split("#")[0]}#${hash}`;
  }

  #shared(): SharedState {
    const { document, edited, view, target, strict, selection, graph } = this.app.state;
    const shared: SharedState = { backend: target.backend, soc: target.soc, sdk: target.sdk };
    if (!strict) shared.lenient = true;
    if (document?.origin === "example" && !edited) shared.example = document.name;
    else if (document) {
      // A binary file travels as the graph that was read from it, which fares no differently.
      shared.name = document.binary ? copyNameOf(document.name) : document.name;
      shared.text = view?.text ?? this.app.currentText();
    }
    if (graph && selection.node >= 0) shared.node = stringAt(graph.names, selection.node);
    return shared;
  }

  /** The address bar is the state, a moment after it settles. */
  writeLinkSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const link = await this.link();
      const hash = link === undefined ? "" : new URL(link).hash;
      if (hash === location.hash) return;
      this.#written = hash;
      history.replaceState(null, "", hash || location.pathname + location.search);
    }, SETTLE_MS);
  }

  /** Whether this is what was last written to the address bar. */
  wrote(hash: string): boolean {
    return hash === this.#written;
  }

  command(): string {
    const { document, target, strict } = this.app.state;
    return commandLine(document?.name ?? "graph.json", target, strict);
  }

  async markdown(only?: Finding): Promise<string> {
    const { answer, document } = this.app.state;
    if (!answer) return "";
    const total = only ? 1 : answer.findings.code.length;
    const ids = Array.from({ length: Math.min(total, MOST_FINDINGS) }, (_, id) => id);
    const findings = only ? [only] : await this.app.client.ask("findings", { ids });
    return reportMarkdown({
      file: document?.name ?? "graph.json",
      target: answer.target,
      catalog: answer.catalog,
      summary: answer.summary,
      findings,
      total,
      command: this.command(),
      link: await this.link(),
    });
  }

  async copy(text: string, what: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.app.toast(`${what} copied`);
    } catch {
      this.app.toast("The browser did not allow copying");
    }
  }

  async downloadReport(): Promise<void> {
    const blob = await this.app.quietly(this.app.client.ask("report", {}));
    if (blob) save(blob, copyNameOf(this.app.state.document?.name ?? "graph").replace(/json$/, "opfit.json"));
  }

  /** The JSON that a binary file is shown as, however large. */
  async downloadView(): Promise<void> {
    const blob = await this.app.quietly(this.app.client.ask("view", {}));
    if (blob) save(blob, copyNameOf(this.app.state.document?.name ?? "graph"));
  }
}
