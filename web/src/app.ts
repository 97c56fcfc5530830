import { type CheckResult, type EngineClient, Restarted } from "./engine/client.ts";
import type { Answer, CheckAnswer, Source } from "./engine/messages.ts";
import { stringAt } from "./engine/packed_strings.ts";
import type { Finding } from "./engine/protocol.ts";
import { exampleNamed, FIRST_EXAMPLE } from "./examples.ts";
import { commandLine, targetText } from "./share/command_line.ts";
import { reportMarkdown } from "./share/markdown.ts";
import { EDIT_LIMIT, type OpenDocument, type Selection, type State, Store, type Target } from "./store.ts";
import { decodeState, encodeState, LINK_LIMIT, type SharedState } from "./url_state.ts";

const BLINK_MS = 150;
const NO_SELECTION = { node: -1, finding: -1 };

/** What the page can do. Elements call it, and hear of the result from the store. */
export class App {
  readonly store = new Store();
  /** The editor's text; asked for only when it is needed. */
  currentText: () => string = () => this.store.state.document?.text ?? "";
  #serial = 0;
  #linkTimer: ReturnType<typeof setTimeout> | undefined;
  #writtenHash = "";

  constructor(readonly client: EngineClient) {}

  get state(): State {
    return this.store.state;
  }

  async start(): Promise<void> {
    this.store.set({ online: navigator.onLine });
    for (const event of ["online", "offline"]) {
      addEventListener(event, () => this.store.set({ online: navigator.onLine }));
    }
    addEventListener("hashchange", () => {
      if (location.hash !== this.#writtenHash) void this.openLink(location.hash);
    });
    const opened = this.openLink(location.hash);
    try {
      const { version, targets } = await this.client.ask("start", {});
      const target = {
        backend: this.state.target.backend,
        soc: this.state.target.soc || (targets.default.soc ?? ""),
        sdk: this.state.target.sdk || (targets.default.sdk ?? ""),
      };
      this.store.set({ engine: "ready", version: version.tool.version, targets, target });
    } catch (error) {
      this.store.set({ engine: "missing", trouble: messageOf(error) });
      return;
    }
    await opened;
    if (this.state.document) await this.check(sourceOf(this.state.document, this.currentText()));
  }

  /** Opens what a link carries; without one, the first example. */
  async openLink(hash: string): Promise<void> {
    let shared: SharedState | undefined;
    try {
      shared = await decodeState(hash);
    } catch {
      this.store.set({
        notice: {
          kind: "linkBroken",
          text: "This link is damaged or incomplete, so an example is shown instead.",
        },
      });
    }
    const target = { ...this.state.target };
    if (shared?.backend) target.backend = shared.backend;
    if (shared?.soc !== undefined) target.soc = shared.soc;
    if (shared?.sdk) target.sdk = shared.sdk;
    this.store.set({ target, strict: !shared?.lenient });
    if (shared?.text !== undefined) {
      await this.openText(shared.name ?? "shared.json", shared.text, "link");
    } else {
      const example = shared?.example ? exampleNamed(shared.example) : undefined;
      await this.openExample((example ?? FIRST_EXAMPLE).file);
    }
    if (shared?.node) this.#selectNodeNamed(shared.node);
  }

  async openExample(file: string): Promise<void> {
    const response = await fetch(`${import.meta.env.BASE_URL}examples/${file}`).catch(() => undefined);
    if (!response?.ok) {
      this.store.set({ notice: { kind: "unreadable", text: `The example ${file} could not be loaded.` } });
      return;
    }
    await this.openText(file, await response.text(), "example");
  }

  async openFile(file: File): Promise<void> {
    try {
      if (file.size <= EDIT_LIMIT) await this.openText(file.name, await file.text(), "user");
      else await this.#open({ name: file.name, origin: "user", text: undefined, blob: file });
    } catch {
      this.store.set({ notice: { kind: "unreadable", text: `The file ${file.name} could not be read.` } });
    }
  }

  /** Text of any length: what is too large for the editor goes to the worker alone. */
  async openText(name: string, text: string, origin: OpenDocument["origin"]): Promise<void> {
    if (text.length <= EDIT_LIMIT) await this.#open({ name, origin, text, blob: undefined });
    else await this.#open({ name, origin, text: undefined, blob: new Blob([text]) });
  }

  async #open(document: Omit<OpenDocument, "serial">): Promise<void> {
    const opened = { ...document, serial: ++this.#serial };
    this.store.set({
      document: opened,
      edited: false,
      selection: { ...NO_SELECTION, by: "page", serial: this.state.selection.serial + 1 },
      findingFilter: "",
      filtered: undefined,
      nodeFilter: "",
      filteredNodes: undefined,
      outcomeFilter: undefined,
      welcome: document.origin === "example" && this.state.welcome,
    });
    if (this.state.engine !== "loading" && this.state.engine !== "missing") {
      await this.check(sourceOf(opened, document.text ?? ""));
    }
  }

  /** The person typed. */
  textChanged(text: string): void {
    if (!this.state.edited) this.store.set({ edited: true, welcome: false });
    void this.check({ text });
  }

  setTarget(patch: Partial<Target>): void {
    this.store.set({ target: { ...this.state.target, ...patch } });
    void this.check();
  }

  setStrict(strict: boolean): void {
    this.store.set({ strict });
    void this.check();
  }

  setUnfolded(unfolded: boolean): void {
    this.store.set({ unfolded });
    void this.check();
  }

  /** Checks again; with a source, reads it first. */
  async check(source?: Source): Promise<void> {
    const { document, engine } = this.state;
    if (!document || engine === "loading" || engine === "missing") return;
    if (engine === "restarted" && !source) source = sourceOf(document, this.currentText());
    // What is over within a blink needs no sign that it is going on.
    const busy = setTimeout(() => this.store.set({ engine: "checking" }), BLINK_MS);
    const result = await this.client.check({
      ...(source ? { source } : {}),
      file: document.name,
      target: targetText(this.state.target),
      strict: this.state.strict,
      unfolded: this.state.unfolded,
    });
    clearTimeout(busy);
    this.#settle(result, document.serial);
  }

  #settle(result: CheckResult, serial: number): void {
    if (result.kind === "superseded" || serial !== this.state.document?.serial) return;
    if (result.kind === "stuck") {
      const text =
        "The engine did not answer in time and was started anew. Nothing is lost: change the graph or the target, or check again.";
      this.store.set({ engine: "restarted", notice: { kind: "restarted", text } });
    } else if (result.kind === "failed") {
      this.store.set({ engine: "ready", trouble: result.message });
    } else {
      this.#show(result.answer);
    }
  }

