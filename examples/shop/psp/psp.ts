import Fastify, { type FastifyInstance } from "fastify";
import { createAgreements } from "./agreements.ts";
import { createAuthorizations } from "./authorizations.ts";
import { receiveCallbacks } from "./callbacks.ts";
import { serveChallenge } from "./challenge.ts";
import { openOffice } from "./office.ts";
import { createPayments } from "./payments.ts";
import { serveShops } from "./shop-api.ts";

export type PspOptions = {
  /** Where this server reaches Kassa, as the wallet. */
  kassaUrl: string;
  /** Where browsers reach Kassa; the same unless there is a proxy between. */
  kassaPublicUrl?: string;
  clientId?: string;
  clientSecret?: string;
  /** What the shop says to be let in. */
  shopKey: string;
  /** Where Kassa and browsers reach this server; otherwise http://host:port. */
  publicUrl?: string;
  host?: string;
  warn?: (text: string) => void;
};

/** A payment service provider, small: it takes cards from the MobilePay wallet, asks a bank that is simulated, and tells
 *  the wallet and the shop. It does not listen by itself; its state is in memory, and has no card's number. */
export function createPsp({
  kassaUrl,
  kassaPublicUrl = kassaUrl,
  clientId = "demo-client-id",
  clientSecret = "demo-client-secret",
  shopKey,
  publicUrl,
  host = "127.0.0.1",
  warn = () => undefined,
}: PspOptions): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit: 64 * 1024 });
  const baseUrl = withoutSlash(kassaUrl);
  const ownUrl = () => {
    if (publicUrl) return withoutSlash(publicUrl);
    const address = app.server.address();
    return `http://${host}:${address && typeof address === "object" ? address.port : 0}`;
  };
  const office = openOffice(
    { baseUrl, clientId, clientSecret },
    { publicUrl: ownUrl, walletUrl: withoutSlash(kassaPublicUrl), warn },
  );
  const authorizations = createAuthorizations(office);
  const payments = createPayments(office, authorizations);
  const agreements = createAgreements(office, authorizations, payments);

  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.register(async (scope) => receiveCallbacks(scope, { office, payments, agreements }));
  app.register(async (scope) => serveChallenge(scope, { office, authorizations }));
  app.register(async (scope) => serveShops(scope, { shopKey, payments, agreements }));
  return app;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
