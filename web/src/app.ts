import { type CheckResult, type EngineClient, Restarted } from "./engine/client.ts";
import type { Answer, CheckAnswer, Source } from "./engine/messages.ts";
import { stringAt } from "./engine/packed_strings.ts";
import { exampleNamed, FIRST_EXAMPLE } from "./examples.ts";
import { copyNameOf, looksBinary } from "./files.ts";
import { EDIT_LIMIT } from "./limits.ts";
import { targetText } from "./share/command_line.ts";
import { Sharing } from "./share/sharing.ts";
import { type OpenDocument, type Selection, type State, Store, type Target } from "./store.ts";
import { decodeState, type SharedState } from "./url_state.ts";

const BLINK_MS = 150;
const NO_SELECTION = { node: -1, finding: -1 };

/** What the page can do. Elements call it, and hear of the result from the store. */
export class App {
  readonly store = new Store();
  /** The editor's text; asked for only when it is needed. */
  currentText: () => string = () => this.store.state.document?.text ?? "";
  readonly sharing = new Sharing(this);
  #serial = 0;
  #retargets = 0;
  /** What was chosen of a backend before another was. */
  #targetOf = new Map<string, Target>();

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
      if (this.sharing.wrote(location.hash)) return;
      void this.#follow(location.hash);
    });
    const link = this.#readLink(location.hash);
    const opened = link.then((shared) => this.#openShared(shared));
    try {
      const { version } = await this.client.ask("start", {});
      this.store.set({ version: version.tool.version, backends: version.backends });
      await this.#retarget(targetOf(await link));
      this.store.set({ engine: "ready" });
    } catch (error) {
      this.store.set({ engine: "missing", trouble: messageOf(error) });
      return;
    }
    await opened;
    if (this.state.document) await this.check(sourceOf(this.state.document, this.currentText()));
  }

  /** Another link was put into the address bar. */
  async #follow(hash: string): Promise<void> {
    const shared = await this.#readLink(hash);
    await this.quietly(this.#retarget(targetOf(shared)));
    await this.#openShared(shared);
  }

  async #readLink(hash: string): Promise<SharedState | undefined> {
    try {
      return await decodeState(hash);
    } catch {
      const text = "This link is damaged or incomplete, so an example is shown instead.";
      this.store.set({ notice: { kind: "linkBroken", text } });
      return undefined;
    }
  }

  /** Opens what a link carries; without one, the first example. */
  async #openShared(shared: SharedState | undefined): Promise<void> {
    this.store.set({ strict: !shared?.lenient });
    if (shared?.text !== undefined) {
      await this.openText(shared.name ?? "shared.json", shared.text, "link");
    } else {
      const example = shared?.example ? exampleNamed(shared.example) : undefined;
      await this.openExample((example ?? FIRST_EXAMPLE).file);
    }
    if (shared?.node) this.#selectNodeNamed(shared.node);
  }

  /** Asks what a backend offers, which loads its catalog and no other, and takes its defaults for what is not said. */
  async #retarget(wanted: Partial<Target>): Promise<void> {
    const asked = ++this.#retargets;
    const known = this.state.backends;
    let backend = wanted.backend ?? known[0] ?? "htp";
    if (!known.includes(backend)) {
      const text = `There is no backend named ${backend} here, so ${known[0]} is shown instead.`;
      this.store.set({ notice: { kind: "linkBroken", text } });
      backend = known[0] ?? backend;
      wanted = {};
    }
    const loaded = this.state.targets;
    const targets =
      loaded?.default.backend === backend ? loaded : await this.client.ask("targets", { backend });
    if (asked !== this.#retargets) return;
    const { soc, sdk } = targets.default;
    const target = { backend, soc: wanted.soc || soc || "", sdk: wanted.sdk || sdk || "" };
    this.store.set({ targets, target });
  }

  async openExample(file: string): Promise<void> {
    const response = await fetch(`${import.meta.env.BASE_URL}examples/${file}`).catch(() => undefined);
    if (!response?.ok) {
      this.store.set({ notice: { kind: "unreadable", text: `The example ${file} could not be loaded.` } });
      return;
    }
    await this.openText(file, await response.text(), "example");
  }

  /** One document at a time: the first, and the page says so. */
  async openFiles([first, ...others]: File[]): Promise<void> {
    if (!first) return;
    await this.openFile(first);
    if (others.length === 0) return;
    const names = others.map(({ name }) => name).join(", ");
    const text = `One document is shown at a time: ${first.name}. Left out: ${names}.`;
    this.store.set({ notice: { kind: "onlyOne", text } });
  }

  async openFile(file: File): Promise<void> {
    try {
      const binary = await looksBinary(file);
      const whole = !binary && file.size <= EDIT_LIMIT;
      const text = whole ? await file.text() : undefined;
      await this.#open({ name: file.name, origin: "user", text, blob: whole ? undefined : file, binary });
    } catch {
      this.store.set({ notice: { kind: "unreadable", text: `The file ${file.name} could not be read.` } });
    }
  }

  /** Text of any length: what is too large for the editor goes to the worker alone. */
  async openText(name: string, text: string, origin: OpenDocument["origin"]): Promise<void> {
    const whole = text.length <= EDIT_LIMIT;
    const blob = whole ? undefined : new Blob([text]);
    await this.#open({ name, origin, text: whole ? text : undefined, blob, binary: false });
  }

  /** The text that a binary file is shown as, to go on from. */
  async editCopy(): Promise<void> {
    const { document, view } = this.state;
    if (document && view?.text !== undefined) {
      await this.openText(copyNameOf(document.name), view.text, "user");
    }
  }

  async #open(document: Omit<OpenDocument, "serial">): Promise<void> {
    const opened = { ...document, serial: ++this.#serial };
    this.store.set({
      document: opened,
      view: undefined,
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

  async setBackend(backend: string): Promise<void> {
    const { target } = this.state;
    this.#targetOf.set(target.backend, target);
    await this.quietly(this.#retarget(this.#targetOf.get(backend) ?? { backend }));
    await this.check();
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
      view: answer.view ?? this.state.view,
      stale: !readable,
      details,
      selection: { ...selection, node: selected, finding: -1, by: "page" },
      ...(notice?.kind === "restarted" ? { notice: undefined } : {}),
    });
    if (this.#wantedNode !== undefined) this.#selectNodeNamed(this.#wantedNode);
    if (this.state.findingFilter) void this.filterFindings(this.state.findingFilter);
    if (this.state.nodeFilter) void this.filterNodes(this.state.nodeFilter);
    this.sharing.writeLinkSoon();
  }

  // --- selection

  select(selection: Partial<Selection> & { by: Selection["by"] }): void {
    const serial = this.state.selection.serial + 1;
    this.store.set({ selection: { ...NO_SELECTION, ...selection, serial } });
    this.sharing.writeLinkSoon();
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
    const found = await this.quietly(this.client.ask("findings", { ids }));
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
    const filtered = await this.quietly(this.client.ask("filterFindings", { text }));
    if (filtered && this.state.findingFilter === text) this.store.set({ filtered });
  }

  async filterNodes(text: string): Promise<void> {
    this.store.set({ nodeFilter: text });
    if (!text.trim()) {
      this.store.set({ filteredNodes: undefined });
      return;
    }
    const filteredNodes = await this.quietly(this.client.ask("filterNodes", { text }));
    if (filteredNodes && this.state.nodeFilter === text) this.store.set({ filteredNodes });
  }

  neighbourhood(node: number): Promise<Answer<"neighbourhood"> | undefined> {
    return this.quietly(this.client.ask("neighbourhood", { node }));
  }

  window(at: number): Promise<Answer<"window"> | undefined> {
    return this.quietly(this.client.ask("window", { at }));
  }

  explain(code: string): Promise<Answer<"explain"> | undefined> {
    return this.quietly(this.client.ask("explain", { code }));
  }

  operators(): Promise<Answer<"ops"> | undefined> {
    return this.quietly(this.client.ask("ops", { target: targetText(this.state.target) }));
  }

  operator(op: string): Promise<Answer<"op"> | undefined> {
    return this.quietly(this.client.ask("op", { target: targetText(this.state.target), op }));
  }

  async quietly<T>(promise: Promise<T>): Promise<T | undefined> {
    try {
      return await promise;
    } catch (error) {
      if (!(error instanceof Restarted)) this.store.set({ trouble: messageOf(error) });
      return undefined;
    }
  }

  toast(text: string): void {
    this.store.set({ toast: text });
    setTimeout(() => {
      if (this.state.toast === text) this.store.set({ toast: undefined });
    }, 2_500);
  }
}

function sourceOf({ blob, binary }: OpenDocument, text: string): Source {
  return blob ? { blob, binary } : { text };
}

function targetOf(shared: SharedState | undefined): Partial<Target> {
  const { backend, soc, sdk } = shared ?? {};
  return { ...(backend && { backend }), ...(soc !== undefined && { soc }), ...(sdk && { sdk }) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