  #show(answer: CheckAnswer): void {
    const { notice, selection } = this.state;
    const readable = answer.load.status === "read";
    const graph = answer.graph && readable ? answer.graph : this.state.graph;
    const details = new Map(answer.findings.head.map((finding, id) => [id, finding]));
    const selected = selection.node < (graph?.count ?? 0) ? selection.node : -1;
    this.store.set({
      engine: "ready",
      trouble: undefined,
      answer,
      answers: this.state.answers + 1,
      graph: readable ? graph : undefined,
      stale: !readable,
      details,
      selection: { ...selection, node: selected, finding: -1, by: "page" },
      ...(notice?.kind === "restarted" ? { notice: undefined } : {}),
    });
    if (this.#wantedNode !== undefined) this.#selectNodeNamed(this.#wantedNode);
    if (this.state.findingFilter) void this.filterFindings(this.state.findingFilter);
    if (this.state.nodeFilter) void this.filterNodes(this.state.nodeFilter);
    this.#writeLinkSoon();
  }

  // --- selection

  select(selection: Partial<Selection> & { by: Selection["by"] }): void {
    const serial = this.state.selection.serial + 1;
    this.store.set({ selection: { ...NO_SELECTION, ...selection, serial } });
    this.#writeLinkSoon();
  }

  selectFinding(id: number, by: Selection["by"] = "findings"): void {
    this.select({ finding: id, node: this.state.answer?.findings.node[id] ?? -1, by });
    if (!this.state.details.has(id)) void this.wantFindings([id]);
  }

  /** The next finding, or the one before, in the order of the file. */
  stepFinding(by: 1 | -1): void {
    const count = this.state.answer?.findings.code.length ?? 0;
    if (count === 0) return;
    const { finding } = this.state.selection;
    const start = finding < 0 ? (by > 0 ? -1 : count) : finding;
    this.selectFinding((start + by + count) % count, "page");
  }

  #wantedNode: string | undefined;

