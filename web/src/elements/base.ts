import { LitElement } from "lit";
import type { App } from "../app.ts";
import type { State } from "../store.ts";

/** An element of the page: draws itself from the store, into the page's own tree and styles. */
export abstract class AppElement extends LitElement {
  app!: App;
  #stop: (() => void) | undefined;

  get state(): State {
    return this.app.state;
  }

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.app.store.subscribe((now, before) => this.stateChanged(now, before));
  }

  override disconnectedCallback(): void {
    this.#stop?.();
    super.disconnectedCallback();
  }

  protected stateChanged(_now: State, _before: State): void {
    this.requestUpdate();
  }
}
