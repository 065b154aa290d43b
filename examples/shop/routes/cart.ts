import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { customerForm, prefilledCustomer } from "../customer-form.ts";
import { type Customer, type Line, lineProducts, total } from "../orders.ts";
import { isOffered, knowsCustomer, type Offered, place, unknownCustomer, waysToPay } from "../placing.ts";
import { findProduct } from "../products.ts";
import { type Placement, rememberPlacement, type Session } from "../sessions.ts";
import type { Shop } from "../shop.ts";

export const mostOfOne = 20;

const cartLine = z.object({
  sku: z.string().refine((sku) => findProduct(sku)),
  quantity: z.coerce.number().int().min(0).max(mostOfOne).default(1),
});

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
    const method = isOffered(form.pay) ? form.pay : "mokka";
    const checked = customerForm.safeParse(form);
    if (!checked.success && !knowsCustomer(method)) {
      const { fieldErrors } = z.flattenError(checked.error);
      return cartPage(shop, request, reply.status(422), { customer: form, errors: fieldErrors });
    }
    if (checked.data) session.customer = checked.data;
    const placement = await placeOnce(shop, session, {
      customer: (!knowsCustomer(method) && checked.data) || unknownCustomer,
      method,
      token: form.cart_token ?? "",
      previousUrl: request.headers.referer,
    });
    if (!placement) return reply.redirect("/cart", 303);
    if ("goOnAt" in placement) return reply.redirect(placement.goOnAt, 303);
    return cartPage(shop, request, reply.status(422), { refused: placement.refused });
  });
}

type Press = { customer: Customer; method: Offered; token: string; previousUrl: string | undefined };

/** A second press finds the placement under its token and shares the result, even while the first still waits. */
function placeOnce(
  shop: Shop,
  session: Session,
  { customer, method, token, previousUrl }: Press,
): Promise<Placement> | undefined {
  const known = session.placements.get(token);
  if (known) return known;
  if (token !== session.cartToken || session.cart.length === 0) return undefined;
  const placement = place(shop, session, customer, { method, previousUrl });
  rememberPlacement(session, token, placement);
  return placement;
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
    ways: waysToPay({
      cart,
      savedCard: session && shop.savedCards.of(session.customerRef),
      hasPsp: shop.psp !== undefined,
    }),
    cartCount: cartCount(session),
    cartToken: session?.cartToken,
    mostOfOne,
    customer: session?.customer ?? prefilledCustomer,
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
