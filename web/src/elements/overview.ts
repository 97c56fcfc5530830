import { html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { OUTCOMES } from "../engine/messages.ts";

const WIDTH = 12;
/** What a mark shows that stands for many rows: the last of these that is among them. */
const RANK = ["none", "supported", "unchecked", "unknown", "unsupported"] as const;
const RANK_OF = OUTCOMES.map((outcome) => RANK.indexOf(outcome));

/** A ruler beside the lane list: the worst outcome of every stretch, whatever the number of rows. */
export class Overview extends LitElement {
  static override properties = {
    rows: { attribute: false },
    outcome: { attribute: false },
    selected: { attribute: false },
  };

  rows: Uint32Array = new Uint32Array();
  outcome: Uint8Array = new Uint8Array();
  selected = -1;
  #resize = new ResizeObserver(() => this.requestUpdate());

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

  protected override render(): TemplateResult {
    const height = this.clientHeight;
    const rows = this.rows.length;
    const at = ((this.selected + 0.5) / Math.max(1, rows)) * height;
    return html`<svg width=${WIDTH} height=${height} aria-hidden="true" @pointerdown=${this.#pick}>
      <rect class="ground" width=${WIDTH} height=${height} />
      ${this.#marks(height, rows)}
      ${this.selected < 0 ? nothing : svg`<rect class="here" y=${at - 1} width=${WIDTH} height="2" />`}
    </svg>`;
  }

  #marks(height: number, rows: number): TemplateResult[] {
    if (rows === 0 || height === 0) return [];
    const step = Math.max(3, Math.min(10, height / rows));
    const marks: TemplateResult[] = [];
    for (let y = 0; y < height; y += step) {
      const worst = this.#worst(Math.floor((y / height) * rows), Math.floor(((y + step) / height) * rows));
      if (worst >= RANK.indexOf("unchecked")) {
        marks.push(
          svg`<rect class="paint ${RANK[worst]}" x="3" y=${y} width=${WIDTH - 6} height=${Math.max(2, step - 1)} />`,
        );
      }
    }
    return marks;
  }

  #worst(first: number, end: number): number {
    let worst = 0;
    for (let row = first; row < Math.max(end, first + 1) && row < this.rows.length; ++row) {
      worst = Math.max(worst, RANK_OF[this.outcome[this.rows[row] ?? 0] ?? 0] ?? 0);
    }
    return worst;
  }

  #pick = (event: PointerEvent) => {
    const row = Math.floor((event.offsetY / Math.max(1, this.clientHeight)) * this.rows.length);
    this.dispatchEvent(new CustomEvent("pick", { detail: row }));
  };
}
customElements.define("opfit-overview", Overview);
