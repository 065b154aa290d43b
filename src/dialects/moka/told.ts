import type { Payment } from "../../core/payments/index.ts";

/** What is kept of the dealer's words about a payment. JSON. */
export type Told = {
  readonly installments: number;
  readonly isPreAuth: boolean;
  readonly isThreeD: boolean;
  readonly description: string;
  readonly software: string;
  readonly buyer: {
    readonly name: string;
    readonly address: string;
    readonly phone: string;
    readonly email: string;
  };
  /** The link that it was asked for by. */
  readonly userPosPayment: UserPosPayment | null;
};

export type UserPosPayment = {
  readonly number: string;
  readonly url: string;
  /** An instant. */
  readonly until?: string;
  /** The step that it pays, and its sale. */
  readonly step?: { readonly id: string; readonly saleId: string };
};

/** Of a payment of which nothing is told. */
export const untold: Told = {
  installments: 1,
  isPreAuth: false,
  isThreeD: false,
  description: "",
  software: "",
  buyer: { name: "", address: "", phone: "", email: "" },
  userPosPayment: null,
};

export function toldBy({ details }: Pick<Payment, "details">): Told {
  return { ...untold, ...(details.told as Partial<Told> | undefined) };
}
