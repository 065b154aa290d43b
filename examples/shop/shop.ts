import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { receiveCallbacks } from "./callback.ts";
import type { MokkaConnection } from "./mokka.ts";
import { type Currency, moneyText } from "./money.ts";
import { createMonthlyPrices, type MonthlyPrices } from "./monthly-prices.ts";
import { createOrderActions, type OrderActions } from "./order-actions.ts";
import { createOrders, type Orders } from "./orders.ts";
import { createPages, type Pages } from "./page.ts";
import { createRegistrations, type Registrations } from "./registrations.ts";
import { serveAssets } from "./routes/assets.ts";
import { serveCart } from "./routes/cart.ts";
import { serveCatalog } from "./routes/catalog.ts";
import { servePayment } from "./routes/payment.ts";
import { serveRegistration } from "./routes/registration.ts";
import { serveStaff } from "./routes/staff.ts";
import { acceptForms, refuseForeignForms, sendSecurityHeaders } from "./safety.ts";
import { createSessions, type Sessions } from "./sessions.ts";

export type ShopOptions = {
  /** Where this server reaches Kassa. */
  kassaUrl: string;
  /** Where the shopper's browser reaches Kassa; the same unless there is a proxy between. */
  kassaPublicUrl?: string;
  /** Where browsers and Kassa reach this shop; otherwise http://host:port. */
  publicUrl?: string;
  storeId: string;
  secretKey: string;
  host: string;
  port: number;
  currency: Currency;
  /** How long a placed order may wait to be finished; 0 leaves that to the provider. */
  holdHours?: number;
  now?: () => Temporal.Instant;
  logger?: boolean;
};

export type Shop = {
  mokka: MokkaConnection;
  kassaPublicUrl: string;
  /** Known once the shop listens, when its port was left to the system. */
  publicUrl: () => string;
  holdHours: number;
  now: () => Temporal.Instant;
  money: (minor: number) => string;
  currency: Currency;
  orders: Orders;
  actions: OrderActions;
  registrations: Registrations;
  prices: MonthlyPrices;
  sessions: Sessions;
  pages: Pages;
};

/** A web shop that pays through Kassa's Mokka Online API. It does not listen by itself; its state is in memory. */
export async function createShop(options: ShopOptions): Promise<FastifyInstance> {
  const app = Fastify({ logger: options.logger ?? false, bodyLimit: 64 * 1024 });
  const shop = furnish(options, app);

  acceptForms(app);
  refuseForeignForms(app);
  sendSecurityHeaders(app, [shop.kassaPublicUrl, options.kassaUrl]);
  for (const serve of [
    serveAssets,
    serveCatalog,
    serveCart,
    servePayment,
    serveRegistration,
    serveStaff,
    receiveCallbacks,
  ])
    await app.register(async (scope) => serve(scope, shop));

  app.setNotFoundHandler((_request, reply) => sorry(shop, reply, 404));
  app.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error(error);
    return sorry(shop, reply, status);
  });
  return app;
}

function furnish(options: ShopOptions, app: FastifyInstance): Shop {
  const { storeId, secretKey, currency, host } = options;
  const now = options.now ?? (() => Temporal.Now.instant());
  const connection = { baseUrl: withoutSlash(options.kassaUrl), storeId, secretKey };
  const orders = createOrders(now);
  const publicUrl = () => {
    if (options.publicUrl) return withoutSlash(options.publicUrl);
    const address = app.server.address();
    const port = address && typeof address === "object" ? address.port : options.port;
    return `http://${host}:${port}`;
  };
  return {
    mokka: connection,
    kassaPublicUrl: withoutSlash(options.kassaPublicUrl ?? options.kassaUrl),
    publicUrl,
    holdHours: options.holdHours ?? 24,
    now,
    money: (minor) => moneyText(minor, currency),
    currency,
    orders,
    actions: createOrderActions(connection, orders, currency),
    registrations: createRegistrations(),
    prices: createMonthlyPrices(connection, () => performance.now()),
    sessions: createSessions({ secure: options.publicUrl?.startsWith("https:") ?? false }),
    pages: createPages(currency),
  };
}

function sorry(shop: Shop, reply: FastifyReply, status: number) {
  const page = status === 404 ? "not-found" : "sorry";
  return shop.pages.send(reply.status(status), page, { status });
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
