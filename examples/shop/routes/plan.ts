import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { customerForm, prefilledCustomer } from "../customer-form.ts";
import * as mondido from "../mondido.ts";
import { mondidoFailure } from "../mondido-payments.ts";
import type { Currency } from "../money.ts";
import type { Notice } from "../orders.ts";
import { preparePayment } from "../prepared.ts";
import type { Shop } from "../shop.ts";
import { cartCount } from "./cart.ts";

type Extras = {
  customer?: Record<string, unknown>;
  errors?: Record<string, string[] | undefined>;
  refused?: Notice;
};

type Offer = {
  id: string;
  name: string;
  words: string | null;
  price: number;
  setupFee: number;
  currency: Currency;
  /** "month", "2 months" */
  every: string;
  trialDays: number;
};

/** A product that is a plan: bought once, charged again and again. */
export function servePlan(app: FastifyInstance, shop: Shop): void {
  const { sessions, pages, orders, mondido: account, planId } = shop;

  const planPage = async (request: FastifyRequest, reply: FastifyReply, extras: Extras = {}) => {
    const answer = await mondido.getPlan(account, planId);
    const session = sessions.find(request);
    return pages.send(reply, "plan", {
      offer: answer.outcome === "accepted" ? offerOf(answer.body, shop.currency) : undefined,
      customer: session?.customer ?? prefilledCustomer,
      cartCount: cartCount(session),
      ...(answer.outcome !== "accepted" && { refused: mondidoFailure(answer, "Please try again later.") }),
      ...extras,
    });
  };

  app.get("/plan", (request, reply) => planPage(request, reply));

  app.post<{ Body: Record<string, string> | null }>("/plan", async (request, reply) => {
    const session = sessions.open(request, reply);
    const form = request.body ?? {};
    const checked = customerForm.safeParse(form);
    if (!checked.success) {
      const { fieldErrors } = z.flattenError(checked.error);
      return planPage(request, reply.status(422), { customer: form, errors: fieldErrors });
    }
    session.customer = checked.data;
    const answer = await mondido.getPlan(account, planId);
    const offer = answer.outcome === "accepted" ? offerOf(answer.body, shop.currency) : undefined;
    if (!offer) return planPage(request, reply.status(422));
    const { id, name, price, trialDays, currency } = offer;
    const order = orders.add(checked.data, [], {
      method: "plan",
      currency,
      customerRef: session.customerRef,
      isReserved: false,
      plan: { id, name, firstPrice: trialDays > 0 ? 0 : price },
    });
    const refused = await preparePayment(shop, order);
    if (!refused && order.windowUrl) return reply.redirect(order.windowUrl, 303);
    orders.remove(order.id);
    return planPage(request, reply.status(422), refused && { refused });
  });
}

const known: readonly Currency[] = ["SEK", "EUR", "PLN", "RON"];

/** The plan in the shop's currency where it has a price in it; undefined when nobody here could pay it. */
function offerOf(plan: mondido.Plan, own: Currency): Offer | undefined {
  const currency = [own, ...known].find((one) => plan.prices[one.toLowerCase()] !== undefined);
  const price = currency && plan.prices[currency.toLowerCase()];
  if (!currency || price === undefined || plan.status !== "active") return undefined;
  const { id, name, description: words = null, interval, interval_unit: unit } = plan;
  const every = interval === 1 ? unit.slice(0, -1) : `${interval} ${unit}`;
  const setupFee = plan.setup_fees[currency.toLowerCase()] ?? 0;
  return { id: String(id), name, words, price, setupFee, currency, every, trialDays: plan.trial_length };
}
