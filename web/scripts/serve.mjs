// Serves a built page on this machine only: node serve.mjs [DIRECTORY] [PORT]
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** The page's own policy, and what only a header can say. Workers get theirs from here. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "Content-Security-Policy": POLICY,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** Starts a server; resolves with it and the address of the page. Port 0 takes any that is free. */
export function serve(directory, port = 0) {
  const root = path.resolve(directory);
  const server = createServer((request, response) => {
    const file = fileFor(root, request.url ?? "/");
    if (file === undefined || !["GET", "HEAD"].includes(request.method ?? "")) {
      response.writeHead(file === undefined ? 404 : 405, { ...HEADERS, "Content-Type": "text/plain" }).end();
      return;
    }
    // Names in assets/ hold a digest of the content.
    const lasting = file.startsWith(path.join(root, "assets") + path.sep);
    response.writeHead(200, {
      ...HEADERS,
      "Cache-Control": lasting ? "public, max-age=31536000, immutable" : "no-cache",
      "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream",
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      resolve({ server, address: `http://127.0.0.1:${server.address().port}/` });
    });
  });
}

function fileFor(root, url) {
  try {
    const { pathname } = new URL(url, "http://localhost");
    const name = decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    const file = path.join(root, name);
    return file.startsWith(root + path.sep) && statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const [directory = path.join(here, "../dist"), port = "8080"] = process.argv.slice(2);
  const { address } = await serve(directory, Number(port));
  console.log(`opfit playground: ${address}`);
}
