import type { Part } from "./part.ts";
import { bounds } from "./parts/bounds.ts";
import { deliveries } from "./parts/deliveries.ts";
import { due } from "./parts/due.ts";
import { growth } from "./parts/growth.ts";
import { hotAccount } from "./parts/hot.ts";
import { ledger } from "./parts/ledger.ts";
import { money } from "./parts/money.ts";
import { start } from "./parts/start.ts";
import { steps } from "./parts/steps.ts";

/** All that is measured, in this order. */
export const parts: readonly Part[] = [
  bounds,
  money,
  hotAccount,
  ledger,
  deliveries,
  due,
  steps,
  growth,
  start,
];
