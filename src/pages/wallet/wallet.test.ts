import { describe, expect, test } from "vitest";
import { contrastOf } from "../theme/accent.ts";
import { stylesheet } from "../theme/assets.ts";
import { done3dsScript, landingScript, phoneScript, walletAssets } from "./assets.ts";
import { done3dsPage } from "./done3ds.ts";
import { landingNews, leavesBySelf, renderLanding } from "./landing/landing.ts";
import { frame as landingFrame, samples as landings } from "./landing/samples.ts";
import { phoneNews, renderPhone } from "./phone/render-phone.ts";
import { frame as phoneFrame, samples as phones } from "./phone/samples.ts";
import type { PhoneScreen } from "./phone/screens.ts";
import { reasonText } from "./reasons.ts";
import { type WalletLocale, walletTexts } from "./texts/text.ts";

const locales: readonly WalletLocale[] = ["en", "da", "fi"];

const every = locales.flatMap((locale) => [
  ...Object.entries(landings).map(([name, screen]) => ({
    name: `landing ${name}`,
    locale,
    html: renderLanding(screen, { ...landingFrame, locale }),
  })),
  ...Object.entries(phones).map(([name, screen]) => ({
    name: `phone ${name}`,
    locale,
    html: renderPhone(screen, { ...phoneFrame, locale }),
  })),
  { name: "done3ds", locale, html: done3dsPage(locale) },
]);

describe.each(every)("$name in $locale", ({ html, locale }) => {
  test("is a whole page in its language without a gap", () => {
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html.trimEnd().endsWith("</html>")).toBe(true);
    expect(html.match(/<h1[^>]*>[^<]+<\/h1>/g)).toHaveLength(1);
    expect(words(html)).not.toMatch(/\b(undefined|null|NaN)\b|\[object|[{}]|Invalid/);
    expect(words(html)).not.toMatch(/\b(landing|phone|request|reason|agreement|card|address|state)\.[a-z]/);
  });

  test("ties every label, hint and heading to what it is about", () => {
    const ids = all(html, /\sid="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [
      ...all(html, /\sfor="([^"]+)"/g),
      ...all(html, /\saria-(?:describedby|labelledby)="([^"]+)"/g).flatMap((list) => list.split(" ")),
    ];
    for (const reference of references) expect(ids).toContain(reference);
    for (const [, field = ""] of html.matchAll(/<(?:input|select)(?![^>]*type="hidden")[^>]*\sid="([^"]+)"/g))
      expect(html).toContain(`for="${field}"`);
  });

  test("runs no script and no style of its own", () => {
    expect(html).not.toMatch(/<script(?! src=)|\son\w+=|\sstyle=|<style/);
  });
});

test("every form of the phone carries what proves that it is ours", () => {
  for (const screen of Object.values(phones)) {
    for (const form of renderPhone(screen, phoneFrame).split("<form").slice(1)) {
      expect(form).toContain('method="post" action="/phone/');
      expect(form).toContain('<input type="hidden" name="token" value="5f3a">');
    }
  }
});

test("the landing page has the field and the button that integrators' tests look for (facts 4.4)", () => {
  const html = landing("enter");
  expect(html.match(/<input[^>]*type="tel"/g)).toHaveLength(1);
  expect(html).toMatch(/<button class="button" name="action" value="continue">Continue<\/button>/);
});

test("a phone number that is wrong has the focus", () => {
  for (const html of [landing("enter-invalid"), landing("enter-unknown"), phone("sign-in-invalid")])
    expect(html).toMatch(/<input[^>]*id="phone"[^>]* autofocus>/);
  for (const html of [landing("enter"), phone("sign-in")]) expect(html).not.toContain("autofocus");
});