  /** Selects as soon as the graph is known. */
  #selectNodeNamed(name: string): void {
    this.#wantedNode = name;
    const { graph, answer } = this.state;
    if (!graph || !answer) return;
    this.#wantedNode = undefined;
    for (let node = 0; node < graph.count; ++node) {
      if (stringAt(graph.names, node) === name) {
        const finding = answer.findings.node.indexOf(node);
        if (finding >= 0) this.selectFinding(finding, "page");
        else this.select({ node, by: "page" });
        return;
      }
    }
  }

  // --- questions beside the check

  async wantFindings(ids: number[]): Promise<void> {
    const { answer } = this.state;
    const found = await this.#quietly(this.client.ask("findings", { ids }));
    if (!found || answer !== this.state.answer) return;
    const details = new Map(this.state.details);
    ids.forEach((id, index) => {
      const finding = found[index];
      if (finding) details.set(id, finding);
    });
    this.store.set({ details });
  }

  async filterFindings(text: string): Promise<void> {
    this.store.set({ findingFilter: text });
    if (!text.trim()) {
      this.store.set({ filtered: undefined });
      return;
    }
    const filtered = await this.#quietly(this.client.ask("filterFindings", { text }));
    if (filtered && this.state.findingFilter === text) this.store.set({ filtered });
  }

  async filterNodes(text: string): Promise<void> {
    this.store.set({ nodeFilter: text });
    if (!text.trim()) {
      this.store.set({ filteredNodes: undefined });
      return;
    }
    const filteredNodes = await this.#quietly(this.client.ask("filterNodes", { text }));
    if (filteredNodes && this.state.nodeFilter === text) this.store.set({ filteredNodes });
  }

  neighbourhood(node: number): Promise<Answer<"neighbourhood"> | undefined> {
    return this.#quietly(this.client.ask("neighbourhood", { node }));
  }

  window(at: number): Promise<Answer<"window"> | undefined> {
    return this.#quietly(this.client.ask("window", { at }));
  }

  explain(code: string): Promise<Answer<"explain"> | undefined> {
    return this.#quietly(this.client.ask("explain", { code }));
  }

  operators(): Promise<Answer<"ops"> | undefined> {
    return this.#quietly(this.client.ask("ops", { target: targetText(this.state.target) }));
  }

  operator(op: string): Promise<Answer<"op"> | undefined> {
    return this.#quietly(this.client.ask("op", { target: targetText(this.state.target), op }));
  }

  async #quietly<T>(promise: Promise<T>): Promise<T | undefined> {
    try {
      return await promise;
    } catch (error) {
      if (!(error instanceof Restarted)) this.store.set({ trouble: messageOf(error) });
      return undefined;
    }
  }

  // --- sharing

  /** The state as a link; undefined if the document is too large for one. */
  async link(): Promise<string | undefined> {
    const hash = await encodeState(this.#shared());
    return hash.length > LINK_LIMIT || this.state.document?.blob
      ? undefined
      : `${location.href.split("#")[0]}#${hash}`;
  }

  #shared(): SharedState {
    const { document, edited, target, strict, selection, graph } = this.state;
    const shared: SharedState = { backend: target.backend, soc: target.soc, sdk: target.sdk };
    if (!strict) shared.lenient = true;
    if (document?.origin === "example" && !edited) shared.example = document.name;
    else if (document && !document.blob) {
      shared.name = document.name;
      shared.text = this.currentText();
    }
    if (graph && selection.node >= 0) shared.node = stringAt(graph.names, selection.node);
    return shared;
  }

  /** The address bar is the state, a moment after it settles. */
  #writeLinkSoon(): void {
    clearTimeout(this.#linkTimer);
    this.#linkTimer = setTimeout(async () => {
      const link = await this.link();
      const hash = link === undefined ? "" : new URL(link).hash;
      if (hash === location.hash) return;
      this.#writtenHash = hash;
      history.replaceState(null, "", hash || location.pathname + location.search);
    }, 400);
  }

  command(): string {
    return commandLine(this.state.document?.name ?? "graph.json", this.state.target, this.state.strict);
  }

  async markdown(only?: Finding): Promise<string> {
    const { answer, document } = this.state;
    if (!answer) return "";
    const total = only ? 1 : answer.findings.code.length;
    const ids = Array.from({ length: Math.min(total, 50) }, (_, id) => id);
    const findings = only ? [only] : await this.client.ask("findings", { ids });
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
      this.toast(`${what} copied`);
    } catch {
      this.toast("The browser did not allow copying");
    }
  }

  async downloadReport(): Promise<void> {
    const blob = await this.#quietly(this.client.ask("report", {}));
    if (!blob) return;
    const anchor = document.createElement("a");
    anchor.href = URL.createObjectURL(blob);
    anchor.download = `${(this.state.document?.name ?? "graph").replace(/\.json$/i, "")}.opfit.json`;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
  }

  toast(text: string): void {
    this.store.set({ toast: text });
    setTimeout(() => {
      if (this.state.toast === text) this.store.set({ toast: undefined });
    }, 2_500);
  }
}

function sourceOf(document: OpenDocument, text: string): Source {
  return document.blob ? { blob: document.blob } : { text };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
