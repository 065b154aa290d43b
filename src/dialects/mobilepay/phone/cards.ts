import type { FastifyReply } from "fastify";
import {
  type Brand,
  brandOf,
  changeCard,
  findSameCard,
  prepareCard,
  readCardNumber,
  readExpiry,
  storeCard,
} from "../../../core/vault/index.ts";
import { changeUser } from "../../../core/wallet/index.ts";
import type { AddCardScreen } from "../../../pages/wallet/index.ts";
import type { CardType } from "../card-types.ts";
import { cardsOf } from "../users.ts";
import { walletOf } from "../wallet.ts";
import { cardChoice } from "./shown.ts";
import { goTo, nextOf, sendError, sendScreen, type UserVisit } from "./visit.ts";

/** As what a card of each brand can pay; a card does not tell whether it is for debit or credit. */
const typesOf: Readonly<Partial<Record<Brand, readonly CardType[]>>> = {
  visa: ["VISA-DEBIT", "VISA-CREDIT"],
  electron: ["ELEC-DEBIT"],
  mastercard: ["MC-DEBIT", "MC-CREDIT"],
  maestro: ["MTRO-DEBIT"],
  dankort: ["DANKORT"],
};

/** Where the numbers of Danish cards begin that are a Visa and a Dankort. */
const visaDankort = "4571";

export async function listCards(visit: UserVisit): Promise<FastifyReply> {
  const { house, user } = visit;
  const all = await cardsOf(house, user);
  const now = house.now();
  return sendScreen(visit, {
    name: "cards",
    cards: all.map((card, i) => ({ ...cardChoice(card, now), isPreferred: i === 0 })),
  });
}

/** The user takes another card first, or removes one: its number is erased. */
export async function changeCards(visit: UserVisit): Promise<FastifyReply> {
  const { house, user, params, fields } = visit;
  const owned = await cardsOf(house, user);
  const card = owned.find(({ id }) => id === params.id);
  if (!card) return sendError(visit, "not_found");
  const { id, merchantId } = card;
  await house.write(async (tx) => {
    if (fields.action === "remove") await changeCard(tx, { id, merchantId, state: "deleted" });
    else await changeUser(tx, { id: user.id, cardId: id });
  });
  return goTo(visit, "/phone/cards");
}

export async function showAddCard(visit: UserVisit): Promise<FastifyReply> {
  return sendScreen(visit, addCardScreen(visit, {}));
}

/** Stores a card; the same again changes nothing. Its security code is not asked for, and its number not shown again. */
export async function addCard(visit: UserVisit): Promise<FastifyReply> {
  const { house, user, fields } = visit;
  const pan = readCardNumber(fields.number ?? "");
  const types = pan && typesFor(pan);
  const expiresOn = readExpiry((fields.expiry ?? "").replaceAll(/[\s/.-]/g, ""));
  const today = house.now().toZonedDateTimeISO("UTC").toPlainDate();
  const isGood = expiresOn && Temporal.PlainDate.compare(expiresOn, today) >= 0;
  if (!pan || !types || !isGood) {
    const errors: AddCardScreen["errors"] = {
      ...(!pan && { number: "number" }),
      ...(pan && !types && { number: "unsupported" }),
      ...(!isGood && { expiry: "expiry" }),
    };
    return sendScreen(visit, addCardScreen(visit, errors), 422);
  }
  const { store } = await walletOf(house);
  const { merchantId, currency, country } = store;
  const holder = `${user.firstName} ${user.surname}`;
  const prepared = prepareCard(house.keyring, merchantId, { pan, holder, expiresOn });
  const owner = { number: await house.numbers.next("card"), payerId: user.id, currency, isTest: true };
  const issuedIn = user.phone.startsWith("+358") ? "FI" : country;
  await house.write(async (tx) => {
    // Holds the user, so that the same card added twice at once is added once.
    await changeUser(tx, { id: user.id });
    if (await findSameCard(tx, { ...prepared, ...owner })) return;
    storeCard(tx, prepared, { ...owner, details: { types, country: issuedIn } });
  });
  return goTo(visit, nextOf(fields.next) ?? "/phone/cards");
}

function typesFor(pan: string): readonly CardType[] | undefined {
  return pan.startsWith(visaDankort) ? ["VISA-DEBIT", "DANKORT"] : typesOf[brandOf(pan)];
}

function addCardScreen({ fields, query }: UserVisit, errors: AddCardScreen["errors"]): AddCardScreen {
  const next = nextOf(fields.next ?? query.next);
  return { name: "add-card", expiry: fields.expiry ?? "", errors, ...(next && { next }) };
}
