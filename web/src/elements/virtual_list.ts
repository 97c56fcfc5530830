import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

const OVERSCAN = 8;

/**
 * A list that only draws what is in view. Rows may differ in height; one row is
 * the active one, is reached with the arrow keys, and stays drawn while it has the focus.
 */
export class VirtualList extends LitElement {
  static override properties = {
    count: { attribute: false },
    heightOf: { attribute: false },
    renderRow: { attribute: false },
    active: { attribute: false },
    version: { attribute: false },
    label: { attribute: false },
    kind: { attribute: false },
  };

  count = 0;
  /** In pixels; one number if all rows are alike. */
  heightOf: number | ((index: number) => number) = 32;
  renderRow: (index: number, active: boolean) => TemplateResult = () => html``;
  active = 0;
  /** Any value that changes when the heights may have. */
  version: unknown;
  label = "";
  kind: "listbox" | "list" = "list";

  #tops: Float64Array | undefined;
  #first = 0;
  #last = 0;
  #viewHeight = 0;
  #resize = new ResizeObserver(() => this.#resized());

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    this.#resize.disconnect();
    super.disconnectedCallback();
  }

  override willUpdate(changed: PropertyValues): void {
    const heightsChanged = changed.has("count") || changed.has("heightOf") || changed.has("version");
    if (heightsChanged || !this.#tops) this.#measure();
    if (this.active >= this.count) this.active = Math.max(0, this.count - 1);
  }

  /** The active row stays in sight when the space for the list shrinks. */
  #resized(): void {
    const top = this.top(this.active);
    const wasSeen = top >= this.scrollTop && top < this.scrollTop + this.#viewHeight;
    this.#viewHeight = this.clientHeight;
    if (wasSeen) this.reveal(this.active);
    this.requestUpdate();
  }

  #measure(): void {
    if (typeof this.heightOf === "number") {
      this.#tops = undefined;
      return;
    }
    const tops = new Float64Array(this.count + 1);
    for (let index = 0; index < this.count; ++index) {
      tops[index + 1] = (tops[index] as number) + this.heightOf(index);
    }
    this.#tops = tops;
  }

  top(index: number): number {
    return typeof this.heightOf === "number" ? index * this.heightOf : (this.#tops?.[index] ?? 0);
  }

  #rowAt(y: number): number {
    if (typeof this.heightOf === "number") return Math.floor(y / this.heightOf);
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.top(middle) <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  get visibleRange(): [first: number, end: number] {
    return [this.#first, this.#last];
  }

  protected override render(): TemplateResult {
    const view = this.clientHeight || 600;
    this.#first = Math.max(0, this.#rowAt(this.scrollTop) - OVERSCAN);
    this.#last = Math.min(this.count, this.#rowAt(this.scrollTop + view) + 1 + OVERSCAN);
    const rows: number[] = [];
    if (this.active < this.#first && this.active < this.count) rows.push(this.active);
    for (let row = this.#first; row < this.#last; ++row) rows.push(row);
    if (this.active >= this.#last && this.active < this.count) rows.push(this.active);
    return html`<div
      class="rows"
      role=${this.kind}
      aria-label=${this.label}
      .style=${`height: ${this.top(this.count)}px`}
      @keydown=${this.#key}
      @focusin=${this.#focused}
    >
      ${repeat(
        rows,
        (row) => row,
        (row) =>
          html`<div
            class="row"
            role=${this.kind === "list" ? "listitem" : "presentation"}
            aria-setsize=${this.kind === "list" ? this.count : nothing}
            aria-posinset=${this.kind === "list" ? row + 1 : nothing}
            data-row=${row}
            .style=${`transform: translateY(${this.top(row)}px)`}
          >
            ${this.renderRow(row, row === this.active)}
          </div>`,
      )}
    </div>`;
  }

  protected override firstUpdated(): void {
    this.addEventListener("scroll", () => this.requestUpdate(), { passive: true });
  }

  protected override updated(): void {
    this.dispatchEvent(new CustomEvent("range", { detail: this.visibleRange }));
  }

  /** Scrolls as little as needed; to the middle if the row was out of sight. */
  reveal(index: number): void {
    if (index < 0 || index >= this.count) return;
    this.#syncHeights();
    const top = this.top(index);
    const height = this.top(index + 1) - top;
    if (top < this.scrollTop || top + height > this.scrollTop + this.clientHeight) {
      this.scrollTop = Math.max(0, top - Math.max(0, (this.clientHeight - height) / 3));
    }
    this.requestUpdate();
  }

  /** The space must have its new height before it can be scrolled. */
  #syncHeights(): void {
    const rows = this.firstElementChild;
    if (rows instanceof HTMLElement) rows.style.height = `${this.top(this.count)}px`;
  }

  async focusRow(index: number): Promise<void> {
    this.active = Math.min(Math.max(index, 0), this.count - 1);
    this.reveal(this.active);
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-row="${this.active}"] [data-focus]`)?.focus({
      preventScroll: true,
    });
  }

  #focused = (event: FocusEvent) => {
    const row = Number((event.target as Element).closest<HTMLElement>("[data-row]")?.dataset.row);
    if (Number.isInteger(row) && row !== this.active) this.active = row;
  };

  #key = (event: KeyboardEvent) => {
    if (!(event.target as Element).matches("[data-focus]")) return;
    const page = Math.max(
      1,
      this.#rowAt(this.scrollTop + this.clientHeight) - this.#rowAt(this.scrollTop) - 1,
    );
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.count,
      End: this.count,
    };
    const step = steps[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    void this.focusRow(this.active + step).then(() => {
      this.dispatchEvent(new CustomEvent("activated", { detail: this.active }));
    });
  };
}
customElements.define("opfit-list", VirtualList);
