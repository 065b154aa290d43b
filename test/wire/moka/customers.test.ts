import { describe, expect, test } from "vitest";
import type { MethodPath } from "../../../src/dialects/moka/methods.ts";
import type { Dealer, Fields } from "./dealer.ts";
import { openMoka } from "./open.ts";

let dealer: Dealer;
let neighbour: Dealer;
openMoka((open) => {
  ({ dealer, neighbour } = open);
});

const person = {
  FirstName: "Ayşe",
  LastName: "Yılmaz",
  Gender: "2",
  BirthDate: "19900131",
  GsmNumber: "5321234567",
  Email: "ayse@example.com",
  Address: "Moda Cd. 1, İstanbul",
};
const garanti = {
  CardHolderFullName: "Ayşe Yılmaz",
  CardNumber: "5269551122223339",
  ExpMonth: "12",
  ExpYear: "2030",
  CardName: "Maaş",
};
const akbank = { ...garanti, CardNumber: "5127541122223332", CardName: "" };

let count = 0;
const newCode = () => `customer-${++count}`;
const add = (more: Fields = {}) =>
  dealer.ask("DealerCustomer/AddCustomer", { CustomerCode: newCode(), ...person, ...more });
const addWithCard = (more: Fields = {}) =>
  dealer.ask("DealerCustomer/AddCustomerWithCard", {
    CustomerCode: newCode(),
    ...person,
    ...garanti,
    ...more,
  });

test("a customer is told back whole, the password only once", async () => {
  const code = newCode();
  const data = await add({ CustomerCode: code, Password: "gizli" });
  const { DealerCustomerId } = data.DealerCustomer;
  expect(Object.keys(data.DealerCustomer)).toEqual([
    "DealerCustomerId",
    "CustomerCode",
    "Password",
    "FirstName",
    "LastName",
    "Gender",
    "BirthDate",
    "GsmNumber",
    "Email",
    "Address",
  ]);
  const told = { DealerCustomerId, CustomerCode: code, ...person, Gender: 2 };
  expect(data).toEqual({ DealerCustomer: { ...told, Password: "gizli" }, CardListCount: 0, CardList: [] });
  for (const key of [{ DealerCustomerId }, { CustomerCode: code }, { DealerCustomerId, CustomerCode: code }])
    expect((await dealer.ask("DealerCustomer/GetCustomer", key)).DealerCustomer).toEqual({
      ...told,
      Password: "",
    });
});

test("what an update does not name stays; beside an id the code is the new one", async () => {
  const { DealerCustomer: before } = await add();
  const { DealerCustomerId, CustomerCode } = before;
  const moved = await dealer.ask("DealerCustomer/UpdateCustomer", { CustomerCode, Address: "Ankara" });
  expect(moved.DealerCustomer).toEqual({ ...before, Address: "Ankara" });
  const renamed = newCode();
  const nulls = { FirstName: null, Email: "", Gender: 0 };
  const after = await dealer.ask("DealerCustomer/UpdateCustomer", {
    DealerCustomerId,
    CustomerCode: renamed,
    ...nulls,
  });
  expect(after.DealerCustomer).toEqual({ ...before, Address: "Ankara", CustomerCode: renamed });
  const { CustomerCode: taken } = (await add()).DealerCustomer;
  const collision = { DealerCustomerId, CustomerCode: taken };
  expect((await dealer.call("DealerCustomer/UpdateCustomer", collision)).code).toBe(
    "DealerCustomer.UpdateCustomer.CustomerCodeAlreadyUsing",
  );
});

