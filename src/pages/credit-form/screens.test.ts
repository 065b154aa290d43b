import { describe, expect, test } from "vitest";
import { locales } from "../locale.ts";
import { renderScreen } from "./render-screen.ts";
import { frame, payments, samples } from "./samples.ts";
import type { Frame, OrderScreen, Screen } from "./screens.ts";

const every = locales.flatMap((locale) =>
  Object.entries(samples).map(([name, screen]) => ({ name, locale, html: render(screen, { locale }) })),
);

describe.each(every)("$name in $locale", ({ html, locale }) => {
  test("is a whole page in its language without a gap", () => {
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html.trimEnd().endsWith("</html>")).toBe(true);
    expect(html.match(/<h1>[^<]+<\/h1>/g)).toHaveLength(1);
    expect(words(html)).not.toMatch(/undefined|null|NaN|\[object|[{}]|Invalid/);
    expect(words(html)).not.toMatch(/\b(field|error|hint|result|order|plan|code|reason|failure)\.\w/);
  });

  test("ties every label, hint and link to what it is about", () => {
    const ids = all(html, /\sid="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [
      ...all(html, /\sfor="([^"]+)"/g),
      ...all(html, /\saria-(?:describedby|labelledby)="([^"]+)"/g).flatMap((list) => list.split(" ")),
      ...all(html, /href="#([^"]+)"/g),
    ];
    for (const reference of references) expect(ids).toContain(reference);
    for (const [, input = ""] of html.matchAll(/<input(?![^>]*type="hidden")[^>]*\sid="([^"]+)"/g)) {
      expect(html).toContain(`for="${input}"`);
    }
  });

  test("posts the version and the session with every form", () => {
    for (const form of html.split("<form").slice(1)) {
      expect(form).toContain(`method="post" action="${frame.action}"`);
      expect(form).toContain('<input type="hidden" name="version" value="3">');
      expect(form).toContain('<input type="hidden" name="session" value="s-1">');
    }
  });

  test("runs no script and no style of its own", () => {
    expect(html).not.toMatch(/<script(?! src=)|\son\w+=|\sstyle=|<style/);
  });
});

test.each([
  ["questionnaire", ["register", "show_login"]],
  ["login", ["login", "show_questionnaire"]],
  ["code", ["confirm", "resend", "change_number"]],
  ["order", ["place_order"]],
])("%s offers its actions, the one that Enter takes first", (name, actions) => {
  expect(all(html(name), /name="action" value="(\w+)"/g)).toEqual(actions);
});

test("inputs carry the names of the API", () => {
  const names = (name: string) => all(html(name), /<input[^>]*\sname="(?!version|session)(\w+)"/g);
  expect(names("questionnaire")).toEqual([
    "primary_phone",
    "first_name",
    "surname",
    "patronymic",
    "birth_date",
    "primary_email",
  ]);
  expect(names("login")).toEqual(["primary_phone"]);
  expect(names("code")).toEqual(["confirmation_code"]);
  expect(names("order")).toEqual(["term", "term", "term"]);
  expect(names("order-fixed")).toEqual(["term"]);
});

test("an error stands beside its field and in a summary that leads to it", () => {
  const page = html("questionnaire-wrong");
  expect(page).toContain("<title>Error: Buy now, pay later · Meadow &amp; Pine</title>");
  expect(page).toContain('<a href="#primary_phone">Enter your mobile phone number.</a>');
  expect(page).toContain('<p class="error" id="birth_date-error">There is no such date.');
  expect(page).toMatch(/name="birth_date"[^>]*aria-describedby="birth_date-hint birth_date-error"/);
  expect(page.match(/aria-invalid="true"/g)).toHaveLength(3);
  expect(html("order-wrong")).toContain('<a href="#term-1">Choose a payment schedule.</a>');
});

test("the code screen says how many attempts are left and when a new code may be asked for", () => {
  expect(html("code-wrong")).toContain("2 attempts left.");
  expect(html("code-wrong")).not.toContain("data-resend-wait");
  expect(html("code")).toContain("<span data-resend-seconds>27</span>");
});

test("only the screen that waits reloads itself", () => {
  const waiting = Object.keys(samples).filter((name) => html(name).includes('http-equiv="refresh"'));
  expect(waiting).toEqual(["assessing"]);
  expect(html("assessing")).toContain('content="2"');
});

test("a schedule is chosen beforehand only by the shopper, the shop or the lack of another", () => {
  const checked = (changes: Partial<OrderScreen>) =>
    all(render({ ...orderScreen(), ...changes }), /value="(\d+)" required checked/g);
  expect(checked({})).toEqual(["3"]);
  expect(checked({ chosenTerm: undefined })).toEqual([]);
  expect(checked({ chosenTerm: undefined, tariffs: orderScreen().tariffs.slice(2) })).toEqual(["6"]);
  expect(html("order-fixed")).toContain('<input type="hidden" name="term" value="6">');
});

