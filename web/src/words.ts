/** How the page says what the engine names. */
import type { ResolvedTarget } from "./engine/protocol.ts";

const FORMATS: Record<string, string> = {
  "annotated-graph": "Annotated graph",
  "net-json": "QNN net JSON",
  onnx: "ONNX model",
  pt2: "PyTorch exported program",
  tflite: "TFLite model",
};

/** What the engine calls a format, in words. */
export function formatWords(format: string): string {
  return FORMATS[format] ?? format;
}

/** How much that is, in a word or two. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Abbreviations stand in capitals, names as they are. */
export function backendWords(name: string): string {
  return /^[a-z]{2,4}$/.test(name) ? name.toUpperCase() : name;
}

/** The chip, or what of it is known. */
export function chipWords({ soc, arch, backend }: ResolvedTarget): string {
  return soc ?? (arch ? `${backendWords(backend)} ${arch}` : backendWords(backend));
}

/** "SM8750, v79, SDK 2.49", without what the backend does not have. */
export function targetWords(target: ResolvedTarget): string {
  const { soc, arch, sdk } = target;
  return [chipWords(target), soc && arch, sdk && `SDK ${sdk}`].filter(Boolean).join(", ");
}