test("a customer with a card comes with it, and all cards are listed", async () => {
  const data = await addWithCard();
  const card = data.CardList[0];
  expect(data.CardListCount).toBe(1);
  expect(card).toEqual({
    CardToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
    CardName: "Maaş",
    BankName: "GARANTİ BANKASI",
    CardNumberFirstSix: "526955",
    CardNumberLastFour: "3339",
    CardHolderFullName: "Ayşe Yılmaz",
    ExpMonth: "12",
    ExpYear: "2030",
  });
  const { CustomerCode, DealerCustomerId } = data.DealerCustomer;
  const { CardList } = await dealer.ask("DealerCustomer/AddCard", { DealerCustomerId, ...akbank });
  expect(CardList).toHaveLength(1);
  const listed = await dealer.ask("DealerCustomer/GetCardList", { CustomerCode });
  expect(listed).toMatchObject({ CardListCount: 2, CardList: [card, CardList[0]] });
  const braces = `{${card.CardToken.toUpperCase()}}`;
  expect((await dealer.ask("DealerCustomer/GetCard", { CardToken: braces })).CardList).toEqual([card]);
  const renamed = await dealer.ask("DealerCustomer/UpdateCard", { CardToken: braces, CardName: "Ev" });
  expect(renamed.CardList).toEqual([{ ...card, CardName: "Ev" }]);
  expect(await dealer.ask("DealerCustomer/RemoveCard", { CardToken: card.CardToken })).toBe(true);
  expect((await dealer.ask("DealerCustomer/GetCardList", { CustomerCode })).CardListCount).toBe(1);
  expect(await dealer.ask("DealerCustomer/AddCard", { CustomerCode, ...garanti })).toMatchObject({
    CardListCount: 1,
  });
});

test("a removed customer is gone with the cards, and the code is free", async () => {
  const { DealerCustomer, CardList } = await addWithCard();
  const { CustomerCode } = DealerCustomer;
  expect(await dealer.ask("DealerCustomer/RemoveCustomer", { CustomerCode })).toEqual({});
  expect((await dealer.call("DealerCustomer/GetCustomer", { CustomerCode })).code).toBe(
    "DealerCustomer.GetCustomer.DealerCustomerNotFound",
  );
  const { CardToken } = CardList[0];
  expect((await dealer.call("DealerCustomer/GetCard", { CardToken })).code).toBe(
    "DealerCustomer.GetCard.CardNotFound",
  );
  const { DealerCustomer: again } = await add({ CustomerCode });
  expect(again.DealerCustomerId).not.toBe(DealerCustomer.DealerCustomerId);
});

test("ten at once with one code are one customer, with one card one card", async () => {
  const CustomerCode = newCode();
  const codes = await Promise.all(
    Array.from({ length: 10 }, () => dealer.call("DealerCustomer/AddCustomer", { CustomerCode, ...person })),
  );
  expect(codes.filter(({ code }) => code === "Success")).toHaveLength(1);
  const cards = await Promise.all(
    Array.from({ length: 10 }, () => dealer.call("DealerCustomer/AddCard", { CustomerCode, ...garanti })),
  );
  expect(cards.map(({ code }) => code).sort()).toEqual([
    ...Array(9).fill("DealerCustomer.AddCard.CardAlreadyExists"),
    "Success",
  ]);
});

test("a list has one's own customers only; without any there is no data", async () => {
  expect((await neighbour.call("DealerCustomer/GetCustomerList", null)).code).toBe(
    "DealerCustomer.GetCustomerList.NoDataFound",
  );
  const { DealerCustomer } = await add();
  const data = await dealer.ask("DealerCustomer/GetCustomerList", null);
  expect(data.DealerCustomerListCount).toBe(data.DealerCustomerList.length);
  expect(data.DealerCustomerList.at(-1)).toEqual(DealerCustomer);
});

