import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { customerForm } from "../customer-form.ts";
import { illustrations } from "../illustrations.ts";
import type { Notice } from "../orders.ts";
import { newPressable, once } from "../press.ts";
import { type Placement, rememberPlacement, type Session } from "../sessions.ts";
import type { Shop } from "../shop.ts";
import { nextTeaOn, pictureOfTea, type TeaDrinker, teaPrice } from "../tea.ts";
import { cartCount } from "./cart.ts";

type Form = Record<string, string>;
type TeaPath = { Params: { key: string }; Body: Form | null };
type Extras = { form?: Form; errors?: Record<string, string[] | undefined>; refused?: Notice };

const teaForm = customerForm.pick({ firstName: true, surname: true, email: true });
const prefilled = { firstName: "Freja", surname: "Nielsen", email: "freja.nielsen@example.com" };

/** Tea by the month: an agreement in MobilePay, charged by the shop each month. */
export function serveTea(app: FastifyInstance, shop: Shop): void {
  const { sessions, pages, tea, moka, mokaClock } = shop;
  const office = newPressable();

  const offer = (request: FastifyRequest, reply: FastifyReply, extras: Extras = {}) => {
    const session = sessions.open(request, reply);
    return pages.send(reply, "tea", {
      form: prefilled,
      teaPrice,
      illustration: illustrations["tea-tin"],
      isOffered: tea.isOffered,
      token: session.cartToken,
      cartCount: cartCount(session),
      ...extras,
    });
  };

  app.get("/tea", (request, reply) => offer(request, reply));

  app.post<{ Body: Form | null }>("/tea", async (request, reply) => {
    const session = sessions.open(request, reply);
    const form = request.body ?? {};
    const checked = teaForm.safeParse(form);
    if (!checked.success) {
      const { fieldErrors } = z.flattenError(checked.error);
      return offer(request, reply.status(422), { form, errors: fieldErrors });
    }
    const placement = await beginOnce(session, form.cart_token ?? "", checked.data);
    if (!placement) return reply.redirect("/tea", 303);
    if ("goOnAt" in placement) return reply.redirect(placement.goOnAt, 303);
    return offer(request, reply.status(422), { form, refused: placement.refused });
  });

  /** A second press shares the first one's result. */
  const beginOnce = (session: Session, token: string, customer: TeaDrinker["customer"]) => {
    const known = session.placements.get(token);
    if (known || token !== session.cartToken) return known;
    const placement = tea
      .begin(customer, shop.publicUrl())
      .then((begun): Placement => ("refused" in begun ? begun : { goOnAt: begun.drinker.payUrl }));
    rememberPlacement(session, token, placement);
    return placement;
  };

  const ofDrinker =
    (serve: (drinker: TeaDrinker, request: FastifyRequest<TeaPath>, reply: FastifyReply) => unknown) =>
    (request: FastifyRequest<TeaPath>, reply: FastifyReply) => {
      const drinker = tea.byKey(request.params.key);
      return drinker ? serve(drinker, request, reply) : reply.callNotFound();
    };

  app.get<TeaPath>(
    "/tea/:key",
    ofDrinker(async (drinker, request, reply) => {
      const unasked = await tea.refresh(drinker);
      return pages.send(reply, "my-tea", {
        drinker,
        teaPrice,
        unasked,
        deliveries: drinker.deliveries.toReversed(),
        nextOn: nextTeaOn(drinker)?.toString(),
        picture: pictureOfTea(drinker),
        cartCount: cartCount(sessions.find(request)),
      });
    }),
  );

  app.get<TeaPath>(
    "/tea/:key/state",
    ofDrinker(async (drinker, _request, reply) => {
      await tea.refresh(drinker);
      return reply.header("cache-control", "no-store").send({ state: pictureOfTea(drinker) });
    }),
  );

  app.post<TeaPath>(
    "/tea/:key/end",
    ofDrinker(async (drinker, request, reply) => {
      await once(drinker.page, request.body?.action_token, () => tea.end(drinker));
      return reply.redirect(`/tea/${drinker.key}`, 303);
    }),
  );

  app.get("/tea-drinkers", async (_request, reply) => {
    for (const drinker of tea.list()) await tea.refresh(drinker);
    return pages.send(reply, "tea-drinkers", {
      rows: tea.list().map((drinker) => ({ ...drinker, last: drinker.deliveries.at(-1) })),
      teaPrice,
      office,
      isTest: moka.isTest,
      time: await mokaClock.ask(),
    });
  });

  const inOffice =
    (action: (form: Form) => Promise<Notice>) =>
    async (request: FastifyRequest<{ Body: Form | null }>, reply: FastifyReply) => {
      const form = request.body ?? {};
      await once(office, form.action_token, () => action(form));
      return reply.redirect("/tea-drinkers", 303);
    };

  app.post<{ Body: Form | null }>(
    "/tea-drinkers/run",
    inOffice(async () => {
      await tea.run({ again: true });
      return { tone: "good", text: "What was due is charged." };
    }),
  );

  app.post<{ Body: Form | null }>(
    "/tea-drinkers/end",
    inOffice(async ({ key = "" }) => {
      const drinker = tea.byKey(key);
      return drinker ? tea.end(drinker) : { tone: "bad", text: "Nobody has this subscription." };
    }),
  );

  if (moka.isTest)
    app.post<{ Body: Form | null }>(
      "/tea-drinkers/month",
      inOffice(async () => {
        if (!(await mokaClock.move("P1M")))
          return { tone: "bad", text: "The sandbox did not answer, or this Kassa has none." };
        await tea.run();
        return { tone: "good", text: "A month has passed, and the next tea is charged." };
      }),
    );
}
