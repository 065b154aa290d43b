import { describe, expect, test } from "vitest";
import { invoices } from "./invoices.ts";

const approve = (ssn: string, country = "SWE") =>
  invoices.approve({
    id: "01890000-0000-7000-8000-000000000001",
    country,
    ssn,
    amount: 100_00n,
    currency: "SEK",
  });

test("a documented person is found with name and address", async () => {
  expect(await invoices.find({ country: "SWE", ssn: "195203198089" })).toEqual({
    firstName: "Solbritt",
    lastName: "Jansson",
    address1: "Danagatan 1",
    address2: null,
    zip: "14262",
    city: "Trångsund",
    country: "SWE",
    ssn: "195203198089",
  });
});

test.each([
  ["SWE", "5203198089"],
  ["SWE", "520319-8089"],
  ["SWE", "19520319-8089"],
  ["SWE", "19520319 8089"],
  ["SWE", " 520319+8089 "],
])("%s %s is a way to write 195203198089", async (country, ssn) => {
  expect((await invoices.find({ country, ssn }))?.ssn).toBe("195203198089");
});

test.each([
  ["NOR", "06073910828", "Person"],
  ["NOR", "060739 10828", "Person"],
  ["FIN", "071259999M", "Casimirsson"],
  ["FIN", "071259-999m", "Casimirsson"],
])("%s %s is known too", async (country, ssn, lastName) => {
  expect(await invoices.find({ country, ssn })).toMatchObject({ lastName, country });
});

test.each([
  ["NOR", "195203198089"],
  ["FIN", "1259999M"],
  ["NOR", "073910828"],
  ["SWE", "03198089"],
  ["SWE", ""],
  ["SE", "195203198089"],
])("%s %j is nobody", async (country, ssn) => {
  expect(await invoices.find({ country, ssn })).toBeUndefined();
  expect(await approve(ssn, country)).toEqual({ outcome: "declined", reason: "unknown_person" });
});

test.each(["195202057674", "197003067985", "197108262366"])(
  "%s, whom the document gives no name, is always the same person",
  async (ssn) => {
    const person = await invoices.find({ country: "SWE", ssn });
    expect(person).toMatchObject({ ssn, country: "SWE", zip: expect.stringMatching(/^\d{5}$/) });
    expect(await invoices.find({ country: "SWE", ssn: ssn.slice(2) })).toEqual(person);
    for (const text of [person?.firstName, person?.lastName, person?.address1, person?.city])
      expect(text).toBeTruthy();
  },
);

describe("buying on account", () => {
  test.each([
    ["195203198089", "SWE"],
    ["192803037999", "SWE"],
    ["192803104351", "SWE"],
    ["192803290853", "SWE"],
    ["192805181332", "SWE"],
    ["280622-5351", "SWE"],
    ["195202057674", "SWE"],
    ["197003067985", "SWE"],
    ["197108262366", "SWE"],
    ["06073910828", "NOR"],
    ["071259999M", "FIN"],
  ])("is approved for %s of %s", async (ssn, country) => {
    const answer = await approve(ssn, country);
    expect(answer).toEqual({ outcome: "approved", reference: expect.any(String) });
    expect(await approve(ssn, country)).toEqual(answer);
  });

  test.each(["192806281719", "192808219691", "192809162536", "192901107488", "2901197497", "19580706-5627"])(
    "is denied for %s, who is known",
    async (ssn) => {
      expect(await approve(ssn)).toEqual({ outcome: "declined", reason: "credit_denied" });
      expect(await invoices.find({ country: "SWE", ssn })).toBeDefined();
    },
  );
});
