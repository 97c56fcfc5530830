import type { Server } from "node:http";

export function serve(directory: string, port?: number): Promise<{ server: Server; address: string }>;
