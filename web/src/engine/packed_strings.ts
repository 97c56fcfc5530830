/**
 * Many strings in one buffer. A list of 100,000 strings costs the receiving
 * thread a copy each; this costs it nothing until a string is looked at.
 */
export interface PackedStrings {
  bytes: Uint8Array<ArrayBuffer>;
  /** ends[i] is where string i ends, and string i + 1 begins. */
  ends: Uint32Array<ArrayBuffer>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function packStrings(strings: readonly string[]): PackedStrings {
  // Three bytes hold any UTF-16 unit.
  let units = 0;
  for (const text of strings) units += text.length;
  const buffer = new Uint8Array(units * 3);
  const ends = new Uint32Array(strings.length);
  let at = 0;
  strings.forEach((text, index) => {
    at += encoder.encodeInto(text, buffer.subarray(at)).written;
    ends[index] = at;
  });
  return { bytes: buffer.slice(0, at), ends };
}

/** The string at `index`; empty if there is none. */
export function stringAt(packed: PackedStrings, index: number): string {
  const end = packed.ends[index];
  if (end === undefined) return "";
  return decoder.decode(packed.bytes.subarray(index === 0 ? 0 : packed.ends[index - 1], end));
}
