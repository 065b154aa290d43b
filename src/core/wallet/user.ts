import type { Payer } from "../payers/index.ts";

/** Somebody who has a wallet: a payer of the wallet's merchant, whose reference is the phone with its plus. */
export type WalletUser = {
  readonly id: string;
  /** Like +4512345678. */
  readonly phone: string;
  readonly firstName: string;
  readonly surname: string;
  readonly email: string;
  readonly birthOn: Temporal.PlainDate;
  /** en, da, fi. */
  readonly language: string;
  readonly addresses: readonly Address[];
  /** The card that they pay with unless they choose another. */
  readonly cardId: string | null;
};

export type Address = {
  readonly firstName: string;
  readonly surname: string;
  readonly attention: string;
  readonly company: string;
  readonly line1: string;
  readonly line2: string;
  readonly postalCode: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Where they are registered to live. */
  readonly isOfficial: boolean;
};

/** A payer's details as a wallet keeps them. */
export function userDetails({ birthOn, ...user }: Omit<WalletUser, "id" | "phone">): Payer["details"] {
  return { ...user, birthOn: birthOn.toString() };
}

/** Throws when the payer is nobody's user. */
export function readUser({ id, reference, details }: Payer): WalletUser {
  if (reference === null) throw new TypeError(`payer ${id} has no phone`);
  const kept = details as Omit<WalletUser, "id" | "phone" | "birthOn"> & { readonly birthOn: string };
  return { ...kept, id, phone: reference, birthOn: Temporal.PlainDate.from(kept.birthOn) };
}

/** In whole years. */
export function ageOf({ birthOn }: Pick<WalletUser, "birthOn">, now: Temporal.Instant): number {
  const today = now.toZonedDateTimeISO("Europe/Copenhagen").toPlainDate();
  return birthOn.until(today, { largestUnit: "years" }).years;
}
