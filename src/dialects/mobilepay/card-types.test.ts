import { expect, test } from "vitest";
import { type CardType, cardTypes, chooseType, readCardType, wantsToken } from "./card-types.ts";

const allow = (...names: CardType[]) =>
  names.map((name) => ({ name, encryptedPanCallbackUrl: "https://psp/pan", tokenCallbackUrl: null }));
const visaDankort = ["VISA-DEBIT", "DANKORT"];

test.each<[allowed: CardType[], prefersVisa: boolean, chosen: CardType | undefined]>([
  [["DANKORT", "VISA-DEBIT"], false, "DANKORT"],
  [["DANKORT", "VISA-DEBIT"], true, "VISA-DEBIT"],
  [["VISA-DEBIT"], false, "VISA-DEBIT"],
  [["DANKORT"], true, "DANKORT"],
  [["MC-DEBIT"], false, undefined],
  [[], false, undefined],
])(
  "where %s are allowed, and Visa is preferred: %s, a Visa/Dankort is %s",
  (allowed, prefersVisa, chosen) => {
    expect(chooseType(visaDankort, { allowed: allow(...allowed), prefersVisa })?.name).toBe(chosen);
  },
);

test("other cards pay as the first of their own types that is allowed", () => {
  const types = ["MC-DEBIT", "MC-CREDIT"];
  const first = chooseType(types, { allowed: allow("MC-CREDIT", "MC-DEBIT"), prefersVisa: false });
  expect(first?.name).toBe("MC-DEBIT");
  expect(chooseType([], { allowed: allow(...cardTypes), prefersVisa: false })).toBeUndefined();
});

test("names are known in any case, and no others", () => {
  expect(readCardType(" visa-debit ")).toBe("VISA-DEBIT");
  for (const name of ["", "VISA", "VISA-DANKORT", "toString"]) expect(readCardType(name)).toBeUndefined();
});

test("Dankort and Maestro have no tokens, the others where somebody wants them", () => {
  const wanted = cardTypes.filter((name) =>
    wantsToken({ name, encryptedPanCallbackUrl: "https://psp/pan", tokenCallbackUrl: "https://psp/token" }),
  );
  expect(wanted).toEqual(["MC-DEBIT", "MC-CREDIT", "ELEC-DEBIT", "VISA-DEBIT", "VISA-CREDIT"]);
  expect(allow(...cardTypes).some(wantsToken)).toBe(false);
});
