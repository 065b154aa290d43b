import type { Provider } from "./kassa.ts";

export type Page = {
  readonly status: number;
  readonly html: string;
  readonly location: string | undefined;
  readonly url: string;
};

/** A shopper without JavaScript: opens a form's link, fills in and posts what the page asks for, follows where
 *  it leads within Kassa. */
export class Shopper {
  readonly #kassa: Provider;
  page: Page = { status: 0, html: "", location: undefined, url: "" };

  constructor(kassa: Provider) {
    this.#kassa = kassa;
  }

  async open(iframeUrl: string): Promise<Page> {
    const { pathname, search } = new URL(iframeUrl);
    return this.#get(pathname + search);
  }

  /** Posts the page's form with one of its buttons. */
  async submit(action: string, values: Record<string, string> = {}): Promise<Page> {
    const payload = new URLSearchParams({ ...this.hiddenValues(), ...values, action }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
    const url = this.page.url;
    const answer = await this.#kassa.server.inject({ method: "POST", url, headers, payload });
    const location = answer.headers.location as string | undefined;
    if (answer.statusCode === 303 && location?.startsWith("/")) return this.#get(location);
    this.page = { status: answer.statusCode, html: answer.body, location, url };
    return this.page;
  }

  hiddenValues(): Record<string, string> {
    const inputs = [...this.page.html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => input);
    return Object.fromEntries(inputs.map((input) => [attribute(input, "name"), attribute(input, "value")]));
  }

  async #get(url: string): Promise<Page> {
    const answer = await this.#kassa.server.inject({ method: "GET", url });
    this.page = {
      status: answer.statusCode,
      html: answer.body,
      location: answer.headers.location as string | undefined,
      url,
    };
    return this.page;
  }
}

function attribute(tag: string, name: string): string {
  return tag.match(new RegExp(`${name}="([^"]*)"`))?.[1] ?? "";
}

export const person = {
  first_name: "Jan",
  surname: "Kowalski",
  patronymic: "",
  birth_date: "15.01.1985",
  primary_email: "jan.kowalski@example.com",
};

export type OrderOptions = {
  readonly orderId: string;
  readonly phone?: string;
  readonly amount?: number;
  readonly term?: string;
  readonly more?: Record<string, unknown>;
  readonly current?: Record<string, unknown>;
};

export const shopUrls = {
  callback_url: "http://127.0.0.1:9/callback",
  redirect_url: "http://127.0.0.1:9/back",
};

export function authBody({ orderId, phone = "333111222", amount = 500, more, current }: OrderOptions) {
  return {
    ...shopUrls,
    primary_phone: phone,
    current_order: { order_id: orderId, amount, ...current },
    ...more,
  };
}

/** Opens an order and goes through its form up to the hold; answers the last page. */
export async function buy(kassa: Provider, options: OrderOptions): Promise<Page> {
  const { json } = await kassa.mokka("/factoring/v1/precheck/auth", authBody(options));
  const shopper = new Shopper(kassa);
  await shopper.open(json.iframe_url);
  await identify(shopper, options.phone ?? "333111222");
  return shopper.submit("place_order", { term: options.term ?? "3" });
}

/** Tells who the shopper is, new or known, and confirms the phone. */
export async function identify(shopper: Shopper, phone: string): Promise<Page> {
  if (!shopper.page.html.includes('name="first_name"')) await shopper.submit("show_questionnaire");
  await shopper.submit("register", { ...person, primary_phone: phone, surname: `Kowalski${letters(phone)}` });
  return shopper.submit("confirm", { confirmation_code: "1111" });
}

/** A surname of one's own for each phone, so that nobody is taken for somebody else. */
function letters(phone: string): string {
  return [...phone].map((digit) => String.fromCharCode(97 + Number(digit))).join("");
}