test.each([
  ["completed", 0, "completed", true],
  ["rejected", 1, "rejected", true],
  ["expired", 3, "expired", false],
  ["invalidated", 4, "cancelled", false],
  ["cancelled", 4, "cancelled", true],
] as const)("%s ends with the documented message %i", (outcome, code, message, leaves) => {
  expect(landing(outcome)).toContain(`data-ends="mobilepay:rc=${code}&amp;message=${message}"`);
  expect(landing(outcome).includes("data-leaves")).toBe(leaves);
  expect(leavesBySelf(outcome)).toBe(leaves);
});

test("no other screen ends anything", () => {
  const ending = Object.keys(landings).filter((name) => landing(name).includes("data-ends"));
  expect(ending).toEqual(["completed", "rejected", "expired", "invalidated", "cancelled"]);
});

describe("each reason that an integrator can give", () => {
  const codes = [1000, 1001, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 2000, 2001, 2002, 3000];

  test.each(codes)("%i has words of its own in all languages", (code) => {
    const key = reasonText(code);
    expect(key).toBe(`reason.${code}`);
    for (const locale of locales) {
      const html = renderLanding(
        { name: "waiting", stage: "waiting", ending: "5678", failure: code },
        { ...landingFrame, locale },
      );
      expect(html).toContain(walletTexts.text(locale, key));
    }
  });

  test("and one that nobody has documented is told in general words", () => {
    expect(reasonText(1002)).toBe("reason.other");
    expect(reasonText(-1)).toBe("reason.other");
  });
});

describe("what is new", () => {
  const waiting = landings.waiting ?? never();

  test("is another stage, another failure or another language; not the time that has passed", () => {
    const { stamp } = landingNews(waiting, landingFrame);
    const later = {
      ...landingFrame,
      payment: landingFrame.payment && { ...landingFrame.payment, secondsLeft: 5 },
    };
    expect(landingNews(waiting, later)).toEqual({ stamp, secondsLeft: 5 });
    for (const name of ["waiting-failed", "waiting-unreachable", "authorizing", "step-up", "completed"])
      expect(landingNews(landings[name] ?? never(), landingFrame).stamp, name).not.toBe(stamp);
    expect(landingNews(waiting, { ...landingFrame, locale: "da" }).stamp).not.toBe(stamp);
    expect(landing("waiting")).toContain(`data-stamp="${stamp}"`);
  });

  test("is not what somebody has typed or chosen", () => {
    const stamps = ["enter", "enter-prefilled", "enter-invalid"].map(
      (name) => landingNews(landings[name] ?? never(), landingFrame).stamp,
    );
    expect(new Set(stamps).size).toBe(1);
    const request = phones["request-checkout"] ?? never();
    const chosen = { ...request, refused: { why: "under_way" }, chosenCard: "b" } as PhoneScreen;
    expect(phoneNews(chosen, phoneFrame)).toEqual(phoneNews(request, phoneFrame));
    expect(phoneNews(phones["request-failed"] ?? never(), phoneFrame).stamp).not.toBe(
      phoneNews(phones.request ?? never(), phoneFrame).stamp,
    );
  });

  test("is asked for by pages that wait; without scripts some are loaded again", () => {
    const polling = Object.keys(phones).filter((name) => phone(name).includes("data-polls"));
    expect(polling.map((name) => phones[name]?.name)).toEqual(
      expect.arrayContaining(["home", "request", "processing", "challenge", "receipt"]),
    );
    expect(polling.some((name) => ["cards", "add-card", "address"].includes(name))).toBe(false);
    const reloading = Object.keys(phones).filter((name) => phone(name).includes('http-equiv="refresh"'));
    expect(reloading).toEqual(["home-empty", "home", "processing", "processing-card", "stepped-up"]);
    // Loaded again, the bank's page would begin anew.
    expect(phone("challenge")).not.toContain('http-equiv="refresh"');
    const landingsReloading = Object.keys(landings).filter((name) =>
      landing(name).includes('http-equiv="refresh"'),
    );
    expect(landingsReloading).toEqual([
      "waiting",
      "waiting-failed",
      "waiting-unreachable",
      "authorizing",
      "step-up",
      "stepped-up",
    ]);
  });
});

