import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accepted,
  answered,
  authorized,
  found,
  initiated,
  mastercard,
  minute,
  now,
  operatorId,
  pass,
  reader,
  refusalOf,
  report,
  terms,
  visa,
  writer,
} from "../../../test/support/wallet.ts";
import { problemsOf } from "../../cli/verify.ts";
import { expire, payments } from "../payments/index.ts";
import { amendPayment, cancel, capture, refund, unlikeReported, walletAttempts } from "./index.ts";

describe("reports", () => {
  test("count once under each identifier, which names one amount", async () => {
    const payment = await authorized();
    const captured = report(payment, 400n, "c");
    const [first, ...twins] = await Promise.all(
      Array.from({ length: 20 }, () => writer.run((tx) => capture(tx, { ...captured, terms: terms() }))),
    );
    expect(new Set(twins.map(({ id }) => id))).toEqual(new Set([first?.id]));
    expect(await found(payment.id)).toMatchObject({ captured: 400n });
    const other = { ...captured, amount: 401n, terms: terms() };
    expect(await refusalOf(writer.run((tx) => capture(tx, other)))).toBe("identifier_reused");
  });

  test("a capture that names the attempt stands for an answer that was lost", async () => {
    const { id } = await initiated();
    const attempt = await accepted(id);
    const captured = { ...report(await found(id), 1_000n), terms: terms(), attemptId: attempt.id };
    await writer.run((tx) => capture(tx, captured));
    expect(await found(id)).toMatchObject({ state: "captured", captured: 1_000n });
    expect(await reader.find(walletAttempts, { id: attempt.id })).toMatchObject({ state: "succeeded" });
  });

  test("such a capture may name an attempt before the latest, whose card it is then", async () => {
    const { id } = await initiated();
    const first = await accepted(id, visa);
    pass(minute);
    const second = await accepted(id, mastercard);
    const captured = { ...report(await found(id), 1_000n), terms: terms(), attemptId: first.id };
    await writer.run((tx) => capture(tx, captured));
    expect(await found(id)).toMatchObject({
      state: "captured",
      cardId: visa,
      instrument: { attempt: first.id },
    });
    expect(await refusalOf(answered(second, "succeeded"))).toBe("attempt_replaced");
  });

  test("are what a payment's amounts are held to, also when it captures itself", async () => {
    for (const itself of [false, true]) {
      const payment = await authorized({ captureAtOnce: itself });
      if (!itself) await writer.run((tx) => capture(tx, { ...report(payment, 1_000n), terms: terms() }));
      await writer.run((tx) => refund(tx, report(payment, 300n)));
      expect(await unlikeReported(reader)).toEqual([]);
      const right = await found(payment.id);
      await writer.run(async (tx) => tx.update(payments, { ...right, refunded: 301n }));
      expect(await unlikeReported(reader)).toMatchObject([{ id: payment.id }]);
      await writer.run(async (tx) => tx.update(payments, right));
    }
  });

  test("end with the reservation, which the integrator may prolong", async () => {
    const payment = await authorized();
    const reservedUntil = now.add({ hours: 24 * 30 });
    await writer.run((tx) => amendPayment(tx, { ...payment, reservedUntil }));
    pass({ hours: 24 * 29 });
    await writer.run((tx) => capture(tx, { ...report(payment, 1n), terms: terms() }));
    pass({ hours: 48 });
    await writer.run((tx) => expire(tx, { id: payment.id, lenderId: operatorId }));
    expect(await found(payment.id)).toMatchObject({ state: "captured", captured: 1n, holdId: null });
  });

  test("whatever is reported in whatever order, no more is captured and cancelled than was authorized", async () => {
    const step = fc.record({
      kind: fc.constantFrom("capture", "cancel", "refund"),
      amount: fc.bigInt({ min: 1n, max: 1_200n }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const payment = await authorized();
        let [captured, cancelled, refunded] = [0n, 0n, 0n];
        for (const { kind, amount } of steps) {
          const told = report(payment, amount);
          if (kind === "capture") {
            const code = await refusalOf(writer.run((tx) => capture(tx, { ...told, terms: terms() })));
            const fits = captured + cancelled + amount <= 1_000n;
            expect(code === undefined).toBe(fits);
            if (fits) captured += amount;
          } else if (kind === "cancel") {
            const code = await refusalOf(writer.run((tx) => cancel(tx, told)));
            const fits = captured + cancelled + amount <= 1_000n;
            expect(code === undefined).toBe(fits);
            if (fits) cancelled += amount;
          } else {
            const code = await refusalOf(writer.run((tx) => refund(tx, told)));
            const fits = refunded + amount <= captured;
            expect(code === undefined).toBe(fits);
            if (fits) refunded += amount;
          }
        }
        expect(await found(payment.id)).toMatchObject({ captured, refunded });
      }),
      { numRuns: 25 },
    );
    expect(await problemsOf(reader)).toEqual([]);
  });
});
