/** Characters that change how text around them looks, or cannot be seen at all. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: showing them is the point.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * A user's text as the page shows it: what cannot be seen is spelled out, and
 * what is too long loses its middle.
 */
export function visible(text: string, most = 160): string {
  const short =
    text.length <= most
      ? text
      : `${text.slice(0, Math.ceil(most * 0.6))}…${text.slice(-Math.floor(most * 0.3))}`;
  return short.replace(UNSEEN, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