test.each([
  ["PLN", 1_050n, "PLN 10.50"],
  ["RON", 1_050n, "RON 10.50"],
  ["JPY", 1_050n, "¥1,050"],
  ["KWD", 1_050n, "KWD 1.050"],
])("the order in %s is written with the decimals of the currency", (currency, amount, written) => {
  const money = { amount, currency };
  const free = { amount: 0n, currency };
  const tariff = { term: 1, kind: "bnpl", monthlyPayment: money, total: money } as const;
  const page = render({
    ...orderScreen(),
    items: [{ name: "Tea", quantity: 1, price: money }],
    limit: money,
    total: money,
    financed: money,
    tariffs: [
      { ...tariff, monthlyOverpayment: free, totalOverpayment: free, payments: payments([amount], currency) },
    ],
  }).replaceAll("\u00a0", " ");
  expect(page).toContain(`Place the order for ${written}</button>`);
  expect(page.split(written).length - 1).toBe(7);
});

test.each([
  ["approved", "approved"],
  ["purchase", "approved"],
  ["limit-not-enough", "declined"],
  ["registration_declined", "declined"],
  ["expired", "expired"],
  ["canceled", "canceled"],
  ["finished", "finished"],
  ["contact_support", "contact_support"],
])("the result %s tells a script that the decision is %s and leads back to the shop", (name, decision) => {
  expect(html(name)).toContain(`data-decision="${decision}"`);
  expect(html(name)).toContain(
    '<a class="button" id="revo-result-link" href="https://shop.example/return?order=R1&amp;state=done" target="_top">',
  );
  expect(html(name)).not.toContain("data-close");
});

test("a prepayment is the next step of an approved order", () => {
  expect(html("prepayment")).toContain(">Proceed to card payment</a>");
});

test("support is named where it is needed", () => {
  const page = render(samples.contact_support, { support: "+48 22 000 00 00" });
  expect(page).toContain("Support: +48 22 000 00 00");
});

test("text from strangers stays text", () => {
  const evil = `<script>alert("1")</script>'"><img src=x onerror=alert(1)><%= 7 * 6 %>`;
  const item = { name: evil, quantity: 1, price: orderScreen().total };
  const values = { first_name: evil, primary_phone: evil };
  const strange: Screen[] = [
    { name: "questionnaire", purpose: "purchase", values, errors: { first_name: "required" } },
    { name: "code", firstName: evil, phone: evil, errors: {}, resendInSeconds: 1 },
    { ...orderScreen(), items: [item] },
  ];
  for (const screen of strange) {
    const page = render(screen, { merchantName: evil, session: evil, testHint: evil, action: evil });
    expect(page).not.toMatch(/<script>|<img src=x|onerror=alert\(1\)>|(>|&gt;)42/);
    expect(page).toContain("&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;&#39;&#34;&gt;&lt;img");
  }
});

test("an address that would run a script is left out", () => {
  const evil = "javascript:alert(1)";
  const result: Screen = { name: "result", outcome: "finished", redirectUrl: evil };
  const pages = [result, orderScreen(), { name: "error", kind: "busy", retryUrl: evil } as const].map(
    (screen) => render(screen, { logoUrl: evil, closeUrl: evil, termsUrl: evil }),
  );
  for (const page of pages) expect(page).not.toContain("javascript:");
});

test("a merchant's accent and logo show, the accent only under the nonce", () => {
  const page = render(samples.login, { accent: "#ff7f00", logoUrl: "https://shop.example/logo.svg" });
  expect(page).toContain('<style nonce="bm9uY2U">:root{--accent:#ff7f00;');
  expect(page).toContain('src="https://shop.example/logo.svg" alt="Meadow &amp; Pine"');
  expect(render(samples.login, { accent: "red}</style><script>" })).not.toContain("<style");
});

function orderScreen(): OrderScreen {
  const screen = samples.order;
  if (screen?.name !== "order") throw new Error("the sample order is an order screen");
  return screen;
}

function html(name: string): string {
  return render(samples[name]);
}

function render(screen: Screen | undefined, changes: Partial<Frame> = {}): string {
  if (!screen) throw new Error("no such sample");
  return renderScreen(screen, { ...frame, ...changes });
}

function words(page: string): string {
  return page.replace(/<[^>]*>/g, " ");
}

function all(page: string, pattern: RegExp): string[] {
  return [...page.matchAll(pattern)].map(([, group = ""]) => group);
}
