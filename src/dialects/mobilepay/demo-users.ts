import type { House } from "../../core/house.ts";
import type { Store } from "../../core/merchants/index.ts";
import { prepareCard, storeCard } from "../../core/vault/index.ts";
import { type Address, knowUser, type WalletUser } from "../../core/wallet/index.ts";
import { sha256Hex } from "../../platform/crypto/index.ts";

/** What everybody has in the sandbox. */
export const demoCards = [
  { pan: "4571999999999992", types: ["VISA-DEBIT", "DANKORT"] },
  { pan: "4111111111111111", types: ["VISA-CREDIT"] },
  { pan: "5226603115488031", types: ["MC-DEBIT", "MC-CREDIT"] },
] as const;

const countries = {
  "45": { country: "DK", language: "da", street: "Strandvejen", postalCode: "8000", city: "Aarhus C" },
  "358": { country: "FI", language: "fi", street: "Rantakatu", postalCode: "90100", city: "Oulu" },
} as const;

const firstNames = ["Alma", "Asta", "Ida", "Karla", "Malthe", "Noah", "Oscar", "Villads"];
const surnames = ["Dahl", "Friis", "Holm", "Juhl", "Krogh", "Lund", "Skov", "Winther"];

/** Phones whose owner is as old as the last two digits tell; all others are 40. */
const aged = /^\+(?:45|358)100000(\d\d)$/;

/** Makes a user of a Danish or Finnish phone; undefined for another. The same phone is the same person. */
export async function addDemoUser(
  house: House,
  { merchantId, currency }: Pick<Store, "merchantId" | "currency">,
  phone: string,
): Promise<WalletUser | undefined> {
  const place = Object.entries(countries).find(([prefix]) => phone.startsWith(`+${prefix}`))?.[1];
  if (!place) return undefined;
  const [payerNumber, ...numbers] = await Promise.all([
    house.numbers.next("payer"),
    ...demoCards.map(() => house.numbers.next("card")),
  ]);
  const today = house.now().toZonedDateTimeISO("Europe/Copenhagen").toPlainDate();
  const told = personOf(phone, place, today);
  const holder = `${told.firstName} ${told.surname}`;
  const expiresOn = today.add({ years: 4 }).with({ month: 12, day: 31 });
  const prepared = demoCards.map(({ pan }) =>
    prepareCard(house.keyring, merchantId, { pan, holder, expiresOn }),
  );
  return house.write(async (tx) => {
    const { user, isNew } = await knowUser(tx, { merchantId, phone, number: payerNumber, told });
    if (!isNew) return user;
    for (const [i, card] of prepared.entries()) {
      const details = { types: demoCards[i]?.types, country: place.country };
      storeCard(tx, card, { number: numbers[i] ?? 0n, payerId: user.id, currency, isTest: true, details });
    }
    return user;
  });
}

function personOf(
  phone: string,
  { country, language, street, postalCode, city }: (typeof countries)[keyof typeof countries],
  today: Temporal.PlainDate,
): Omit<WalletUser, "id" | "phone" | "cardId"> {
  const digest = Buffer.from(sha256Hex(phone), "hex");
  const firstName = firstNames[digest.readUInt8(0) % firstNames.length] as string;
  const surname = surnames[digest.readUInt8(1) % surnames.length] as string;
  const [, years = "40"] = aged.exec(phone) ?? [];
  const line1 = `${street} ${1 + (digest.readUInt8(2) % 99)}`;
  const home: Address = {
    firstName,
    surname,
    attention: "",
    company: "",
    line1,
    line2: "",
    postalCode,
    city,
    country,
    isOfficial: true,
  };
  return {
    firstName,
    surname,
    email: `${firstName}.${surname}@example.com`.toLowerCase(),
    birthOn: today.subtract({ years: Number.parseInt(years, 10) }),
    language,
    addresses: [home],
  };
}
