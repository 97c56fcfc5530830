import { html, type TemplateResult } from "lit";

/** The Markdown of our own pages, without its title. Everything becomes text nodes. */
export function markdownView(markdown: string): TemplateResult {
  const blocks = blocksOf(markdown);
  const [first] = blocks;
  return html`${(first?.kind === "heading" ? blocks.slice(1) : blocks).map(blockView)}`;
}

type Block =
  | { kind: "heading"; level: number; text: string }
  | { kind: "paragraph"; text: string }
  | { kind: "list"; ordered: boolean; items: string[] }
  | { kind: "table"; rows: string[][] }
  | { kind: "code"; text: string };

const ITEM = /^([-*]|\d+\.) +/;

export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split("\n");
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (line.startsWith("```")) {
      const from = ++at;
      while (at < lines.length && !lines[at]?.startsWith("```")) ++at;
      blocks.push({ kind: "code", text: lines.slice(from, at).join("\n") });
      ++at;
    } else if (heading) {
      blocks.push({ kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" });
      ++at;
    } else if (ITEM.test(line)) {
      const items: string[] = [];
      while (at < lines.length && /^([-*] |\d+\. | {2,}\S)/.test(lines[at] ?? "")) {
        const item = lines[at++] ?? "";
        if (ITEM.test(item)) items.push(item.replace(ITEM, ""));
        else items[items.length - 1] += ` ${item.trim()}`;
      }
      blocks.push({ kind: "list", ordered: /^\d/.test(line), items });
    } else if (line.startsWith("|")) {
      const rows: string[][] = [];
      for (; lines[at]?.startsWith("|"); ++at) {
        const cells = (lines[at] ?? "").slice(1, -1).split("|");
        if (!cells.every((cell) => /^\s*:?-+:?\s*$/.test(cell))) rows.push(cells.map((cell) => cell.trim()));
      }
      blocks.push({ kind: "table", rows });
    } else if (line.trim() === "") {
      ++at;
    } else {
      const from = at;
      while (
        at < lines.length &&
        lines[at]?.trim() &&
        !/^(#{1,6} |```|[-*] |\d+\. |\|)/.test(lines[at] ?? "")
      )
        ++at;
      if (at === from) ++at;
      blocks.push({ kind: "paragraph", text: lines.slice(from, at).join(" ") });
    }
  }
  return blocks;
}

function blockView(block: Block): TemplateResult {
  switch (block.kind) {
    case "heading":
      return block.level <= 2 ? html`<h3>${spans(block.text)}</h3>` : html`<h4>${spans(block.text)}</h4>`;
    case "paragraph":
      return html`<p>${spans(block.text)}</p>`;
    case "list": {
      const items = block.items.map((item) => html`<li>${spans(item)}</li>`);
      return block.ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case "table":
      return html`<table>
        ${block.rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${spans(cell)}</td>`)}</tr>`)}
      </table>`;
    case "code":
      return html`<pre tabindex="0">${block.text}</pre>`;
  }
}

/** Code spans, emphasis, and links as their words: the page leads nowhere else. */
function spans(text: string): (TemplateResult | string)[] {
  return text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .map((part) => {
      if (part.startsWith("`") && part.length > 2) return html`<code>${part.slice(1, -1)}</code>`;
      if (part.startsWith("**") && part.length > 4) return html`<strong>${part.slice(2, -2)}</strong>`;
      return part;
    });
}
