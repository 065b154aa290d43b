import { expect, test } from "vitest";
import { binJson, findBin, groups, readBin } from "./bin.ts";

test("a BIN tells the bank, in the documents' fields (facts 3.4)", () => {
  const bin = findBin("526911");
  expect(bin && binJson(bin, "52691111")).toEqual({
    BankName: "FİNANSBANK",
    BankCode: "111",
    BinNumber: "52691111",
    CardName: "",
    CardType: "MASTER",
    CreditType: "CreditCard",
    CardLogo: "",
    CardTemplate: "",
    ProductCategory: "Bireysel",
    GroupName: "CARDFINANS",
  });
  expect(findBin("52691111")).toEqual(bin);
});

test("card types are those of the documents", () => {
  const types = ["418344", "512754", "979206"].map((digits) => {
    const bin = findBin(digits);
    return bin && binJson(bin, digits).CardType;
  });
  expect(types).toEqual(["VISA", "MASTER", "TROY"]);
  expect(findBin("411111")).toBeUndefined();
});

test("a BIN has six digits or eight", () => {
  expect(["526911", 526911, " 52691111 "].map(readBin)).toEqual(["526911", "526911", "52691111"]);
  expect(["5269", "5269111", "526911x", 1.5, null, [], "526911111"].map(readBin)).toEqual(
    Array(7).fill(undefined),
  );
});

test("programmes with instalments are told once", () => {
  expect(groups).toEqual(["AXESS", "CARDFINANS", "MAXIMUM", "BONUS", "PARAF", "WORLD", "BANKKART"]);
});
