import { html, svg, type TemplateResult } from "lit";
import type { Outcome } from "../engine/messages.ts";
import type { Severity } from "../engine/protocol.ts";

/** What an outcome looks like: a shape as much as a colour. Drawn in a box of 16. */
const OUTCOME_SHAPES: Record<Outcome, TemplateResult> = {
  none: svg`<circle cx="8" cy="8" r="3" />`,
  supported: svg`<circle cx="8" cy="8" r="5.5" />`,
  unsupported: svg`<path d="M8 1.6 15 14H1z" />`,
  unknown: svg`<path d="M8 .8 15.2 8 8 15.2.8 8z" /><path class="ink" d="M6 6.2a2 2 0 1 1 3 1.7c-.7.4-1 .8-1 1.5M8 11.8v.1" />`,
  unchecked: svg`<rect x="3.2" y="3.2" width="9.6" height="9.6" rx="1" />`,
};

const SEVERITY_SHAPES: Record<Severity, TemplateResult> = {
  error: svg`<circle cx="8" cy="8" r="7" /><path class="ink" d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" />`,
  warning: svg`<path d="M8 .6 15.4 8 8 15.4.6 8z" /><path class="ink" d="M8 4.6v4M8 11v.1" />`,
  note: svg`<rect x="1.4" y="1.4" width="13.2" height="13.2" rx="3.5" /><path class="ink" d="M8 7.2V12M8 4.4v.1" />`,
};

export function outcomeShape(outcome: Outcome): TemplateResult {
  return svg`<g class="shape ${outcome}">${OUTCOME_SHAPES[outcome]}</g>`;
}

export function outcomeIcon(outcome: Outcome): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true">${outcomeShape(outcome)}</svg>`;
}

export function severityIcon(severity: Severity): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
    <g class="shape ${severity}">${SEVERITY_SHAPES[severity]}</g>
  </svg>`;
}

const LINES = {
  open: svg`<path d="M1.8 12.6V3.8c0-.6.4-1 1-1h3l1.6 1.8h5c.6 0 1 .4 1 1v1.2M1.8 12.6l1.9-5h11l-1.9 5z" />`,
  examples: svg`<path d="M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z" />`,
  share: svg`<path d="M10.5 3.5 8 1 5.5 3.5M8 1v9M4 6.5H2.8v8h10.4v-8H12" />`,
  help: svg`<circle cx="8" cy="8" r="6.5" /><path d="M6.2 6.2c.1-2.3 3.7-2.2 3.6-.1 0 1.4-1.8 1.5-1.8 2.8M8 11.4v.1" />`,
  auto: svg`<circle cx="8" cy="8" r="6" /><path class="fill" d="M8 2a6 6 0 0 1 0 12z" />`,
  light: svg`<circle cx="8" cy="8" r="3" /><path d="M8 .8v2M8 13.2v2M.8 8h2M13.2 8h2M2.9 2.9l1.4 1.4M11.7 11.7l1.4 1.4M2.9 13.1l1.4-1.4M11.7 4.3l1.4-1.4" />`,
  dark: svg`<path d="M13.8 9.7A6.2 6.2 0 0 1 6.3 2.2a6.2 6.2 0 1 0 7.5 7.5z" />`,
  edit: svg`<path d="m2.5 13.5.7-3.2 7.6-7.6 2.5 2.5-7.6 7.6zM9.2 4.3l2.5 2.5" />`,
  close: svg`<path d="m3.5 3.5 9 9m0-9-9 9" />`,
  lock: svg`<path d="M3.5 7.2h9v6.8h-9zM5.3 7V4.7a2.7 2.7 0 0 1 5.4 0V7" />`,
  chevron: svg`<path d="m5.5 3 5 5-5 5" />`,
  search: svg`<circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 4 4" />`,
  copy: svg`<path d="M5.5 5.5h8v8h-8zM10.5 5.3V2.5h-8v8h2.8" />`,
  download: svg`<path d="M8 1.5v9M4.5 7 8 10.5 11.5 7M2.5 14h11" />`,
  up: svg`<path d="m3 10 5-5 5 5" />`,
  down: svg`<path d="m3 6 5 5 5-5" />`,
};

export function icon(name: keyof typeof LINES): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${LINES[name]}</svg>`;
}