const key = { CustomerCode: "nobody" };
const cases: readonly [path: MethodPath, reason: string, request: Fields][] = [
  ["DealerCustomer/AddCustomer", "InvalidRequest", { CustomerCode: "x".repeat(101), ...person }],
  ["DealerCustomer/AddCustomer", "CustomerCodeIsRequired", { CustomerCode: " ", ...person }],
  ["DealerCustomer/AddCustomer", "FirstNameIsRequired", { ...key, FirstName: "", Gender: 3 }],
  ["DealerCustomer/AddCustomer", "InvalidGender", { ...key, ...person, Gender: 3, BirthDate: "x" }],
  ["DealerCustomer/AddCustomer", "InvalidDateFormatBirthDate", { ...key, ...person, BirthDate: "20260230" }],
  ["DealerCustomer/UpdateCustomer", "CustomerCodeOrDealerCustomerIdMustBeGiven", { ...person, Gender: 3 }],
  ["DealerCustomer/UpdateCustomer", "InvalidRequest", { DealerCustomerId: "x" }],
  ["DealerCustomer/UpdateCustomer", "InvalidGender", { ...key, Gender: "3" }],
  ["DealerCustomer/UpdateCustomer", "InvalidDateFormatBirthDate", { ...key, BirthDate: "1990-01-31" }],
  ["DealerCustomer/UpdateCustomer", "DealerCustomerNotFound", key],
  ["DealerCustomer/GetCustomer", "CustomerCodeOrDealerCustomerIdMustBeGiven", { DealerCustomerId: "" }],
  ["DealerCustomer/GetCustomer", "DealerCustomerNotFound", { DealerCustomerId: 0 }],
  ["DealerCustomer/RemoveCustomer", "InvalidRequest", { DealerCustomerId: -1 }],
  ["DealerCustomer/RemoveCustomer", "CustomerCodeOrDealerCustomerIdMustBeGiven", {}],
  ["DealerCustomer/RemoveCustomer", "DealerCustomerNotFound", key],
  ["DealerCustomer/AddCustomerWithCard", "CustomerCodeIsRequired", garanti],
  ["DealerCustomer/AddCustomerWithCard", "FirstNameIsRequired", { ...key, ...garanti }],
  ["DealerCustomer/AddCustomerWithCard", "InvalidGender", { ...key, ...garanti, ...person, Gender: "x" }],
  [
    "DealerCustomer/AddCustomerWithCard",
    "InvalidDateFormatBirthDate",
    { ...key, ...garanti, ...person, BirthDate: "1" },
  ],
  ["DealerCustomer/AddCard", "InvalidRequest", { ...key, ...garanti, CardName: "x".repeat(51) }],
  ["DealerCustomer/AddCard", "CustomerCodeOrDealerCustomerIdMustBeGiven", garanti],
  ["DealerCustomer/AddCard", "DealerCustomerNotFound", { ...key, ...garanti }],
  ["DealerCustomer/UpdateCard", "InvalidRequest", { CardToken: "x", CardName: {} }],
  ["DealerCustomer/UpdateCard", "CardTokenIsRequired", { CardName: "x" }],
  ["DealerCustomer/UpdateCard", "CardNotFound", { CardToken: "x" }],
  ["DealerCustomer/GetCard", "CardTokenIsRequired", { CardToken: null }],
  ["DealerCustomer/GetCard", "CardNotFound", { CardToken: "51937236-82E0-4637-A8F5-2E1EC56EC870" }],
  ["DealerCustomer/RemoveCard", "CardTokenIsRequired", {}],
  ["DealerCustomer/RemoveCard", "CardNotFound", { CardToken: "{51937236-82E0-4637-A8F5-2E1EC56EC870}" }],
  ["DealerCustomer/GetCardList", "CustomerCodeOrDealerCustomerIdMustBeGiven", {}],
  ["DealerCustomer/GetCardList", "DealerCustomerNotFound", key],
];

test.each(cases)("%s refuses with %s", async (path, reason, request) => {
  const { http, text } = await dealer.call(path, request);
  expect([http, text]).toEqual([
    200,
    `{"Data":null,"ResultCode":"${path.replace("/", ".")}.${reason}","ResultMessage":"","Exception":null}`,
  ]);
});

