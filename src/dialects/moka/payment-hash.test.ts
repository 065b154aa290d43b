import { expect, test } from "vitest";
import { paymentHash } from "./payment-hash.ts";

const paid = "cdb7869505bdaaac2f4c891fc9ed889885fd7a0c880127ab5d508883efa3ee83";
const failed = "acc929d261fdbf9c41de3db1ae854b1ee1e46344fad0292fd4bbbc43d094c2a3";

test.each(["9FDFBDFC-42C5-417E-AA93-E4D9D5312AAC", "9fdfbdfc-42c5-417e-aa93-e4d9d5312aac"])(
  "%s hashes as the documents say (facts 3.2)",
  (code) => {
    expect(paymentHash(code, true)).toBe(paid);
    expect(paymentHash(code, false)).toBe(failed);
  },
);
