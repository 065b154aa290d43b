import { readFile } from "node:fs/promises";
import type { FastifyInstance } from "fastify";

const assets = {
  "/shop.css": "text/css; charset=utf-8",
  "/shop.js": "text/javascript; charset=utf-8",
};

export async function serveAssets(app: FastifyInstance): Promise<void> {
  for (const [path, type] of Object.entries(assets)) {
    const content = await readFile(`${import.meta.dirname}/..${path}`);
    app.get(path, (_request, reply) => reply.type(type).header("cache-control", "no-cache").send(content));
  }
}
