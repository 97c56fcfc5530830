import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin, transformWithEsbuild } from "vite";

const here = path.dirname(fileURLToPath(import.meta.url));
const examples = path.join(here, "../examples");
// Where `bazel build //wasm:opfit` puts its two files.
const engine = path.resolve(process.env.OPFIT_ENGINE_DIR ?? path.join(here, "../bazel-bin/wasm"));

export default defineConfig({
  root: here,
  base: "./",
  plugins: [exampleFiles(), serviceWorker()],
  resolve: {
    alias: [
      { find: /^#engine\.wasm(?=\?)/, replacement: path.join(engine, "opfit.wasm") },
      { find: /^#engine$/, replacement: path.join(engine, "opfit.js") },
    ],
  },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What counts is the compressed sum, which a test holds.
    chunkSizeWarningLimit: 700,
    rollupOptions: { onwarn: ignoreNodeBranches },
  },
  worker: { format: "es" },
  server: { fs: { allow: [path.join(here, ".."), engine] } },
});

/** Emscripten's loader also runs under Node.js; what it imports there, a browser never reaches. */
function ignoreNodeBranches(warning: { message: string }, warn: (warning: never) => void): void {
  if (!warning.message.includes("externalized for browser")) warn(warning as never);
}

/** The repository's examples, beside the page. */
function exampleFiles(): Plugin {
  const names = readdirSync(examples).filter((name) => name.endsWith(".json"));
  return {
    name: "example-files",
    configureServer(server) {
      server.middlewares.use("/examples", (request, response, next) => {
        const name = names.find((each) => request.url === `/${each}`);
        if (name === undefined) next();
        else response.end(readFileSync(path.join(examples, name)));
      });
    },
    generateBundle() {
      for (const name of names) {
        this.emitFile({
          type: "asset",
          fileName: `examples/${name}`,
          source: readFileSync(path.join(examples, name)),
        });
      }
    },
  };
}

/** Writes sw.js last, since it names every other file. */
function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    enforce: "post",
    async writeBundle({ dir }, bundle) {
      if (dir === undefined || !existsSync(path.join(dir, "index.html"))) return;
      const files = [...Object.keys(bundle), ...readdirSync(path.join(here, "public"))].sort();
      const content = createHash("sha256");
      for (const file of files) content.update(file).update(readFileSync(path.join(dir, file)));
      const source = readFileSync(path.join(here, "sw/sw.ts"), "utf8")
        .replace("__VERSION__", content.digest("hex").slice(0, 12))
        .replace('["__FILES__"]', JSON.stringify(["./", ...files]));
      const { code } = await transformWithEsbuild(source, "sw.ts", { target: "es2022", minify: true });
      writeFileSync(path.join(dir, "sw.js"), code);
    },
  };
}
