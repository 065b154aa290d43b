import { expect, test } from "vitest";
import type { Payment } from "../../../core/payments/index.ts";
import type { WalletAttempt } from "../../../core/wallet/index.ts";
import { stageOf } from "./stage.ts";

const now = Temporal.Instant.from("2026-11-21T09:00:00Z");
const later = now.add({ minutes: 5 });
const before = now.subtract({ minutes: 5 });

const payment = {
  state: "pending",
  method: "wallet",
  payerId: "anna",
  reason: null,
  authorizedAt: null,
  expiresAt: later,
  holdId: null,
} as Payment;

const attempt = {
  state: "asked",
  payerId: "anna",
  answerBy: now.add({ seconds: 32 }),
  reasonCode: null,
  challengeUrl: null,
} as WalletAttempt;

test.each<[what: string, Partial<Payment>, Partial<WalletAttempt> | undefined, unknown]>([
  ["nobody is asked", { payerId: null }, undefined, { name: "enter" }],
  ["somebody is asked", {}, undefined, { name: "waiting" }],
  ["somebody else is asked after an approval", {}, { payerId: "bo", state: "failed" }, { name: "waiting" }],
  ["it is approved", {}, {}, { name: "authorizing" }],
  ["nobody has answered in time", {}, { answerBy: before }, { name: "waiting", failure: "timed_out" }],
  ["the integrator was not there", {}, { state: "unreachable" }, { name: "waiting", failure: "unreachable" }],
  ["it was declined", {}, { state: "failed", reasonCode: 1001 }, { name: "waiting", failure: 1001 }],
  [
    "the bank wants to see the user",
    {},
    { state: "step_up", challengeUrl: "https://bank.example" },
    { name: "step_up", challengeUrl: "https://bank.example" },
  ],
  ["the bank has seen the user", {}, { state: "stepped_up" }, { name: "stepped_up" }],
  [
    "the integrator was not heard of again after that",
    {},
    { state: "stepped_up", answerBy: before },
    { name: "waiting", failure: "timed_out" },
  ],
  ["it is authorized", { state: "authorized", authorizedAt: before }, {}, { name: "completed" }],
  ["it is captured", { state: "captured", authorizedAt: before }, {}, { name: "completed" }],
  ["what was held is let go", { state: "voided", authorizedAt: before }, {}, { name: "completed" }],
  ["the user has rejected", { state: "voided", reason: "rejected" }, undefined, { name: "rejected" }],
  ["it is taken back", { state: "voided", reason: "invalidated" }, undefined, { name: "invalidated" }],
  ["it has expired", { state: "expired" }, undefined, { name: "expired" }],
  ["its time is over, and nobody has written that down", { expiresAt: now }, undefined, { name: "expired" }],
])("when %s", (_what, ofPayment, ofAttempt, stage) => {
  const latest = ofAttempt && { ...attempt, ...ofAttempt };
  expect(stageOf({ ...payment, ...ofPayment }, latest, now)).toEqual(stage);
});
