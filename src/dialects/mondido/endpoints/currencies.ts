import { exponentOf } from "../../../core/money/index.ts";
import { currencyNames } from "../currencies.ts";
import type { Operation } from "../operation.ts";

/** What can be paid in (document, "Accepted Currencies"), as the document lists it: our own addition. */
export const currencyList: readonly Operation[] = [
  {
    name: "list currencies",
    method: "GET",
    path: "/currencies",
    run: async () => ({ json: told }),
  },
];

const told = Object.entries(currencyNames).map(([code, name]) => ({
  code: code.toLowerCase(),
  name,
  decimals: exponentOf(code),
}));
