import type { Target } from "../store.ts";

/** The same check on the command line. */
export function commandLine(file: string, target: Target, strict: boolean): string {
  const words = ["opfit", "check", file.startsWith("-") ? `./${file}` : file, "--target", targetText(target)];
  if (!strict) words.push("--no-strict");
  return words.map(quoted).join(" ");
}

/** htp:SM8750@2.41 */
export function targetText({ backend, soc, sdk }: Target): string {
  return backend + (soc ? `:${soc}` : "") + (sdk ? `@${sdk}` : "");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
