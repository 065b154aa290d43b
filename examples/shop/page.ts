import type { FastifyReply } from "fastify";
import { Liquid } from "liquidjs";
import { type Currency, decimalText, figureText, moneyText } from "./money.ts";

export type Pages = {
  send(reply: FastifyReply, page: string, values?: object): Promise<FastifyReply>;
};

export function createPages(currency: Currency): Pages {
  const liquid = new Liquid({
    root: `${import.meta.dirname}/pages`,
    extname: ".liquid",
    outputEscape: "escape",
    strictFilters: true,
    cache: true,
  });
  liquid.registerFilter("money", (minor: number, other?: Currency) => moneyText(minor, other ?? currency));
  liquid.registerFilter("figure", (minor: number) => figureText(minor));
  liquid.registerFilter("decimal", decimalText);
  liquid.registerFilter("day", dayText);
  liquid.registerFilter("time", timeText);
  return {
    async send(reply, page, values = {}) {
      const html: string = await liquid.renderFile(page, { currency, ...values });
      return reply.type("text/html; charset=utf-8").header("cache-control", "no-store").send(html);
    },
  };
}

/** Due dates come as 2018-01-31 or 31.01.2018, depending on the method; anything else is shown as it came. */
function dayText(text: string): string {
  const [, day, month, year] = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text) ?? [];
  try {
    const date = Temporal.PlainDate.from(day ? `${year}-${month}-${day}` : text);
    return date.toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric" });
  } catch {
    return text;
  }
}

function timeText(instant: Temporal.Instant): string {
  return instant.toLocaleString("en-GB", {
    timeZone: "Europe/Warsaw",
    dateStyle: "medium",
    timeStyle: "short",
  });
}
