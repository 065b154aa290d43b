import type { House } from "../../core/house.ts";
import { payments } from "../../core/payments/index.ts";
import { Refusal } from "../../core/refusal.ts";
import { masked } from "../../core/vault/index.ts";
import {
  askCardChange,
  type Mandate,
  mandates,
  type WalletAttempt,
  walletAttempts,
} from "../../core/wallet/index.ts";
import { eligible } from "./accept.ts";
import { Fault } from "./errors.ts";
import { handOver, letterTo } from "./handover.ts";
import { agreementToldBy, type Told, toldBy } from "./told.ts";
import { cardsOf } from "./users.ts";

type CardTerms = Pick<Told, "allowedCardTypes" | "preferVisaPartOfVisaDankort" | "publicKeyId">;

/** The user of an agreement chooses another card: its integrator is given it, to check it and to say so.
 *  Refuses as core `askCardChange`. Faults: 4041 (the card is not eligible). */
export async function acceptCardChange(
  house: House,
  { agreementId, userId, cardId }: { agreementId: string; userId: string; cardId: string },
): Promise<WalletAttempt> {
  const mandate = await house.reader.find(mandates, { id: agreementId });
  const terms = mandate?.payerId === userId ? await cardTermsOf(house, mandate) : undefined;
  if (!mandate || !terms) throw new Refusal("mandate_not_found");
  const cards = await cardsOf(house, { id: userId, cardId });
  const found = eligible(cards, terms, house.now()).find(({ card }) => card.id === cardId);
  if (!found) throw new Fault(4041);
  const { card, type } = found;
  const { publicKeyId } = terms;
  const handover = await handOver(house, { card, type, publicKeyId, amount: 0n });
  const { updateCardCallbackUrl: destination } = agreementToldBy(mandate);
  return house.write((tx) =>
    askCardChange(tx, {
      mandateId: mandate.id,
      payerId: userId,
      cardId,
      cardType: type.name,
      means: handover.means,
      masked: masked(card),
      letters: (attempt) => [
        letterTo(mandate, attempt, { kind: "card_update", destination, json: handover.updateBody(attempt) }),
      ],
    }),
  );
}

/** Which cards an agreement takes: as its integrator has told of it, or else of the payment that was approved last. */
export async function cardTermsOf(
  { reader }: Pick<House, "reader">,
  mandate: Mandate,
): Promise<CardTerms | undefined> {
  const attempts = await reader.list(walletAttempts, { mandateId: mandate.id });
  const approved = attempts
    .filter(({ id, paymentId, state }) => state === "succeeded" && id !== paymentId)
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))[0];
  const payment = approved && (await reader.find(payments, { id: approved.paymentId }));
  if (!payment) return undefined;
  const { allowedCardTypes } = agreementToldBy(mandate);
  const told = toldBy(payment);
  return { ...told, allowedCardTypes: allowedCardTypes ?? told.allowedCardTypes };
}
