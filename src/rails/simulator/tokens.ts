import { brandOf, readExpiry } from "../../core/vault/index.ts";
import type { NetworkToken, TokenService } from "../../core/wallet/index.ts";
import { sha256Hex } from "../../platform/crypto/index.ts";

/** Amounts, in minor units, that decide which token a card of that network gets, and its expiry (MobilePay facts 6). */
const byAmount: ReadonlyMap<bigint, readonly [token: string, expiry: string]> = new Map([
  [2200n, ["5226603115488031", "0525"]],
  [3200n, ["4111111111111111", "0330"]],
  [4200n, ["4895370013193500", "0330"]],
  [4300n, ["5226603115488031", "0330"]],
  [4400n, ["4895370012792682", "1222"]],
  [5100n, ["4268270087302871", "0924"]],
  [5200n, ["5413330089010442", "1225"]],
]);

/** An amount for which no network has a token. */
const withoutToken = 3100n;

const networks = {
  visa: { token: "4895370013193500", eci: "07", accounts: "V001" },
  electron: { token: "4895370013193500", eci: "07", accounts: "V001" },
  mastercard: { token: "5204731613942625", eci: "06", accounts: "5001" },
} as const;

/** Tokens of Visa and Mastercard. The same attempt gets the same. */
export const tokens: TokenService = {
  async tokenize({ id, cardNumber, expiresOn, amount }) {
    const network = networkOf(cardNumber);
    if (!network || amount === withoutToken) return undefined;
    const [token, expiry] = byAmount.get(amount) ?? [];
    const isTheirs = token !== undefined && networkOf(token) === network;
    const proof = sha256Hex(`token:${id}`);
    return {
      network,
      token: isTheirs ? token : networks[network].token,
      expiresOn: (isTheirs && expiry && readExpiry(expiry)) || expiresOn,
      cryptogram: Buffer.from(proof.slice(0, 40), "hex").toString("base64"),
      eci: networks[network].eci,
      accountReference:
        networks[network].accounts + sha256Hex(`account:${cardNumber}`).slice(0, 25).toUpperCase(),
    };
  },
};

function networkOf(number: string): NetworkToken["network"] | undefined {
  const brand = brandOf(number);
  if (!(brand in networks)) return undefined;
  return brand === "mastercard" ? "mastercard" : "visa";
}
