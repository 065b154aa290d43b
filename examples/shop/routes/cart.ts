import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { checkoutRequest } from "../checkout-request.ts";
import * as mokka from "../mokka.ts";
import { failure } from "../order-actions.ts";
import { type Customer, type Line, lineProducts, total } from "../orders.ts";
import { findProduct } from "../products.ts";
import { type Placement, rememberPlacement, type Session } from "../sessions.ts";
import type { Shop } from "../shop.ts";

export const mostOfOne = 20;

const cartLine = z.object({
  sku: z.string().refine((sku) => findProduct(sku)),
  quantity: z.coerce.number().int().min(0).max(mostOfOne).default(1),
});

const name = (words: string) => z.string().trim().min(1, words).max(60, "At most 60 letters.");

const checkoutForm = z.object({
  firstName: name("Please tell us your first name."),
  surname: name("Please tell us your surname."),
  phone: z
    .string()
    .transform((text) => text.replace(/[\s-]/g, "").replace(/^(\+|00)\d{2}(?=\d{9}$)/, ""))
    .pipe(z.string().regex(/^\d{9}$/, "A phone number has 9 digits, for example 333 111 222.")),
  email: z.string().trim().pipe(z.email("This does not look like an e-mail address.")),
});

const prefilled = {
  firstName: "Anna",
  surname: "Nowak",
  phone: "333 111 222",
  email: "anna.nowak@example.com",
};

export function serveCart(app: FastifyInstance, shop: Shop): void {
  const { sessions } = shop;

  app.get("/cart", (request, reply) => cartPage(shop, request, reply));

  app.post("/cart/add", (request, reply) => {
    const line = cartLine.safeParse(request.body);
    if (line.success) {
      const { cart } = sessions.open(request, reply);
      const already = cart.find(({ sku }) => sku === line.data.sku)?.quantity ?? 0;
      setQuantity(cart, { ...line.data, quantity: Math.min(already + line.data.quantity, mostOfOne) });
    }
    return reply.redirect("/cart", 303);
  });

  app.post("/cart/set", (request, reply) => {
    const line = cartLine.safeParse(request.body);
    if (line.success) setQuantity(sessions.open(request, reply).cart, line.data);
    return reply.redirect("/cart", 303);
  });

  app.post<{ Body: Record<string, string> | null }>("/checkout", async (request, reply) => {
    const session = sessions.find(request);
    if (!session) return reply.redirect("/cart", 303);
    const form = request.body ?? {};
    const checked = checkoutForm.safeParse(form);
    if (!checked.success) {
      const { fieldErrors } = z.flattenError(checked.error);
      return cartPage(shop, request, reply.status(422), { customer: form, errors: fieldErrors });
    }
    session.customer = checked.data;
    const placement = await placeOnce(shop, session, form.cart_token ?? "", request.headers.referer);
    if (!placement) return reply.redirect("/cart", 303);
    // The fragment asks our script to open the popup; without scripts it means nothing.
    if ("placed" in placement) return reply.redirect(`/orders/${placement.placed}/pay#popup`, 303);
    return cartPage(shop, request, reply.status(422), { refused: placement.refused });
  });
}

/** A second press finds the placement under its token and shares the result, even while the first still waits. */
function placeOnce(
  shop: Shop,
  session: Session,
  token: string,
  previousUrl: string | undefined,
): Promise<Placement> | undefined {
  const known = session.placements.get(token);
  if (known) return known;
  if (token !== session.cartToken || !session.customer || session.cart.length === 0) return undefined;
  const placement = place(shop, session, session.customer, previousUrl);
  rememberPlacement(session, token, placement);
  return placement;
}

async function place(
  shop: Shop,
  session: Session,
  customer: Customer,
  previousUrl: string | undefined,
): Promise<Placement> {
  const { orders, publicUrl, holdHours } = shop;
  const earlier = orders.ofPhone(customer.phone);
  const order = orders.add(customer, structuredClone(session.cart));
  const addresses = { public: publicUrl(), previousUrl: previousUrl ?? `${publicUrl()}/cart` };
  const answer = await mokka.checkout(shop.mokka, checkoutRequest(order, earlier, addresses, holdHours));
  if (answer.outcome !== "accepted") {
    orders.remove(order.id);
    return { refused: failure(answer, "Your cart is kept. Please try again in a moment.") };
  }
  order.iframeUrl = answer.body.iframe_url;
  session.cart = [];
  return { placed: order.id };
}

type CartPageExtras = {
  customer?: Record<string, unknown>;
  errors?: Record<string, string[] | undefined>;
  refused?: object;
};

function cartPage(shop: Shop, request: FastifyRequest, reply: FastifyReply, extras: CartPageExtras = {}) {
  const session = shop.sessions.find(request);
  const cart = session?.cart ?? [];
  return shop.pages.send(reply, "cart", {
    lines: lineProducts(cart),
    total: total(cart),
    cartCount: cartCount(session),
    cartToken: session?.cartToken,
    mostOfOne,
    customer: session?.customer ?? prefilled,
    ...extras,
  });
}

export function cartCount(session: Session | undefined): number {
  return session?.cart.reduce((sum, line) => sum + line.quantity, 0) ?? 0;
}

export function setQuantity(cart: Line[], line: Line): void {
  const at = cart.findIndex(({ sku }) => sku === line.sku);
  if (at === -1 && line.quantity > 0) cart.push(line);
  else if (line.quantity > 0) cart[at] = line;
  else if (at !== -1) cart.splice(at, 1);
}
