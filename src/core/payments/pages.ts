import type { PaymentMethod, PaymentState } from "./payment.ts";

/** Which payments of a store somebody asks for. What is undefined does not matter. */
export type PaymentFilter = {
  readonly storeId: string;
  readonly reference?: string | undefined;
  readonly states?: readonly PaymentState[] | undefined;
  readonly methods?: readonly PaymentMethod[] | undefined;
  readonly isTest?: boolean | undefined;
  readonly currency?: string | undefined;
  readonly payerId?: string | undefined;
  readonly subscriptionId?: string | undefined;
  /** From this number on, in the direction of the order. */
  readonly from?: bigint | undefined;
};

/** In which order, and which of them. */
export type PageOf = {
  readonly orderBy: "number" | "amount" | "openedAt" | "reference";
  readonly isDescending: boolean;
  readonly limit: number;
  readonly offset: number;
};
