import { expect, it } from "vitest";
import { desktop, openBrowser, phone } from "./browser.ts";

const page = `<!doctype html><meta name="viewport" content="width=device-width">
  <p style="font: 20px sans-serif"><span id="text">Zapłać 1 234,56 zł</span></p>`;

it("a phone and a desktop, in one browser, with letters to read", { timeout: 60_000 }, async () => {
  const browser = await openBrowser();
  for (const [device, width, touch] of [
    [phone, 375, true],
    [desktop, 1200, false],
  ] as const) {
    const context = await browser.newContext(device);
    const tab = await context.newPage();
    await tab.setContent(page);

    expect(await tab.evaluate("innerWidth")).toBe(width);
    expect(await tab.evaluate("navigator.maxTouchPoints > 0")).toBe(touch);
    expect((await tab.locator("#text").boundingBox())?.width).toBeGreaterThan(100);
    await context.close();
  }
  expect(await openBrowser()).toBe(browser);
});
