/**
 * The page's state in the hash, which a browser never sends to a server:
 * #v1= and deflated JSON in base64url. Every version ever written still decodes.
 */
export interface SharedState {
  /** Name of an example that was not changed; then there is no text. */
  example?: string;
  text?: string;
  /** File name. */
  name?: string;
  backend?: string;
  soc?: string;
  sdk?: string;
  /** Left out when strict, the default. */
  lenient?: boolean;
  /** Name of the selected node. */
  node?: string;
}

/** Characters of a link that mail and chat programs still carry whole. */
export const LINK_LIMIT = 32_000;

/** A link that unpacks to more than this is not one of ours. */
const UNPACKED_LIMIT = 16_000_000;

const TEXT_KEYS = ["example", "text", "name", "backend", "soc", "sdk", "node"] as const;

export async function encodeState(state: SharedState): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return `v1=${toBase64Url(new Uint8Array(await new Response(packed).arrayBuffer()))}`;
}

/** Undefined if the hash carries no state; throws if what it carries cannot be read. */
export async function decodeState(hash: string): Promise<SharedState | undefined> {
  const payload = /^#?v1=(.*)$/s.exec(hash)?.[1];
  if (payload === undefined) return undefined;
  const unpacked = new Blob([fromBase64Url(payload)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  const value: unknown = JSON.parse(await readText(unpacked, UNPACKED_LIMIT));
  if (typeof value !== "object" || value === null) throw new Error("the link holds no state");
  const state: SharedState = {};
  for (const key of TEXT_KEYS) {
    const text = (value as Record<string, unknown>)[key];
    if (typeof text === "string") state[key] = text;
  }
  if ((value as Record<string, unknown>).lenient === true) state.lenient = true;
  return state;
}

async function readText(stream: ReadableStream<Uint8Array>, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > limit) {
      await reader.cancel();
      throw new Error("the link unpacks to more than a page can hold");
    }
  }
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8_192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
