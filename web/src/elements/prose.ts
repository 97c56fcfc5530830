import { html, type TemplateResult } from "lit";
import { visible } from "../visible_text.ts";

/** The engine's prose: what it puts between backticks is shown as code. */
export function prose(text: string, most?: number): TemplateResult {
  const spans = spansOf(visible(text, most));
  return html`<bdi>${spans.map((span) => (span.code ? html`<code>${span.text}</code>` : span.text))}</bdi>`;
}

/** A name may hold a backtick itself: one that nothing closes is only a character. */
export function spansOf(text: string): { text: string; code: boolean }[] {
  const parts = text.split("`");
  const open = parts.length % 2 === 0 ? parts.pop() : undefined;
  const spans = parts.map((part, index) => ({ text: part, code: index % 2 === 1 }));
  if (open !== undefined) spans.push({ text: `\`${open}`, code: false });
  return spans.filter((span) => span.text !== "" || span.code);
}
