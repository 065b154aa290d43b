import fc from "fast-check";
import { expect, test } from "vitest";
import { cardForm } from "./card-form.ts";
import { declineWords } from "./moka-words.ts";
import { newSubscriber, nextInvoiceOn } from "./subscribers.ts";

const card = { cardNumber: "5127541122223332", month: "12", year: "30", holder: "Ayşe Yılmaz" };

test("a card is read as people write it", () => {
  const read = (more: object) =>
    cardForm(Temporal.PlainDate.from("2027-03-10")).safeParse({ ...card, ...more });
  expect(read({ cardNumber: "5127-5411 2222 3332", month: "3", year: "27" }).data).toEqual({
    holder: "Ayşe Yılmaz",
    number: "5127541122223332",
    month: "03",
    year: "2027",
  });
  for (const wrong of [
    { month: "2", year: "27" },
    { month: "0" },
    { year: "2O30" },
    { cardNumber: "51275411" },
  ])
    expect(read(wrong).success, JSON.stringify(wrong)).toBe(false);
});

test("words say why a bank declined", () => {
  expect(declineWords("002 - Limit yetersiz")).toBe(
    "Your bank says that there is not enough money on the card.",
  );
  expect(declineWords("008 - Bankaya bağlanılamadı")).toBe("Your bank could not be reached.");
  expect(declineWords("004 - Genel red")).toBe("Your bank declined the payment.");
  expect(declineWords(undefined)).toBe("There was no card to charge.");
});

test("an invoice comes in every month, on the day of the first or the month's last", () => {
  const days = fc.date({ min: new Date("2026-01-01"), max: new Date("2199-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(days, fc.nat(40), (date, months) => {
      const begunOn = Temporal.PlainDate.from(date.toISOString().slice(0, 10));
      const subscriber = newSubscriber({
        id: "",
        customer: { firstName: "", surname: "", email: "", address: "" },
        customerCode: "",
        saleId: 1,
        bags: 1,
        begunOn,
      });
      subscriber.invoices = Array.from({ length: months }, () => ({
        number: "",
        dueOn: begunOn,
        amount: 1,
        state: "paid",
        steps: [],
        isUnsure: false,
      }));
      const dueOn = nextInvoiceOn(subscriber);
      expect(dueOn.toPlainYearMonth().equals(begunOn.toPlainYearMonth().add({ months }))).toBe(true);
      expect(dueOn.day).toBe(Math.min(begunOn.day, dueOn.daysInMonth));
    }),
  );
});
