import { expect, test } from "vitest";
import { findBin } from "./bin.ts";
import { decliningCard, readCard, refusalOf } from "./test-cards.ts";

const published = [
  "5127541122223332",
  "5269111122223332",
  "4183441122223339",
  "5406681122223338",
  "5269551122223339",
  "4155141122223339",
  "4029401122223331",
  "4462121122223339",
  "5136621122223331",
  "9792061122223337",
  "5269552233334445",
  "5406682233334444",
  "5269552233334444",
];

test.each(published)("%s is a card, of a bank that is known", (number) => {
  expect(readCard(` ${number} `)).toBe(number);
  expect(findBin(number)?.bankName).toBeTruthy();
  expect(refusalOf(number)).toBeUndefined();
  expect(decliningCard(number)).toBeUndefined();
});

test.each([
  "",
  "5127541122223333",
  "5269552233334447",
  "51275411 2222",
  "x".repeat(41),
  "5127-5411-2222-3332",
])("%j is none", (text) => {
  expect(readCard(text)).toBeUndefined();
});

test("two numbers are refused as the provider's test service refuses them", () => {
  expect(readCard("4000300011112220")).toBe("4000300011112220");
  expect(refusalOf("4000300011112220")).toBe("VirtualPosNotAvailable");
  expect(refusalOf("5555666677778888")).toBe("InvalidCardInfo");
});

test("our declining cards name the bank's answer", () => {
  expect(readCard("9792069990002006")).toBe("9792069990002006");
  expect(decliningCard("9792069990002006")).toEqual({ code: "002", whoPays: "anybody" });
  expect(decliningCard("9792069991002005")).toEqual({ code: "002", whoPays: "merchant" });
  expect(decliningCard("9792069990018002")).toEqual({ code: "018", whoPays: "anybody" });
  expect(decliningCard("9792069990030000")).toBeUndefined();
});
