import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { birthOfPesel, genderOfPesel, isPesel, isPolishId } from "./polish-documents.ts";

const epoch = Temporal.PlainDate.from("1800-01-01");
const days = fc.integer({ min: 0, max: 182_620 }).map((count) => epoch.add({ days: count }));
const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));
const monthShifts: Record<number, number> = { 18: 80, 19: 0, 20: 20, 21: 40, 22: 60 };

const pesels = fc.record({ day: days, serial: digits(4) }).map(({ day, serial }) => {
  const month = day.month + (monthShifts[Math.floor(day.year / 100)] ?? 0);
  const start =
    [day.year % 100, month, day.day].map((part) => String(part).padStart(2, "0")).join("") + serial;
  const [check] = [..."0123456789"].filter((digit) => isPesel(start + digit));
  return { pesel: start + check, day, serial };
});

const polishIds = fc
  .record({ series: fc.stringMatching(/^[A-Z]{3}$/), serial: digits(5) })
  .map(({ series, serial }) => [..."0123456789"].map((check) => series + check + serial).filter(isPolishId));

/** Every text that differs from this one in a single digit. */
function misread(text: string): string[] {
  return [...text].flatMap((digit, i) =>
    [..."0123456789"]
      .filter((other) => /\d/.test(digit) && other !== digit)
      .map((other) => text.slice(0, i) + other + text.slice(i + 1)),
  );
}

describe("a PESEL", () => {
  it.each(["44051401359", "02070803628", "20070942507"])("%s is one", (pesel) => {
    expect(isPesel(pesel)).toBe(true);
  });

  it.each([
    ["a wrong check digit", "44051401358"],
    ["too short", "4405140135"],
    ["too long", "440514013590"],
    ["no digits", "4405140135A"],
    ["30 February", "44023001350"],
    ["a month 13", "44133001350"],
    ["nothing", ""],
  ])("%s is none", (_, text) => {
    expect(isPesel(text)).toBe(false);
  });

  it("tells the day of birth in five centuries, and the gender", () => {
    fc.assert(
      fc.property(pesels, ({ pesel, day, serial }) => {
        expect(birthOfPesel(pesel)?.toString()).toBe(day.toString());
        expect(genderOfPesel(pesel)).toBe(/[13579]$/.test(serial) ? "male" : "female");
      }),
    );
  });

  it("has exactly one check digit, and no digit can be misread unnoticed", () => {
    fc.assert(
      fc.property(pesels, ({ pesel }) => {
        expect(isPesel(pesel)).toBe(true);
        expect(misread(pesel).filter(isPesel)).toEqual([]);
      }),
    );
  });

  it("of which nothing is known tells nothing", () => {
    expect(birthOfPesel("hello")).toBeUndefined();
    expect(genderOfPesel("hello")).toBeUndefined();
  });
});

describe("a Polish identity card's number", () => {
  it.each(["ABA300000", "OWK104876"])("%s is one", (number) => {
    expect(isPolishId(number)).toBe(true);
  });

  it.each(["ABA300001", "aba300000", "ABA 300000", "AB3000000", "ABA30000", ""])("%s is none", (text) => {
    expect(isPolishId(text)).toBe(false);
  });

  it("has exactly one check digit, and no digit can be misread unnoticed", () => {
    fc.assert(
      fc.property(polishIds, (valid) => {
        expect(valid).toHaveLength(1);
        expect(misread(valid[0] ?? "").filter(isPolishId)).toEqual([]);
      }),
    );
  });
});
