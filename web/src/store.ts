import type { CheckAnswer, DocumentView, GraphColumns, Outcome } from "./engine/messages.ts";
import type { Finding, TargetsReply } from "./engine/protocol.ts";

export interface OpenDocument {
  /** Grows with every document opened, so that elements notice. */
  serial: number;
  name: string;
  origin: "example" | "user" | "link";
  /** The text as it was opened; the editor has the newest. Undefined where there is a blob. */
  text: string | undefined;
  /** What only the worker reads: a large document, or a binary one. */
  blob: Blob | undefined;
  binary: boolean;
}

export type EngineState = "loading" | "ready" | "checking" | "restarted" | "missing";
export type Tab = "document" | "graph" | "findings" | "operators";
export type Grouping = "node" | "code" | "none";
export type Theme = "auto" | "light" | "dark";

export interface Target {
  backend: string;
  soc: string;
  sdk: string;
}

export interface Selection {
  /** -1 where there is none. */
  node: number;
  finding: number;
  /** Who selected: the others follow. */
  by: "editor" | "graph" | "findings" | "page";
  /** Grows with every selection, so that selecting the same again scrolls there again. */
  serial: number;
}

export interface State {
  engine: EngineState;
  /** Why the engine is missing, or a check could not run. */
  trouble: string | undefined;
  online: boolean;
  version: string;
  /** The default one first. */
  backends: readonly string[];
  targets: TargetsReply | undefined;
  target: Target;
  strict: boolean;
  document: OpenDocument | undefined;
  /** How a binary document is shown. */
  view: DocumentView | undefined;
  /** Whether the text was changed since it was opened. */
  edited: boolean;
  graph: GraphColumns | undefined;
  answer: CheckAnswer | undefined;
  /** Grows with every answer. */
  answers: number;
  /** The last answer is of an older text that could be read. */
  stale: boolean;
  details: ReadonlyMap<number, Finding>;
  selection: Selection;
  tab: Tab;
  grouping: Grouping;
  findingFilter: string;
  /** Ids that match the filter; undefined without one. */
  filtered: Uint32Array | undefined;
  outcomeFilter: Outcome | undefined;
  nodeFilter: string;
  filteredNodes: Uint32Array | undefined;
  unfolded: boolean;
  operator: string | undefined;
  theme: Theme;
  /** A short note that goes away by itself. */
  toast: string | undefined;
  /** A note that stays until it is closed. */
  notice: { kind: "linkBroken" | "onlyOne" | "restarted" | "unreadable"; text: string } | undefined;
  welcome: boolean;
}

export const initialState: State = {
  engine: "loading",
  trouble: undefined,
  online: true,
  version: "",
  backends: [],
  targets: undefined,
  target: { backend: "htp", soc: "", sdk: "" },
  strict: true,
  document: undefined,
  view: undefined,
  edited: false,
  graph: undefined,
  answer: undefined,
  answers: 0,
  stale: false,
  details: new Map(),
  selection: { node: -1, finding: -1, by: "page", serial: 0 },
  tab: "findings",
  grouping: "node",
  findingFilter: "",
  filtered: undefined,
  outcomeFilter: undefined,
  nodeFilter: "",
  filteredNodes: undefined,
  unfolded: false,
  operator: undefined,
  theme: "auto",
  toast: undefined,
  notice: undefined,
  welcome: true,
};

/** One state, one way to change it, one way to hear of it. */
export class Store {
  #state: State = initialState;
  #listeners = new Set<(now: State, before: State) => void>();

  get state(): State {
    return this.#state;
  }

  set(patch: Partial<State>): void {
    const before = this.#state;
    this.#state = { ...before, ...patch };
    for (const listener of [...this.#listeners]) listener(this.#state, before);
  }

  subscribe(listener: (now: State, before: State) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
