import type { FastifyReply } from "fastify";
import { Liquid } from "liquidjs";
import { dayText, localTimeText, monthText, timeText } from "./days.ts";
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
  liquid.registerFilter("month", monthText);
  liquid.registerFilter("time", timeText);
  liquid.registerFilter("local_time", localTimeText);
  return {
    async send(reply, page, values = {}) {
      const html: string = await liquid.renderFile(page, { currency, ...values });
      return reply.type("text/html; charset=utf-8").header("cache-control", "no-store").send(html);
    },
  };
}
