import type { FastifyInstance } from "fastify";
import type { House } from "../core/house.ts";
import type { Logger } from "../platform/log/index.ts";
import { registerCreditForm } from "./credit-form/routes.ts";
import { windowAssets } from "./payment-window/index.ts";
import { themeAssets } from "./theme/assets.ts";
import { walletAssets } from "./wallet/assets.ts";

/** Mounts what shoppers see. `creditFormPaths`: where the dialects promise the credit form to be. */
export function registerPages(
  server: FastifyInstance,
  house: House,
  log: Logger,
  { creditFormPaths }: { creditFormPaths: readonly string[] },
): void {
  for (const { path, type, body } of [...themeAssets, ...windowAssets, ...walletAssets]) {
    server.get(path, (_request, reply) =>
      reply.type(type).header("cache-control", "public, max-age=31536000, immutable").send(body),
    );
  }
  registerCreditForm(server, house, log, creditFormPaths);
}

export { registerTill } from "./till/routes.ts";
