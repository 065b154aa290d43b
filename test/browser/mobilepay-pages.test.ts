import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { themeAssets } from "../../src/pages/theme/assets.ts";
import { walletAssets } from "../../src/pages/wallet/assets.ts";
import { done3dsPage, renderLanding, renderPhone } from "../../src/pages/wallet/index.ts";
import { frame as landingFrame, samples as landings } from "../../src/pages/wallet/landing/samples.ts";
import { frame as phoneFrame, samples as phones } from "../../src/pages/wallet/phone/samples.ts";
import { createServer, pageHeaders } from "../../src/platform/http/index.ts";
import { createLog } from "../../src/platform/log/index.ts";
import { desktop } from "../support/browser.ts";
import { newVisit, problemsOf } from "./scene.ts";

// None of them asks for anything while it is looked at.
const still = (html: string) => html.replaceAll(/ (data-polls|src|data-leaves)="(?!\/assets)[^"]*"/g, "");

const pages = (["en", "da", "fi"] as const).flatMap((locale) => [
  ...Object.entries(landings).map(([name, screen]) => ({
    name: `landing-${name}-${locale}`,
    html: still(renderLanding(screen, { ...landingFrame, locale })),
  })),
  ...Object.entries(phones).map(([name, screen]) => ({
    name: `phone-${name}-${locale}`,
    html: still(renderPhone(screen, { ...phoneFrame, locale })),
  })),
  { name: `done3ds-${locale}`, html: done3dsPage(locale) },
]);

let server: FastifyInstance;
let url: string;

beforeAll(async () => {
  server = createServer(createLog("silent"));
  for (const { path, type, body } of [...themeAssets, ...walletAssets])
    server.get(path, (_request, reply) => reply.type(type).send(body));
  server.get("/pages/:name", (request, reply) => {
    const { name } = request.params as { name: string };
    pageHeaders(reply, {});
    return reply.send(pages.find((page) => page.name === name)?.html);
  });
  url = await server.listen({ host: "127.0.0.1", port: 0 });
});

afterAll(() => server.close());

const narrow = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };

test.each([
  ["320 px", narrow, pages],
  ["1200 px", desktop, pages.filter(({ name }) => name.endsWith("-en"))],
] as const)(
  "at %s every page has a language, one heading, named fields and no bar across",
  {
    timeout: 60_000,
  },
  async (_size, device, looked) => {
    const page = await newVisit(device);
    const wrong: string[] = [];
    for (const { name } of looked) {
      await page.goto(`${url}/pages/${name}`, { waitUntil: "domcontentloaded" });
      wrong.push(...(await problemsOf(page)).map((what) => `${name}: ${what}`));
    }
    expect(wrong).toEqual([]);
  },
);
