import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { runNow } from "../moka-clock.ts";
import type { Notice } from "../orders.ts";
import { newPressable, once } from "../press.ts";
import type { Shop } from "../shop.ts";
import { bagPrice, isMoving, nextInvoiceOn, pictureOf, type Subscriber } from "../subscribers.ts";

type Form = Record<string, string>;
type SubscriberPath = { Params: { id: string }; Body: Form | null };

/** The staff's side of coffee by the month. */
export function serveSubscribers(app: FastifyInstance, shop: Shop): void {
  const { moka, mokaClock, subscribers, subscribing, billing, pages } = shop;
  const office = newPressable();

  app.get("/subscribers", async (_request, reply) => {
    await billing.glance();
    return pages.send(reply, "subscribers", {
      rows: subscribers.list().map((subscriber) => ({
        ...subscriber,
        last: subscriber.invoices.at(-1),
        price: subscriber.bags * bagPrice,
      })),
      office,
      isTest: moka.isTest,
      time: await mokaClock.ask(),
    });
  });

  const inOffice =
    (action: () => Promise<Notice>) =>
    async (request: FastifyRequest<{ Body: Form | null }>, reply: FastifyReply) => {
      await once(office, request.body?.action_token, action);
      return reply.redirect("/subscribers", 303);
    };

  const bill = async (text: string): Promise<Notice> => (await billing.run()) ?? { tone: "good", text };

  app.post<{ Body: Form | null }>(
    "/subscribers/run",
    inOffice(() => bill("Invoices are written and planned. This is how they stand at Moka.")),
  );

  if (moka.isTest) {
    const inSandbox = (act: () => Promise<boolean>, text: string) =>
      inOffice(async () => {
        // What is due before the clock moves is to be charged on the way.
        await billing.run();
        return (await act()) ? bill(text) : bad("The sandbox did not answer, or this Kassa has none.");
      });
    app.post<{ Body: Form | null }>(
      "/subscribers/month",
      inSandbox(() => mokaClock.move("P1M"), "A month has passed at Moka. The next invoices are written."),
    );
    app.post<{ Body: Form | null }>(
      "/subscribers/charge",
      inSandbox(() => runNow(moka), "Moka has charged what was planned for today."),
    );
  }

  const ofSubscriber =
    (
      serve: (
        subscriber: Subscriber,
        request: FastifyRequest<SubscriberPath>,
        reply: FastifyReply,
      ) => unknown,
    ) =>
    (request: FastifyRequest<SubscriberPath>, reply: FastifyReply) => {
      const subscriber = subscribers.find(request.params.id);
      return subscriber ? serve(subscriber, request, reply) : reply.callNotFound();
    };

  app.get<SubscriberPath>(
    "/subscribers/:id",
    ofSubscriber(async (subscriber, _request, reply) => {
      await billing.glance();
      return pages.send(reply, "subscriber", {
        subscriber,
        invoices: subscriber.invoices.toReversed(),
        price: subscriber.bags * bagPrice,
        nextOn: nextInvoiceOn(subscriber).toString(),
        isMoving: isMoving(subscriber),
        picture: pictureOf(subscriber),
        address: `${shop.publicUrl()}/coffee/${subscriber.key}`,
      });
    }),
  );

  app.get<SubscriberPath>(
    "/subscribers/:id/state",
    ofSubscriber(async (subscriber, _request, reply) => {
      await billing.glance();
      return reply.header("cache-control", "no-store").send({ state: pictureOf(subscriber) });
    }),
  );

  const press = (action: (subscriber: Subscriber, form: Form) => Promise<Notice>) =>
    ofSubscriber(async (subscriber, request, reply) => {
      const form = request.body ?? {};
      await once(subscriber.desk, form.action_token, () => action(subscriber, form));
      return reply.redirect(`/subscribers/${subscriber.id}`, 303);
    });

  app.post<SubscriberPath>(
    "/subscribers/:id/check",
    press(
      async () =>
        (await billing.look()) ?? { tone: "good", text: "Asked Moka: this is how the invoices stand now." },
    ),
  );
  app.post<SubscriberPath>(
    "/subscribers/:id/charge",
    press((subscriber, { invoice = "" }) => subscribing.chargeAgain(subscriber, invoice)),
  );
  app.post<SubscriberPath>("/subscribers/:id/end", press(subscribing.end));
}

function bad(text: string): Notice {
  return { tone: "bad", text };
}
