import createModule from "#engine";
import wasmUrl from "#engine.wasm?url";
import { Engine } from "../../../wasm/engine.mjs";

/** Fetches and starts the engine. Rejects where WebAssembly is missing or the file does not arrive. */
export async function startEngine(): Promise<Engine> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error(`the engine did not load: HTTP ${response.status}`);
  return new Engine(await createModule({ wasmBinary: await response.arrayBuffer() }));
}
