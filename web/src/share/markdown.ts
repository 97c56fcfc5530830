import type { Finding, ResolvedTarget, Summary } from "../engine/protocol.ts";
import { targetWords } from "../words.ts";

const MOST_FINDINGS = 50;

export interface ReportFacts {
  file: string;
  target: ResolvedTarget;
  catalog: { id: string; version: string };
  summary: Summary;
  findings: readonly Finding[];
  total: number;
  command: string;
  link: string | undefined;
}

/** A report to paste into an issue. Whatever came from the user's file is inside code spans. */
export function reportMarkdown(facts: ReportFacts): string {
  const { summary, target, catalog } = facts;
  const lines = [
    `### opfit: ${code(facts.file)} on ${targetWords(target)}`,
    "",
    `${summary.supported} of ${summary.nodes} operators supported, ${summary.unsupported} unsupported, ` +
      `${summary.unknown} unknown, ${summary.unchecked} unchecked; ` +
      `${summary.errors} errors, ${summary.warnings} warnings, ${summary.notes} notes ` +
      `(catalog ${catalog.id} ${catalog.version})`,
    "",
    ...facts.findings.slice(0, MOST_FINDINGS).flatMap(findingMarkdown),
  ];
  const more = facts.total - Math.min(facts.findings.length, MOST_FINDINGS);
  if (more > 0) lines.push(`- and ${more} more`);
  lines.push("", "```sh", facts.command, "```");
  if (facts.link) lines.push("", `[Open in the playground](${facts.link})`);
  return `${lines.join("\n")}\n`;
}

export function findingMarkdown(finding: Finding): string[] {
  const place = [
    finding.node && code(finding.node),
    finding.op && code(finding.op),
    finding.port && code(finding.port),
  ]
    .filter(Boolean)
    .join(" ");
  const lines = [
    `- **${finding.code}** ${finding.severity}: ${escaped(finding.message)}${place && ` (${place})`}`,
  ];
  if (finding.found) lines.push(`  - found ${code(finding.found)}`);
  if (finding.accepted.length > 0) lines.push(`  - accepted ${finding.accepted.map(code).join(", ")}`);
  for (const { port, what, from, to } of finding.nearest?.edits ?? []) {
    lines.push(`  - change ${what} of ${code(port)} from ${code(from)} to ${code(to)}`);
  }
  for (const hint of finding.hints) lines.push(`  - ${escaped(hint)}`);
  return lines;
}

/** A code span that its content cannot end. */
export function code(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const pad = flat.startsWith("`") || flat.endsWith("`") ? " " : "";
  return fence + pad + flat + pad + fence;
}

/** Prose that may hold a user's names between backticks: nothing outside them is markup. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .split("`")
    .map((part, index, all) =>
      index % 2 === 1 && index < all.length - 1 ? code(part) : part.replace(/[\\*_[\]<>#|~!]/g, "\\$&"),
    )
    .join("");
}
