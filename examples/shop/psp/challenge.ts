import type { FastifyInstance } from "fastify";
import type { Authorizations } from "./authorizations.ts";
import type { Office } from "./office.ts";

type Path = { Params: { key: string }; Body: Record<string, string> | null };

/** The bank's page in the middle of a payment. Afterwards the wallet's own page closes what it was shown in. */
export function serveChallenge(
  app: FastifyInstance,
  { office, authorizations }: { office: Office; authorizations: Authorizations },
): void {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src data:",
    `form-action 'self' ${new URL(office.doneUrl).origin}`,
    "base-uri 'none'",
  ].join("; ");
  app.addHook("onSend", async (_request, reply) => {
    reply.headers({ "content-security-policy": policy, "cache-control": "no-store" });
  });

  app.get<Path>("/challenge/:key", (request, reply) => {
    const attempt = authorizations.challenged(request.params.key);
    reply.type("text/html; charset=utf-8");
    if (!attempt?.card) return reply.status(404).send(page("<h1>This question is answered</h1>"));
    const { amount, currency } = attempt.target;
    const money = new Intl.NumberFormat("en-GB", { style: "currency", currency }).format(amount / 100);
    const asked = amount === 0 ? "add this card to an agreement" : `pay <strong>${money}</strong>`;
    return reply.send(
      page(`<h1>Is this you?</h1>
<p>Somebody wants to ${asked} at ${office.merchantName}, with your card ending in ${attempt.card.lastFour}.</p>
<form method="post" action="/challenge/${request.params.key}">
<button name="answer" value="yes">Yes, approve</button>
<button class="plain" name="answer" value="no">No, refuse</button>
</form>`),
    );
  });

  app.post<Path>("/challenge/:key", async (request, reply) => {
    const attempt = authorizations.challenged(request.params.key);
    if (attempt) await authorizations.answer(attempt, request.body?.answer === "yes");
    return reply.redirect(office.doneUrl, 303);
  });
}

function page(main: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Example Bank</title>
<style>
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#eef1f6, #12161c); color: light-dark(#18202b, #e8edf4) }
header { padding: .75rem 1rem; font-weight: 600; color: #fff; background: #1d3f72 }
main { max-width: 26rem; margin: 1.5rem auto; padding: 1.25rem; border-radius: .75rem; background: light-dark(#fff, #1b222c) }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.2 }
p { margin: 0 0 1rem }
form { display: grid; gap: .75rem }
button { min-height: 3rem; font: inherit; font-weight: 600; border: 2px solid #1d3f72; border-radius: .5rem; background: #1d3f72; color: #fff; cursor: pointer }
button.plain { background: transparent; color: inherit }
:focus-visible { outline: 3px solid light-dark(#1d3f72, #9cc0ff); outline-offset: 2px }
</style>
<header>Example Bank</header>
<main>${main}</main>
</html>`;
}
