import { brandOf } from "../../core/vault/index.ts";

/** What a card's first digits tell. */
export type Bin = {
  readonly digits: string;
  readonly bankName: string;
  /** The bank's number with the Turkish central bank. */
  readonly bankCode: string;
  readonly credit: "CreditCard" | "DebitCard";
  /** The programme that shares instalments; empty for debit cards. */
  readonly group: string;
};

/** The first six digits of the published test cards (facts 3.5); bank codes and programmes are public knowledge. */
const bins: readonly (readonly [
  digits: string,
  bank: string,
  code: string,
  credit: Bin["credit"],
  group: string,
])[] = [
  ["512754", "AKBANK", "046", "CreditCard", "AXESS"],
  ["526911", "FİNANSBANK", "111", "CreditCard", "CARDFINANS"],
  ["418344", "İŞ BANKASI", "064", "CreditCard", "MAXIMUM"],
  ["540668", "İŞ BANKASI", "064", "CreditCard", "MAXIMUM"],
  ["526955", "GARANTİ BANKASI", "062", "CreditCard", "BONUS"],
  ["415514", "HALKBANK", "012", "CreditCard", "PARAF"],
  ["402940", "VAKIFBANK", "015", "CreditCard", "WORLD"],
  ["446212", "YAPI KREDİ BANKASI", "067", "CreditCard", "WORLD"],
  ["513662", "ZİRAAT BANKASI", "010", "CreditCard", "BANKKART"],
  ["979206", "ZİRAAT BANKASI", "010", "DebitCard", ""],
];

const typeOf: Readonly<Record<string, string>> = {
  visa: "VISA",
  electron: "VISA",
  mastercard: "MASTER",
  maestro: "MAESTRO",
  amex: "AMEX",
  troy: "TROY",
};

/** Of a card's number, or its first six or eight digits. Undefined when nobody knows it. */
export function findBin(number: string): Bin | undefined {
  const row = bins.find(([digits]) => number.startsWith(digits));
  if (!row) return undefined;
  const [digits, bankName, bankCode, credit, group] = row;
  return { digits, bankName, bankCode, credit, group };
}

/** Six or eight digits, as text or number; undefined when it is neither. */
export function readBin(value: unknown): string | undefined {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return /^(\d{6}|\d{8})$/.test(text) ? text : undefined;
}

/** `Data` of GetBankCardInformation (facts 3.4), for the digits that were asked. The pictures, `CardLogo` and
 *  `CardTemplate`, are empty: we have none. */
export function binJson(bin: Bin, asked: string) {
  return {
    BankName: bin.bankName,
    BankCode: bin.bankCode,
    BinNumber: asked,
    CardName: "",
    CardType: typeOf[brandOf(asked)] ?? "",
    CreditType: bin.credit,
    CardLogo: "",
    CardTemplate: "",
    ProductCategory: "Bireysel",
    GroupName: bin.group,
  };
}

/** A BIN of every bank and programme with instalments. */
export const creditBins: readonly Bin[] = bins
  .filter(
    ([, , code, , group], i) => group && bins.findIndex((one) => one[2] === code && one[4] === group) === i,
  )
  .flatMap(([digits]) => findBin(digits) ?? []);

/** Every programme with instalments, once. */
export const groups: readonly string[] = [...new Set(bins.map(([, , , , group]) => group))].filter(Boolean);
