import type { Card } from "./card.ts";

/** Which cards of a merchant somebody asks for. What is undefined does not matter. */
export type CardFilter = {
  readonly merchantId: string;
  readonly payerId?: string | undefined;
  readonly states?: readonly Card["state"][] | undefined;
  readonly isTest?: boolean | undefined;
  readonly currency?: string | undefined;
  /** From this number on, in the direction of the order. */
  readonly from?: bigint | undefined;
};

/** Which of them, by their numbers. */
export type PageOf = { readonly isDescending: boolean; readonly limit: number; readonly offset: number };
