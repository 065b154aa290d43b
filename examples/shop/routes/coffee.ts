import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { cardForm } from "../card-form.ts";
import { illustrations } from "../illustrations.ts";
import { monthlyForm, prefilledSubscriber } from "../monthly-form.ts";
import type { Notice } from "../orders.ts";
import { once } from "../press.ts";
import { type Placement, rememberPlacement, type Session } from "../sessions.ts";
import type { Shop } from "../shop.ts";
import {
  bagPrice,
  isMoving,
  mostBags,
  needsCard,
  nextInvoiceOn,
  pictureOf,
  type Subscriber,
} from "../subscribers.ts";
import type { Refused, Wish } from "../subscribing.ts";
import { cartCount } from "./cart.ts";

type Form = Record<string, string>;
type Errors = Record<string, string[] | undefined>;
type Extras = { form?: Form; errors?: Errors; refused?: Notice };
type CoffeePath = { Params: { key: string }; Body: Form | null };

/** Coffee by the month: the offer, and the page of whoever has subscribed. */
export function serveCoffee(app: FastifyInstance, shop: Shop): void {
  const { sessions, pages, subscribers, subscribing, billing } = shop;

  const offer = (request: FastifyRequest, reply: FastifyReply, extras: Extras = {}) => {
    const session = sessions.open(request, reply);
    return pages.send(reply, "coffee", {
      form: { ...prefilledSubscriber, ...session.customer },
      choices: Array.from({ length: mostBags }, (_, more) => ({
        bags: more + 1,
        price: (more + 1) * bagPrice,
      })),
      bagPrice,
      illustration: illustrations["coffee-bags"],
      isTest: shop.moka.isTest,
      token: session.cartToken,
      already: session.coffeeKey && subscribers.byKey(session.coffeeKey),
      cartCount: cartCount(session),
      ...extras,
    });
  };

  app.get("/coffee", (request, reply) => offer(request, reply));

  app.post<{ Body: Form | null }>("/coffee", async (request, reply) => {
    const session = sessions.open(request, reply);
    const form = request.body ?? {};
    const checked = monthlyForm.safeParse(form);
    const card = cardForm(await billing.today()).safeParse(form);
    if (!checked.success || !card.success)
      return offer(request, reply.status(422), withErrors(form, checked.error, card.error));

    const { bags, ...customer } = checked.data;
    const wish = { customer, bags, card: card.data };
    const placement = await subscribeOnce(session, form.cart_token ?? "", wish);
    if (!placement) return reply.redirect("/coffee", 303);
    if ("goOnAt" in placement) return reply.redirect(placement.goOnAt, 303);
    return offer(request, reply.status(422), withRefusal(form, placement));
  });

  /** A second press shares the first one's result. */
  const subscribeOnce = (session: Session, token: string, wish: Wish): Promise<Placement> | undefined => {
    const known = session.placements.get(token);
    if (known || token !== session.cartToken) return known;
    const placement = subscribing.begin(wish).then((begun): Placement => {
      if ("refused" in begun) return begun;
      session.coffeeKey = begun.subscriber.key;
      return { goOnAt: `/coffee/${begun.subscriber.key}` };
    });
    rememberPlacement(session, token, placement);
    return placement;
  };

  const own = (request: FastifyRequest, reply: FastifyReply, subscriber: Subscriber, extras: Extras = {}) =>
    pages.send(reply, "my-coffee", {
      subscriber,
      invoices: subscriber.invoices.toReversed(),
      price: subscriber.bags * bagPrice,
      nextOn: nextInvoiceOn(subscriber).toString(),
      needsCard: needsCard(subscriber),
      isTest: shop.moka.isTest,
      isMoving: isMoving(subscriber),
      picture: pictureOf(subscriber),
      cartCount: cartCount(sessions.find(request)),
      ...extras,
    });

  const ofSubscriber =
    (serve: (subscriber: Subscriber, request: FastifyRequest<CoffeePath>, reply: FastifyReply) => unknown) =>
    (request: FastifyRequest<CoffeePath>, reply: FastifyReply) => {
      const subscriber = subscribers.byKey(request.params.key);
      return subscriber ? serve(subscriber, request, reply) : reply.callNotFound();
    };

  app.get<CoffeePath>(
    "/coffee/:key",
    ofSubscriber(async (subscriber, request, reply) => {
      await billing.glance();
      return own(request, reply, subscriber);
    }),
  );

  app.get<CoffeePath>(
    "/coffee/:key/state",
    ofSubscriber(async (subscriber, _request, reply) => {
      await billing.glance();
      return reply.header("cache-control", "no-store").send({ state: pictureOf(subscriber) });
    }),
  );

  const press = (action: (subscriber: Subscriber) => Promise<Notice>) =>
    ofSubscriber(async (subscriber, request, reply) => {
      await once(subscriber.page, request.body?.action_token, () => action(subscriber));
      return reply.redirect(`/coffee/${subscriber.key}`, 303);
    });

  app.post<CoffeePath>(
    "/coffee/:key/check",
    press(async () => (await billing.look()) ?? { tone: "good", text: "This is how it stands now." }),
  );
  app.post<CoffeePath>("/coffee/:key/end", press(subscribing.end));

  app.post<CoffeePath>(
    "/coffee/:key/card",
    ofSubscriber(async (subscriber, request, reply) => {
      const form = request.body ?? {};
      const card = cardForm(await billing.today()).safeParse(form);
      if (!card.success)
        return own(request, reply.status(422), subscriber, withErrors(form, undefined, card.error));
      const { page } = subscriber;
      let refusal: Refused | undefined;
      await once(page, form.action_token, async () => {
        const replaced = await subscribing.replaceCard(subscriber, card.data);
        if ("done" in replaced) return replaced.done;
        refusal = replaced;
        return replaced.refused;
      });
      if (!refusal || !subscriber.isActive) return reply.redirect(`/coffee/${subscriber.key}`, 303);
      delete page.notice;
      return own(request, reply.status(422), subscriber, withRefusal(form, refusal));
    }),
  );
}

/** The form as it was filled in, without the card's number, which nobody is to keep. */
function withErrors(form: Form, ...errors: (z.ZodError | undefined)[]): Extras {
  const { cardNumber: _, ...rest } = form;
  const found: Errors = Object.assign({}, ...errors.map((one) => one && z.flattenError(one).fieldErrors));
  return {
    form: rest,
    errors: { cardNumber: ["Please write the number again: we do not keep it."], ...found },
  };
}

/** What Moka says about the card stands beside it, anything else above the form. */
function withRefusal(form: Form, { refused, field }: { refused: Notice; field?: string }): Extras {
  const { cardNumber: _, ...rest } = form;
  return field ? { form: rest, errors: { [field]: [refused.text] } } : { form: rest, refused };
}
