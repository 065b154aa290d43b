import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { type Billing, createBilling } from "./billing.ts";
import { receiveCallbacks } from "./callback.ts";
import { createMobilePayPayments, type MobilePayPayments } from "./mobilepay-payments.ts";
import type { MokaAccount } from "./moka.ts";
import { createMokaClock, type MokaClock } from "./moka-clock.ts";
import { receiveNotifications } from "./moka-notification.ts";
import type { MokkaConnection } from "./mokka.ts";
import type { MondidoAccount } from "./mondido.ts";
import { createMondidoPayments, type MondidoPayments } from "./mondido-payments.ts";
import { receiveWebhooks } from "./mondido-webhook.ts";
import { type Currency, moneyText } from "./money.ts";
import { createMonthlyPrices, type MonthlyPrices } from "./monthly-prices.ts";
import { createOrderActions, type OrderActions } from "./order-actions.ts";
import { createOrders, type Order, type Orders, type Provider, providerOf } from "./orders.ts";
import { createPages, type Pages } from "./page.ts";
import type { PspConnection } from "./psp-client.ts";
import { createRegistrations, type Registrations } from "./registrations.ts";
import { serveAssets } from "./routes/assets.ts";
import { serveCart } from "./routes/cart.ts";
import { serveCatalog } from "./routes/catalog.ts";
import { serveCoffee } from "./routes/coffee.ts";
import { serveMobilePay } from "./routes/mobilepay.ts";
import { serveMondido } from "./routes/mondido.ts";
import { servePayment } from "./routes/payment.ts";
import { servePaymentLinks } from "./routes/payment-link.ts";
import { servePlan } from "./routes/plan.ts";
import { serveRegistration } from "./routes/registration.ts";
import { serveStaff } from "./routes/staff.ts";
import { serveSubscribers } from "./routes/subscribers.ts";
import { serveTea } from "./routes/tea.ts";
import { acceptForms, refuseForeignForms, sendSecurityHeaders } from "./safety.ts";
import { createSavedCards, type SavedCards } from "./saved-cards.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { createSubscribers, type Subscribers } from "./subscribers.ts";
import { createSubscribing, type Subscribing } from "./subscribing.ts";
import { createTea, type Tea } from "./tea.ts";

export type ShopOptions = {
  /** Where this server reaches Kassa. */
  kassaUrl: string;
  /** Where the shopper's browser reaches Kassa; the same unless there is a proxy between. */
  kassaPublicUrl?: string;
  /** Where browsers and Kassa reach this shop; otherwise http://host:port. */
  publicUrl?: string;
  storeId: string;
  secretKey: string;
  /** The shop's account at Mondido; otherwise the sandbox's. */
  mondido?: Omit<MondidoAccount, "baseUrl">;
  /** The shop's account at Moka; otherwise the sandbox's. */
  moka?: Omit<MokaAccount, "baseUrl">;
  /** The PSP through which MobilePay is taken; without one the shop does not offer it. */
  psp?: PspConnection;
  /** The plan that the shop sells. */
  planId?: string;
  host: string;
  port: number;
  currency: Extract<Currency, "PLN" | "RON">;
  /** How long a placed order may wait to be finished; 0 leaves that to the provider. */
  holdHours?: number;
  now?: () => Temporal.Instant;
  logger?: boolean;
};

type Desk = Pick<OrderActions, "refresh" | "cancel" | "refund">;

export type Shop = {
  mokka: MokkaConnection;
  mondido: MondidoAccount;
  planId: string;
  kassaPublicUrl: string;
  /** Known once the shop listens, when its port was left to the system. */
  publicUrl: () => string;
  holdHours: number;
  now: () => Temporal.Instant;
  money: (minor: number) => string;
  currency: Currency;
  orders: Orders;
  actions: OrderActions;
  payments: MondidoPayments;
  psp: PspConnection | undefined;
  mobilePay: MobilePayPayments;
  tea: Tea;
  moka: MokaAccount;
  mokaClock: MokaClock;
  subscribers: Subscribers;
  subscribing: Subscribing;
  billing: Billing;
  /** What every order can be asked, whoever it is paid through. */
  desk: (order: Order) => Desk;
  savedCards: SavedCards;
  registrations: Registrations;
  prices: MonthlyPrices;
  sessions: Sessions;
  pages: Pages;
};

