import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { minorUnits } from "../money.ts";
import { methodWords, providerNames } from "../order-words.ts";
import {
  actionsFor,
  boughtLines,
  isAtMobilePay,
  isAtMondido,
  type Line,
  leftToCapture,
  leftToReturn,
  type Notice,
  type Order,
  providerOf,
} from "../orders.ts";
import { once } from "../press.ts";
import { newCheckNumber, receiptPdf } from "../receipt.ts";
import type { Shop } from "../shop.ts";
import { mostOfOne } from "./cart.ts";

type Form = Record<string, string>;
type OrderForm = { Params: { id: string }; Body: Form | null };

/** The shop's back office: what happens to an order after the customer has gone. */
export function serveStaff(
  app: FastifyInstance,
  { orders, actions, payments, mobilePay, desk, pages }: Shop,
): void {
  app.get("/orders", (_request, reply) => pages.send(reply, "orders", { orders: orders.list() }));

  app.get<OrderForm>("/orders/:id", async (request, reply) => {
    const order = orders.find(request.params.id);
    if (!order) return reply.callNotFound();
    // The PSP tells nothing by itself.
    if (isAtMobilePay(order) && order.state === "pending") await mobilePay.refresh(order);
    return pages.send(reply, "order", {
      order,
      lines: boughtLines(order),
      rest: leftToReturn(order),
      toCapture: leftToCapture(order),
      atMondido: isAtMondido(order),
      paidBy: methodWords[order.purchase.method],
      owed: order.state === "hold" || order.state === "finished",
      can: Object.fromEntries(actionsFor(order).map((action) => [action, true])),
      mostOfOne,
    });
  });

  app.get<OrderForm>("/orders/:id/receipt.pdf", async (request, reply) => {
    const order = orders.find(request.params.id);
    if (!order) return reply.callNotFound();
    const checkNumber = order.checkNumber ?? newCheckNumber(order);
    return reply
      .type("application/pdf")
      .send(Buffer.from(receiptPdf(order, checkNumber, order.purchase.currency)));
  });

  const press =
    (action: (order: Order, form: Form) => Promise<Notice>) =>
    async (request: FastifyRequest<OrderForm>, reply: FastifyReply) => {
      const order = orders.find(request.params.id);
      if (!order) return reply.callNotFound();
      const form = request.body ?? {};
      await once(order, form.action_token, () => action(order, form));
      return reply.redirect(`/orders/${order.id}`, 303);
    };

  /** Buttons of Mokka's orders only. */
  const atMokka =
    (action: (order: Order, form: Form) => Promise<Notice>) => async (order: Order, form: Form) =>
      providerOf(order) === "mokka" ? action(order, form) : words("This order is not paid through Mokka.");

  const withAmount =
    (action: (order: Order, amount: number) => Promise<Notice>) => async (order: Order, form: Form) => {
      const amount = minorUnits(form.amount ?? "");
      return amount === undefined ? words("Write the amount like 120.00.") : action(order, amount);
    };

  app.post<OrderForm>("/orders/:id/finish", press(atMokka(actions.finish)));
  app.post<OrderForm>(
    "/orders/:id/change",
    press(
      atMokka(async (order, form) => {
        const lines = changedLines(order, form);
        return lines ? actions.change(order, lines) : words(`Quantities go from 0 to ${mostOfOne}.`);
      }),
    ),
  );
  const capture = (order: Order, amount: number) =>
    (isAtMobilePay(order) ? mobilePay : payments).capture(order, amount);
  app.post<OrderForm>("/orders/:id/capture", press(withAmount(capture)));
  app.post<OrderForm>("/orders/:id/stop", press(payments.stop));
  app.post<OrderForm>(
    "/orders/:id/cancel",
    press((order) => desk(order).cancel(order)),
  );
  app.post<OrderForm>(
    "/orders/:id/refund",
    press(withAmount((order, amount) => desk(order).refund(order, amount))),
  );
  app.post<OrderForm>(
    "/orders/:id/refresh",
    press(async (order) => {
      const failed = await desk(order).refresh(order);
      const provider = providerNames[providerOf(order)];
      return failed ?? { tone: "good", text: `Asked ${provider}: this is how the order stands now.` };
    }),
  );
}

function changedLines(order: Order, form: Form): Line[] | undefined {
  const lines = order.lines.map(({ sku, quantity }) => ({
    sku,
    quantity: Number(form[`quantity-${sku}`] ?? quantity),
  }));
  const allowed = lines.every(
    ({ quantity }) => Number.isInteger(quantity) && quantity >= 0 && quantity <= mostOfOne,
  );
  return allowed ? lines.filter(({ quantity }) => quantity > 0) : undefined;
}

function words(text: string): Notice {
  return { tone: "bad", text };
}
