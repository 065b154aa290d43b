import type { Response } from "playwright-core";
import { describe, expect, test } from "vitest";
import { desktop, screenshot } from "../support/browser.ts";
import {
  confirm,
  goToPay,
  introduce,
  newPhone,
  newVisit,
  openOrder,
  placeOrder,
  problemsOf,
  title,
  useScene,
} from "./scene.ts";

const scene = useScene();

const narrow = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
const phone = { viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true };

describe.each([
  ["320 px", narrow],
  ["375 px", phone],
  ["1200 px", desktop],
] as const)("at %s", (_size, device) => {
  test("every page of the form has a language, one heading, named fields and no bar across", async () => {
    const page = await newVisit(device);
    const wrong: string[] = [];
    const look = async (name: string) =>
      wrong.push(...(await problemsOf(page)).map((what) => `${name}: ${what}`));

    const items = [
      {
        sku: "a",
        name: "A name of an item so long that it hardly fits into one line of a phone",
        price: 199.5,
        quantity: 2,
      },
      {
        sku: "b",
        name: "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
        price: 101,
        quantity: 1,
      },
    ];
    const more = { cart_items: items };
    await page.goto(await openOrder(scene, { more }));
    await look("questionnaire");
    await page.getByRole("button", { name: "Send me a code by SMS" }).click();
    await page.getByText("Please check the following").waitFor();
    await look("questionnaire with errors");
    await page.getByRole("button", { name: "Log in" }).click();
    await title(page, "Log in").waitFor();
    await look("login");
    await page.getByLabel("Mobile phone").fill(newPhone());
    await page.getByRole("button", { name: "Send me a code by SMS" }).click();
    await page.getByText("We did not find this number").waitFor();
    await look("login with an unknown phone");
    await page.getByRole("button", { name: "Register" }).click();
    await title(page, "Buy now, pay later").waitFor();
    await introduce(page, newPhone());
    await title(page, "Enter the code").waitFor();
    await look("code");
    await confirm(page, "0000");
    await page.getByText("4 attempts left.").waitFor();
    await look("wrong code");
    await confirm(page);
    await title(page, "Choose how to pay").waitFor();
    await look("order");
    for (const summary of await page.locator(".plan summary").all()) await summary.click();
    await look("order with all its dates");
    await page.getByRole("button", { name: /^Place the order/ }).click();
    await page.getByText("Please check the following").waitFor();
    await look("order without a choice");
    await placeOrder(page);
    await title(page, "Your order is approved").waitFor();
    await look("approved");
    await page.goto(await openOrder(scene));
    await introduce(page, newPhone("610"));
    await confirm(page);
    await title(page, "Installments are not available for this order").waitFor();
    await look("declined");
    await page.goto(`${scene.kassaUrl}/factoring/v1/form/${"0".repeat(40)}`);
    await title(page, "We did not find this page").waitFor();
    await look("not found");
    expect(wrong).toEqual([]);
  });

  test("every page of the shop has them too", async () => {
    const page = await newVisit(device);
    const wrong: string[] = [];
    const look = async (path: string) => {
      await page.goto(scene.shopUrl + path);
      wrong.push(...(await problemsOf(page)).map((what) => `${path}: ${what}`));
    };
    const id = await goToPay(scene, page, newPhone(), ["desk-lamp", "espresso-machine"]);
    await page.locator("#revo-form-iframe").waitFor();
    for (const path of ["/", "/products/desk-lamp", "/cart", "/installments", `/orders/${id}/pay`])
      await look(path);
    await page.locator("#open-mokka").click();
    const form = page.frameLocator("#revo-form-iframe");
    await introduce(form, newPhone());
    await confirm(form);
    await placeOrder(form);
    await title(page, "Thank you, Anna.").waitFor();
    for (const path of [`/orders/${id}/return`, "/orders", `/orders/${id}`, "/nowhere"]) await look(path);
    expect(wrong).toEqual([]);
  });
});

describe("the pages are safe", () => {
  test("a page of another site cannot post to the form", async () => {
    const page = await newVisit(desktop);
    const link = await openOrder(scene);
    await page.route("https://evil.example/", (route) =>
      route.fulfill({
        contentType: "text/html",
        body: `<form method="post" action="${link}"><button name="action" value="show_login">Win</button></form>`,
      }),
    );
    await page.goto("https://evil.example/");
    const answered = page.waitForResponse(link);
    await page.getByRole("button", { name: "Win" }).click();
    expect((await answered).status()).toBe(403);
    await title(page, "This form cannot be opened here").waitFor();
    await screenshot(page, "forbidden");
    await page.goto(link);
    await title(page, "Buy now, pay later").waitFor();
  });

  test("on plain HTTP, where browsers tell less of where a form comes from, our own may still be posted", async () => {
    const page = await newVisit(desktop);
    const { pathname } = new URL(await openOrder(scene));
    const posts: { origin: string | undefined; site: string | undefined; status: number }[] = [];
    await page.route("http://kassa.example/**", async (route) => {
      const request = route.request();
      const headers = await request.allHeaders();
      const { statusCode, body } = await scene.kassa.server.inject({
        method: request.method() === "POST" ? "POST" : "GET",
        url: new URL(request.url()).pathname,
        headers: { ...headers, host: "kassa.example" },
        payload: request.postDataBuffer() ?? "",
      });
      if (request.method() !== "POST") return route.fulfill({ contentType: "text/html", body });
      posts.push({ origin: headers.origin, site: headers["sec-fetch-site"], status: statusCode });
      return route.fulfill({ status: 204 });
    });
    await page.goto(`http://kassa.example${pathname}`);
    await page.getByRole("button", { name: "Log in" }).click();
    await expect
      .poll(() => posts)
      .toEqual([{ origin: "http://kassa.example", site: undefined, status: 303 }]);
  });

  test("the pages run no scripts but their own, which their headers allow by name", async () => {
    const page = await newVisit(desktop);
    const seen: { url: string; policy: string }[] = [];
    page.on("response", async (response: Response) => {
      if (!response.headers()["content-type"]?.startsWith("text/html")) return;
      seen.push({ url: response.url(), policy: response.headers()["content-security-policy"] ?? "" });
    });
    const link = await openOrder(scene);
    for (const url of [
      link,
      scene.shopUrl,
      `${scene.shopUrl}/cart`,
      `${scene.kassaUrl}/factoring/v1/form/none`,
    ]) {
      await page.goto(url);
      expect(await page.locator("script:not([src])").count()).toBe(0);
    }
    expect(seen).toHaveLength(4);
    for (const { policy } of seen) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain("unsafe");
    }
  });
});
