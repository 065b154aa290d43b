import { randomBytes } from "node:crypto";
import { newKeyPair } from "./card-data.ts";
import { type Account, createMobilePay, type MobilePay, type Refused } from "./mobilepay.ts";

/** What is needed before the first payment: a key that the wallet knows, and a merchant. */
export type Standing = { publicKeyId: number; merchantId: string };

/** What all parts of this PSP use. */
export type Office = {
  wallet: MobilePay;
  merchantName: string;
  /** Makes what is missing. Throws a `NotReady` when the wallet does not play along; the next call tries again. */
  standing(): Promise<Standing>;
  keyPair: ReturnType<typeof newKeyPair>;
  now(): Promise<Temporal.Instant>;
  /** Where the wallet sends the cards. The wallet signs nothing, so the address is what nobody can guess. */
  callbackUrl(what: Callback): string;
  challengeUrl(key: string): string;
  /** Where a challenge ends: the wallet's page that closes what it was shown in. */
  doneUrl: string;
  warn(text: string): void;
};

export type Callback = "card" | "token" | "address" | "failed" | "agreement" | "card-update";

export class NotReady extends Error {
  readonly refused: Refused;

  constructor(refused: Refused) {
    super("the wallet did not take us in");
    this.refused = refused;
  }
}

export const callbackKey = randomBytes(16).toString("base64url");

const merchant = {
  externalId: "brzoza",
  merchantCategoryCode: 5719,
  name: "Brzoza",
  billingCurrency: "DKK",
  countryCode: "DK",
  vatNumber: "DK10101010",
};

export function openOffice(
  account: Account,
  { publicUrl, walletUrl, warn }: { publicUrl: () => string; walletUrl: string; warn: Office["warn"] },
): Office {
  const wallet = createMobilePay(account);
  const keyPair = newKeyPair();

  const register = async (): Promise<Standing> => {
    const [key, known] = await Promise.all([
      keyPair.then(({ publicKey }) => wallet.registerKey(publicKey)),
      wallet.merchants(),
    ]);
    if (key.outcome !== "accepted") throw new NotReady(key);
    if (known.outcome !== "accepted") throw new NotReady(known);
    const { publicKeyId } = key.body;
    const mine = known.body.merchants.find(({ externalId }) => externalId === merchant.externalId);
    if (mine) return { publicKeyId, merchantId: mine.merchantId };
    const added = await wallet.addMerchant(merchant);
    if (added.outcome !== "accepted") throw new NotReady(added);
    return { publicKeyId, merchantId: added.body.merchantId };
  };

  let standing: Promise<Standing> | undefined;
  return {
    wallet,
    merchantName: merchant.name,
    keyPair,
    standing() {
      standing ??= register().catch((error: unknown) => {
        standing = undefined;
        throw error;
      });
      return standing;
    },
    async now() {
      const told = await wallet.clock();
      return told.outcome === "accepted" ? told.body.now : Temporal.Now.instant();
    },
    callbackUrl: (what) => `${publicUrl()}/mobilepay/${callbackKey}/${what}`,
    challengeUrl: (key) => `${publicUrl()}/challenge/${key}`,
    doneUrl: `${walletUrl}/remote-website/apppages/done3ds.html`,
    warn,
  };
}
