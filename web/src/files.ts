/** What can be told of a file before the engine reads it. */

const LOOK_AT = 4_096;

/** Whether bytes at its beginning cannot be part of a text: JSON has no control character but white space. */
export async function looksBinary(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, LOOK_AT).arrayBuffer());
  return start.some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20));
}

/** What the JSON made from a file is called. */
export function copyNameOf(name: string): string {
  return `${name.replace(/\.(onnx|tflite|pt2|bin|json)$/i, "")}.json`;
}

/** Hands a file to the person. */
export function save(blob: Blob, name: string): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}
