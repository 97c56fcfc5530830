import { html, nothing, svg, type TemplateResult } from "lit";
import type { CheckAnswer, Outcome } from "../engine/messages.ts";
import type { Summary } from "../engine/protocol.ts";
import { chipWords, targetWords } from "../words.ts";
import { AppElement } from "./base.ts";
import { outcomeIcon } from "./icons.ts";

const SHOWN: readonly { outcome: Exclude<Outcome, "none">; means: string }[] = [
  { outcome: "supported", means: "a catalog row takes the operator as it is" },
  { outcome: "unsupported", means: "the catalog says no, or the node contradicts itself" },
  { outcome: "unknown", means: "the catalog does not say" },
  { outcome: "unchecked", means: "nothing to check: not annotated, discarded, or broken" },
];

/** One sentence, the arithmetic behind it, and the four outcomes as filters of the graph. */
export class Verdict extends AppElement {
  protected override render(): TemplateResult {
    const { answer, engine } = this.state;
    if (!answer) {
      return html`<div class="verdict waiting">
        <p class="sentence" role="status">${engine === "missing" ? "Nothing can be checked here" : "Starting the engine…"}</p>
        <div class="bar" aria-hidden="true"></div>
      </div>`;
    }
    return html`<div class="verdict" data-tone=${toneOf(answer)}>
      <div class="verdict-row">
        <div>
          <p class="sentence" role="status" aria-live="polite">${sentence(answer, this.state.document?.binary)}</p>
          <p class="basis">${basis(answer)}</p>
        </div>
        <div class="outcomes" role="group" aria-label="Show only operators that are">
          ${SHOWN.map(({ outcome, means }) => this.#outcome(outcome, answer.summary[outcome], means))}
        </div>
      </div>
      ${this.#bar(answer.summary)}
    </div>`;
  }

  #bar(summary: Summary): TemplateResult {
    return html`<svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
      ${segments(summary)}
    </svg>`;
  }

  #outcome(outcome: Exclude<Outcome, "none">, count: number, means: string): TemplateResult {
    const chosen = this.state.outcomeFilter === outcome;
    const choose = () => {
      const wide = matchMedia("(min-width: 1180px)").matches;
      this.app.store.set({
        outcomeFilter: chosen ? undefined : outcome,
        ...(wide || chosen ? {} : { tab: "graph" }),
      });
    };
    return html`<button
      type="button"
      class="outcome ${outcome}"
      aria-pressed=${chosen}
      title=${means}
      ?disabled=${count === 0 && !chosen}
      @click=${choose}
    >
      ${outcomeIcon(outcome)} <b>${count.toLocaleString("en")}</b> ${outcome}
    </button>`;
  }
}
customElements.define("opfit-verdict", Verdict);

function segments(summary: Summary): TemplateResult[] {
  const total = SHOWN.reduce((sum, { outcome }) => sum + summary[outcome], 0);
  let x = 0;
  return SHOWN.flatMap(({ outcome }) => {
    if (summary[outcome] === 0) return [];
    // Even one node of a hundred thousand can be seen.
    const width = Math.max((summary[outcome] / total) * 1000, 4);
    const from = x;
    x += width;
    return [
      svg`<rect class="shape ${outcome}" x=${from} y="0" width=${Math.max(0, width - (x < 999 ? 2 : 0))} height="8" />`,
    ];
  });
}

function toneOf({ status, summary }: CheckAnswer): string {
  if (status === "invalid") return "invalid";
  if (status === "bypassed") return "bypassed";
  if (summary.unsupported > 0 || summary.errors > 0) return "unsupported";
  return summary.unknown + summary.unchecked > 0 ? "unknown" : "supported";
}

/** A sum, never a grade. */
export function sentence({ status, summary, target }: CheckAnswer, finished = false): string {
  const chip = chipWords(target);
  const count = summary.nodes.toLocaleString("en");
  if (status === "invalid") return finished ? "This is not a graph" : "This is not a graph yet";
  if (status === "bypassed") return `Nothing was checked: SDK ${target.sdk} is older than the catalog`;
  if (summary.nodes === 0) return "There is no operator in this graph";
  if (summary.supported === summary.nodes)
    return `${summary.nodes === 1 ? "The operator fits" : `All ${count} operators fit`} ${chip}`;
  const parts = [
    summary.unsupported > 0 &&
      `${summary.unsupported.toLocaleString("en")} of ${count} operators ${summary.unsupported === 1 ? "does" : "do"} not fit ${chip}`,
    summary.unsupported === 0 &&
      `${summary.supported.toLocaleString("en")} of ${count} operators fit ${chip}`,
    summary.unknown > 0 && `${summary.unknown.toLocaleString("en")} unknown`,
    summary.unchecked > 0 && `${summary.unchecked.toLocaleString("en")} not checked`,
  ];
  return parts.filter(Boolean).join(", ");
}

function basis({ target, catalog, summary, milliseconds }: CheckAnswer): TemplateResult {
  const facts = [...targetWords(target).split(", "), `catalog ${catalog.id} ${catalog.version}`];
  const severities = [
    summary.errors > 0 && plural(summary.errors, "error"),
    summary.warnings > 0 && plural(summary.warnings, "warning"),
    summary.notes > 0 && plural(summary.notes, "note"),
  ].filter(Boolean);
  return html`${severities.length > 0 ? html`<span>${severities.join(", ")}</span> · ` : nothing}<span
      >${facts.filter(Boolean).join(" · ")}</span
    >
    · <span class="timing">${milliseconds < 100 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms</span>`;
}

function plural(count: number, word: string): string {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}