export const sandboxDealer = { dealerCode: "1730", username: "demo", password: "demo", isTest: true };
export const sandboxAccount = { merchantId: "1", password: "password", secret: "secret", isTest: true };

/** A web shop that is paid through Kassa's APIs of Mokka Online, Mondido and Moka, and with MobilePay through a PSP. It does not listen by itself; its state is in memory. */
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
    serveMondido,
    serveMobilePay,
    servePlan,
    servePaymentLinks,
    serveRegistration,
    serveStaff,
    serveCoffee,
    serveSubscribers,
    serveTea,
    receiveCallbacks,
    receiveWebhooks,
    receiveNotifications,
  ])
    await app.register(async (scope) => serve(scope, shop));

  billInTheBackground(app, shop);
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
  const baseUrl = withoutSlash(options.kassaUrl);
  const connection = { baseUrl, storeId, secretKey };
  const mondido = { baseUrl, ...(options.mondido ?? sandboxAccount) };
  const moka = { baseUrl, ...(options.moka ?? sandboxDealer) };
  const orders = createOrders(now);
  const mokaClock = createMokaClock(moka, now);
  const subscribers = createSubscribers(mokaClock.guess);
  const billing = createBilling(moka, subscribers, mokaClock);
  const savedCards = createSavedCards();
  const actions = createOrderActions(connection, orders, currency);
  const payments = createMondidoPayments(mondido, orders, savedCards);
  const psp = options.psp && { ...options.psp, baseUrl: withoutSlash(options.psp.baseUrl) };
  const mobilePay = createMobilePayPayments(psp, orders);
  const desks: Record<Provider, Desk> = { mokka: actions, mondido: payments, mobilepay: mobilePay };
  const publicUrl = () => {
    if (options.publicUrl) return withoutSlash(options.publicUrl);
    const address = app.server.address();
    const port = address && typeof address === "object" ? address.port : options.port;
    return `http://${host}:${port}`;
  };
  return {
    mokka: connection,
    mondido,
    planId: options.planId ?? "1",
    kassaPublicUrl: withoutSlash(options.kassaPublicUrl ?? options.kassaUrl),
    publicUrl,
    holdHours: options.holdHours ?? 24,
    now,
    money: (minor) => moneyText(minor, currency),
    currency,
    orders,
    actions,
    payments,
    psp,
    mobilePay,
    tea: createTea(psp, mokaClock),
    moka,
    mokaClock,
    subscribers,
    subscribing: createSubscribing(moka, subscribers, billing),
    billing,
    desk: (order) => desks[providerOf(order)],
    savedCards,
    registrations: createRegistrations(),
    prices: createMonthlyPrices(connection, () => performance.now()),
    sessions: createSessions({ secure: options.publicUrl?.startsWith("https:") ?? false }),
    pages: createPages(currency),
  };
}

const billingPauseMs = 60_000;

/** A shop that listens writes its invoices and asks how they stand once a minute, whether anybody looks or not. */
function billInTheBackground(app: FastifyInstance, { billing, tea }: Shop): void {
  let timer: NodeJS.Timeout | undefined;
  const bill = async () => {
    const failed = await billing.run();
    if (failed) app.log.warn(failed);
    await tea.run();
  };
  app.addHook("onListen", async () => {
    timer = setInterval(() => bill().catch((error) => app.log.error(error)), billingPauseMs).unref();
  });
  app.addHook("onClose", async () => clearInterval(timer));
}

function sorry(shop: Shop, reply: FastifyReply, status: number) {
  const page = status === 404 ? "not-found" : "sorry";
  return shop.pages.send(reply.status(status), page, { status });
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
