import type { FastifyInstance } from "fastify";

export type Visitor = ReturnType<typeof browser>;

/** A browser without scripts: it keeps the cookie, and follows nothing by itself. */
export function browser(app: FastifyInstance) {
  let cookie = "";
  const keep = <Answer extends { headers: Record<string, unknown> }>(answer: Answer) => {
    const set = answer.headers["set-cookie"];
    if (typeof set === "string") cookie = set.split(";")[0] ?? "";
    return answer;
  };
  return {
    get: async (url: string) => keep(await app.inject({ url, headers: { cookie } })),
    post: async (url: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
      keep(
        await app.inject({
          method: "POST",
          url,
          headers: { cookie, "content-type": "application/x-www-form-urlencoded", ...headers },
          payload: new URLSearchParams(form).toString(),
        }),
      ),
  };
}

/** Puts goods into the cart, and answers its form as the visitor fills it in. */
export async function checkoutForm(
  visitor: Visitor,
  sku: string,
  quantity = "1",
): Promise<Record<string, string>> {
  await visitor.post("/cart/add", { sku, quantity });
  const cart = await visitor.get("/cart");
  const token = /name="cart_token" value="([^"]+)"/.exec(cart.body)?.[1] ?? "";
  return {
    cart_token: token,
    firstName: "Łucja",
    surname: "Nowak",
    phone: "+48 333 111 222",
    email: "lucja@example.com",
  };
}

/** Presses a button of the staff's order page. */
export async function press(
  visitor: Visitor,
  id: string,
  button: string,
  fields: Record<string, string> = {},
): Promise<number> {
  const { body } = await visitor.get(`/orders/${id}`);
  const form = { action_token: actionToken(body), ...fields };
  return (await visitor.post(`/orders/${id}/${button}`, form)).statusCode;
}

export function actionToken(page: string): string {
  return /name="action_token" value="([^"]+)"/.exec(page)?.[1] ?? "";
}