describe("what strangers say", () => {
  const evil = `"><script>alert(1)</script>`;

  test("is text, and no address of theirs runs as a script", () => {
    const payment = landingFrame.payment ?? never();
    const html = renderLanding(landings.completed ?? never(), {
      ...landingFrame,
      payment: {
        ...payment,
        merchantName: evil,
        logoUrl: "javascript:alert(1)",
        backUrl: "javascript:alert(1)",
      },
    });
    expect(html).not.toMatch(/<script>|"javascript:/);
    const receipt = phones.receipt as Extract<PhoneScreen, { name: "receipt" }>;
    const shown = renderPhone(
      { ...receipt, orderId: evil, website: "javascript:alert(1)", shopUrl: "javascript:alert(1)" },
      phoneFrame,
    );
    expect(shown).not.toMatch(/<script>|"javascript:/);
    const challenge = phones.challenge as Extract<PhoneScreen, { name: "challenge" }>;
    expect(renderPhone({ ...challenge, url: "javascript:alert(1)" }, phoneFrame)).not.toMatch(
      /"javascript:|<iframe/,
    );
  });

  test("a shop's app may be led back to", () => {
    const payment = { ...(landingFrame.payment ?? never()), backUrl: "myshop://order/17" };
    expect(renderLanding(landings.completed ?? never(), { ...landingFrame, payment })).toContain(
      'href="myshop://order/17"',
    );
  });
});

test("a card that has expired, and a country that is not delivered to, cannot be chosen", () => {
  expect(phone("request")).toMatch(/value="c" disabled>/);
  expect(phone("request-checkout")).toMatch(/<option value="1" disabled>Anna Jensen, Storgatan/);
  expect(phone("request-checkout")).toContain("The shop delivers to Denmark and Finland only.");
  expect(phone("request-no-card")).not.toContain("data-swipe");
});

test.each([1, 2, 3, 4, 5])("why no delivery address is asked for is told: %i", (code) => {
  const request = phones["request-checkout"] as Extract<PhoneScreen, { name: "request" }>;
  const checkout = { ...(request.checkout ?? never()), delivery: code };
  const html = renderPhone({ ...request, checkout }, phoneFrame);
  expect(html).toContain(walletTexts.text("en", `request.no_delivery.${code as 1}`));
  expect(html).not.toContain('id="delivery"');
});

test("the slider's label reads well on its accent by day and by night", () => {
  const [, day = "", night = ""] = stylesheet.body.split(":root {");
  for (const rules of [day, night]) {
    const color = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(rules)?.[1] ?? "";
    expect(contrastOf(color("on-accent"), color("accent"))).toBeGreaterThanOrEqual(4.5);
    expect(contrastOf(color("bad"), color("card"))).toBeGreaterThanOrEqual(4.5);
    expect(contrastOf(color("good"), color("card"))).toBeGreaterThanOrEqual(4.5);
    expect(contrastOf(color("ink"), color("good-wash"))).toBeGreaterThanOrEqual(4.5);
  }
});

test("the path of a file names its content, and pages load the scripts", () => {
  expect(walletAssets.map(({ path }) => path.replace(/-[0-9a-f]{12}\./, "."))).toEqual([
    "/assets/wallet.css",
    "/assets/wallet-landing.js",
    "/assets/wallet-phone.js",
    "/assets/wallet-done3ds.js",
  ]);
  expect(landing("enter")).toContain(landingScript.path);
  expect(phone("home")).toContain(phoneScript.path);
  expect(done3dsPage("da")).toContain(done3dsScript.path);
});

function landing(name: string): string {
  return renderLanding(landings[name] ?? never(), landingFrame);
}

function phone(name: string): string {
  return renderPhone(phones[name] ?? never(), phoneFrame);
}

function never(): never {
  throw new Error("there is no such sample");
}

function all(html: string, pattern: RegExp): string[] {
  return [...html.matchAll(pattern)].map(([, found = ""]) => found);
}

function words(html: string): string {
  return html.replaceAll(/<[^>]*>/g, " ");
}
