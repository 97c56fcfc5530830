/** A document too large for the editor, kept as bytes: it is shown a window at a time. */
export const WINDOW_BYTES = 24_000;

const NEWLINE = 0x0a;
const decoder = new TextDecoder();

export interface Cut {
  text: string;
  from: number;
  to: number;
  firstLine: number;
  lines: number;
}

export class LargeDocument {
  readonly #newlines: Uint32Array;

  constructor(readonly bytes: Uint8Array) {
    this.#newlines = findNewlines(bytes);
  }

  /** Whole lines around a byte, if lines are reasonably short; else whole characters. */
  cut(at: number): Cut {
    const size = this.bytes.length;
    const middle = Math.min(Math.max(at, 0), size);
    let from = this.#lineStart(Math.max(0, middle - WINDOW_BYTES / 3));
    if (middle - from > WINDOW_BYTES / 2) from = this.#characterStart(middle - WINDOW_BYTES / 3);
    let to = this.#lineStart(Math.min(size, from + WINDOW_BYTES));
    if (size - from <= WINDOW_BYTES) to = size;
    else if (to <= middle) to = this.#characterStart(from + WINDOW_BYTES);
    return {
      text: decoder.decode(this.bytes.subarray(from, to)),
      from,
      to,
      firstLine: this.#linesBefore(from) + 1,
      lines: this.#newlines.length + 1,
    };
  }

  /** UTF-16 position within a cut of a byte of the document. */
  position(cut: Cut, byte: number): number {
    return decoder.decode(this.bytes.subarray(cut.from, Math.min(Math.max(byte, cut.from), cut.to))).length;
  }

  #linesBefore(byte: number): number {
    let low = 0;
    let high = this.#newlines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#newlines[middle] as number) < byte) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #lineStart(byte: number): number {
    const before = this.#linesBefore(byte);
    return before === 0 ? 0 : (this.#newlines[before - 1] as number) + 1;
  }

  #characterStart(byte: number): number {
    let at = Math.floor(byte);
    while (at > 0 && ((this.bytes[at] ?? 0) & 0xc0) === 0x80) --at;
    return at;
  }
}

function findNewlines(bytes: Uint8Array): Uint32Array {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) ++count;
  const newlines = new Uint32Array(count);
  let index = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) newlines[index++] = at;
  return newlines;
}