describe("a card to be stored", () => {
  const wrong: readonly [reason: string, changes: Fields][] = [
    ["CardHolderFullNameIsRequired", { CardHolderFullName: "", CardNumber: "" }],
    ["CardNumberIsRequired", { CardNumber: null, ExpMonth: null }],
    ["ExpMonthIsRequired", { ExpMonth: "", ExpYear: "" }],
    ["ExpYearIsRequired", { ExpYear: null, CardNumber: "1" }],
    ["InvalidCardInfo", { CardNumber: "5269551122223330" }],
    ["InvalidCardInfo", { CardNumber: "5555666677778888" }],
    ["InvalidCardInfo", { ExpMonth: 13 }],
    ["InvalidCardInfo", { ExpYear: "x" }],
    ["InvalidCardInfo", { ExpYear: "2019" }],
  ];
  test.each(wrong)("%s: %j", async (reason, changes) => {
    const { DealerCustomer } = await add();
    const request = { CustomerCode: DealerCustomer.CustomerCode, ...garanti, ...changes };
    expect((await dealer.call("DealerCustomer/AddCard", request)).code).toBe(
      `DealerCustomer.AddCard.${reason}`,
    );
    const both = { ...request, ...person, CustomerCode: newCode() };
    expect((await dealer.call("DealerCustomer/AddCustomerWithCard", both)).code).toBe(
      `DealerCustomer.AddCustomerWithCard.${reason}`,
    );
    const { CustomerCode } = both;
    expect((await dealer.call("DealerCustomer/GetCustomer", { CustomerCode })).code).toMatch(/NotFound$/);
  });

  test("may name its month and year as numbers, and the year in two digits", async () => {
    const { CardList } = await addWithCard({ ExpMonth: 1, ExpYear: 31 });
    expect(CardList[0]).toMatchObject({ ExpMonth: "01", ExpYear: "2031" });
  });
});

test("a code and a number of different customers do not match", async () => {
  const { DealerCustomerId } = (await add()).DealerCustomer;
  const { CustomerCode } = (await add()).DealerCustomer;
  for (const method of ["GetCustomer", "RemoveCustomer", "GetCardList", "AddCard"] as const)
    for (const code of [CustomerCode, "nobody's"])
      expect(
        (
          await dealer.call(`DealerCustomer/${method}`, {
            DealerCustomerId,
            CustomerCode: code,
            ...garanti,
          })
        ).code,
      ).toBe(`DealerCustomer.${method}.CustomerCodeDoesntMatchDealerCustomerId`);
});

test("a code that is taken is refused, and a customer without cards has none", async () => {
  const { CustomerCode } = (await add()).DealerCustomer;
  for (const method of ["AddCustomer", "AddCustomerWithCard"] as const)
    expect(
      (await dealer.call(`DealerCustomer/${method}`, { CustomerCode, ...person, ...garanti })).code,
    ).toBe(`DealerCustomer.${method}.CustomerCodeAlreadyUsing`);
  expect((await dealer.call("DealerCustomer/GetCardList", { CustomerCode })).code).toBe(
    "DealerCustomer.GetCardList.CardNotFound",
  );
});

test("another dealer's customers and cards are not there", async () => {
  const { DealerCustomer, CardList } = await addWithCard();
  const { DealerCustomerId } = DealerCustomer;
  const { CardToken } = CardList[0];
  for (const method of ["GetCustomer", "UpdateCustomer", "RemoveCustomer", "GetCardList"] as const)
    expect((await neighbour.call(`DealerCustomer/${method}`, { DealerCustomerId })).code).toBe(
      `DealerCustomer.${method}.DealerCustomerNotFound`,
    );
  for (const method of ["GetCard", "UpdateCard", "RemoveCard"] as const)
    expect((await neighbour.call(`DealerCustomer/${method}`, { CardToken })).code).toBe(
      `DealerCustomer.${method}.CardNotFound`,
    );
  expect(await dealer.ask("DealerCustomer/GetCard", { CardToken })).toMatchObject({ CardListCount: 1 });
});
