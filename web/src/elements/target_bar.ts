import { html, nothing, type TemplateResult } from "lit";
import type { Soc, TargetsReply } from "../engine/protocol.ts";
import { backendWords } from "../words.ts";
import { AppElement } from "./base.ts";

interface Choice {
  value: string;
  title: string;
  detail: string;
}

/** Backend, chip, SDK, strictness. A change is checked at once. */
export class TargetBar extends AppElement {
  #open = false;
  #query: string | undefined;
  #active = 0;

  protected override render(): TemplateResult {
    const { backends, targets, target, strict, engine } = this.state;
    return html`<form class="target" aria-label="Target" ?hidden=${engine === "missing"} @submit=${(event: Event) => event.preventDefault()}>
      <label class="field backend">
        <span>Backend</span>
        <select @change=${(event: Event) => this.app.setBackend((event.target as HTMLSelectElement).value)}>
          ${(backends.length > 0 ? backends : [target.backend]).map(
            (name) =>
              html`<option value=${name} .selected=${name === target.backend}>${backendWords(name)}</option>`,
          )}
        </select>
      </label>
      ${hasChips(targets) ? this.#chip() : nothing} ${hasSdks(targets) ? this.#sdk() : nothing}
      <label class="switch" title="Strict: a violation is an error. Otherwise it is a warning.">
        <input
          type="checkbox"
          role="switch"
          .checked=${strict}
          @change=${(event: Event) => this.app.setStrict((event.target as HTMLInputElement).checked)}
        />
        <span>Strict</span>
      </label>
      <span class="busy" data-busy=${engine === "loading" || engine === "checking"} aria-hidden="true"></span>
    </form>`;
  }

  #chip(): TemplateResult {
    const { targets, target } = this.state;
    const soc = targets?.socs.find(({ name }) => name === target.soc);
    return html`<div class="field soc">
      <label for="soc">Chip</label>
      <div class="combo">
        <input
          id="soc"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded=${this.#open}
          aria-controls="soc-list"
          aria-activedescendant=${this.#open && this.#choices().length > 0 ? `soc-${this.#active}` : nothing}
          autocomplete="off"
          spellcheck="false"
          placeholder="Search chips"
          .value=${this.#query ?? target.soc}
          @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
          @click=${() => this.#show()}
          @input=${this.#typed}
          @keydown=${this.#key}
          @blur=${() => this.#hide()}
        />
        ${soc && !this.#open ? html`<span class="combo-note">${describe(soc)}</span>` : nothing}
        ${this.#open ? this.#list() : nothing}
      </div>
    </div>`;
  }

  #sdk(): TemplateResult {
    const { targets, target } = this.state;
    return html`<label class="field">
      <span>SDK</span>
      <select @change=${(event: Event) => this.app.setTarget({ sdk: (event.target as HTMLSelectElement).value })}>
        ${sdkChoices(targets?.sdks ?? [], target.sdk).map(
          (sdk) => html`<option value=${sdk} .selected=${sdk === target.sdk}>${sdk}</option>`,
        )}
      </select>
    </label>`;
  }

  #list(): TemplateResult {
    const choices = this.#choices();
    return html`<ul id="soc-list" role="listbox" aria-label="Chips">
      ${
        choices.length === 0
          ? html`<li role="option" aria-selected="false" aria-disabled="true" class="none">No chip matches</li>`
          : choices.map(
              (choice, index) =>
                html`<li
                  id="soc-${index}"
                  role="option"
                  aria-selected=${index === this.#active}
                  @mousedown=${(event: Event) => {
                    event.preventDefault();
                    this.#choose(choice);
                  }}
                >
                  <strong>${choice.title}</strong> <span>${choice.detail}</span>
                </li>`,
            )
      }
    </ul>`;
  }

  /** Chips whose architecture is known come first; any chip of an architecture can be meant, too. */
  #choices(): Choice[] {
    const { targets } = this.state;
    if (!targets) return [];
    const words = (this.#query ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const known = targets.socs.filter(({ arch }) => arch !== null);
    const others = targets.socs.filter(({ arch }) => arch === null);
    const rank = (soc: Soc) => Number(soc.arch?.slice(1) ?? 0);
    return [
      ...known.sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name)).map(toChoice),
      ...targets.arches.map(({ name }) => ({
        value: name,
        title: name,
        detail: `any chip with ${backendWords(targets.default.backend)} ${name.toUpperCase()}`,
      })),
      ...others.map(toChoice),
    ].filter(({ title, detail }) => words.every((word) => `${title} ${detail}`.toLowerCase().includes(word)));
  }

  #show(): void {
    if (this.#open) return;
    this.#open = true;
    this.#active = Math.max(
      0,
      this.#choices().findIndex(({ value }) => value === this.state.target.soc),
    );
    this.requestUpdate();
  }

  #hide(): void {
    this.#open = false;
    this.#query = undefined;
    this.requestUpdate();
  }

  #typed = (event: Event) => {
    this.#query = (event.target as HTMLInputElement).value;
    this.#open = true;
    this.#active = 0;
    this.requestUpdate();
  };

  #key = (event: KeyboardEvent) => {
    const choices = this.#choices();
    if (event.key === "Escape") this.#hide();
    else if (event.key === "Enter") {
      const choice = choices[this.#active];
      if (this.#open && choice) this.#choose(choice);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!this.#open) this.#show();
      else {
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.#active = (this.#active + step + choices.length) % Math.max(1, choices.length);
      }
    } else return;
    this.requestUpdate();
  };

  protected override updated(): void {
    if (this.#open) this.querySelector(`#soc-${this.#active}`)?.scrollIntoView({ block: "nearest" });
  }

  #choose({ value }: Choice): void {
    this.#hide();
    this.app.setTarget({ soc: value });
  }
}
customElements.define("opfit-target-bar", TargetBar);

/** Until the engine has said, there may be. */
function hasChips(targets: TargetsReply | undefined): boolean {
  return targets === undefined || targets.socs.length + targets.arches.length > 0;
}

function hasSdks(targets: TargetsReply | undefined): boolean {
  return targets === undefined || targets.sdks.length > 0;
}

function toChoice(soc: Soc): Choice {
  return { value: soc.name, title: soc.name, detail: describe(soc) };
}

function describe({ arch, marketingName }: Soc): string {
  return [arch ?? "architecture unknown", marketingName].filter(Boolean).join(" · ");
}

/** A link may name an SDK that the catalog does not list. */
function sdkChoices(known: readonly string[], chosen: string): string[] {
  const newestFirst = [...known].reverse();
  return known.includes(chosen) || !chosen ? newestFirst : [...newestFirst, chosen];
}
