import type { z } from "zod";
import type { House } from "../../core/house.ts";
import { publicKeys } from "../../core/integrators/index.ts";
import { type AllowedCardType, readCardType } from "./card-types.ts";
import { readCurrency } from "./currencies.ts";
import { Fault } from "./errors.ts";
import type { CardType, InitiateCitRequest } from "./schemas/payments.ts";
import { checkFuture } from "./time.ts";
import type { Told } from "./told.ts";

/** What an integrator asks of a user. */
export type Asked = Omit<z.output<typeof InitiateCitRequest>, "isAccountVerification">;

/** What payments of users have in common, checked and as it is kept. Faults 2030, 2040, 2050, 4002, 4005. */
export async function readAsked(
  house: Pick<House, "reader" | "now">,
  asked: Asked,
  merchantId: string,
): Promise<{
  readonly currency: string;
  readonly told: Omit<Told, "merchantId" | "merchantName">;
}> {
  const allowedCardTypes = readAllowed(asked.allowedCardTypes);
  const currency = currencyOf(asked.currencyCode);
  const key = await house.reader.find(publicKeys, { number: BigInt(asked.publicKeyId) });
  if (key?.merchantId !== merchantId) throw new Fault(4002);
  if (asked.validUntil) checkFuture(asked.validUntil, house.now());
  return {
    currency,
    told: {
      merchantLogoUrl: asked.merchantLogoUrl,
      merchantOrderId: asked.merchantOrderId,
      merchantUrl: asked.merchantUrl,
      allowedCardTypes,
      publicKeyId: asked.publicKeyId,
      redirectFromMobilePayUrl: asked.redirectFromMobilePayUrl,
      preferVisaPartOfVisaDankort: asked.preferVisaPartOfVisaDankort ?? false,
      validUntil: asked.validUntil?.toString() ?? null,
      language: asked.customerLanguageCode ?? null,
      minimumAge: asked.minimumMobilePayUserAge ?? null,
      checkout: null,
      deliveryAddressAllowed: null,
      deliveryAddressDisallowedReasonCode: null,
      failedPaymentCallbackUrl: asked.failedPaymentCallbackUrl ?? null,
      autoCapture: asked.autoCapture ?? false,
    },
  };
}

/** Faults 2030, 2040. */
export function readAllowed(told: readonly z.output<typeof CardType>[]): AllowedCardType[] {
  if (told.length === 0) throw new Fault(2030);
  return told.map(({ name, encryptedPanCallbackUrl, tokenCallbackUrl }) => {
    const known = readCardType(name);
    if (!known) throw new Fault(2040);
    return { name: known, encryptedPanCallbackUrl, tokenCallbackUrl: tokenCallbackUrl ?? null };
  });
}

/** Faults 2050. */
export function currencyOf(code: string): string {
  const currency = readCurrency(code);
  if (!currency) throw new Fault(2050);
  return currency;
}
