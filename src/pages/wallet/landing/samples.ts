import type { LandingFrame, LandingScreen } from "./landing.ts";

/** Screens as a shopper may meet them, for the tests and for looking at the pages. */
export const frame: LandingFrame = {
  locale: "en",
  address: "/remote-website/index.html?page=request&id=472e651e-5a1e-424d-8098-23858bf03ad7&version=2",
  here: "/remote-website/index.html?page=request&id=472e651e-5a1e-424d-8098-23858bf03ad7&version=2",
  payment: {
    merchantName: "Gedekid & Smoothies",
    logoUrl: "https://no-logo.invalid/logo.png",
    amount: { amount: 124_950n, currency: "DKK" },
    isVerification: false,
    isAgreement: false,
    backUrl: "https://shop.example/orders/17",
    appUrl: "mobilepayonline://online?paymentid=472e651e-5a1e-424d-8098-23858bf03ad7",
    secondsLeft: 2_099,
  },
  phoneUrl: "/phone/payments/472e651e-5a1e-424d-8098-23858bf03ad7",
};

const enter = { name: "enter", prefix: "45", number: "", remembers: true } as const;
const waiting = { name: "waiting", stage: "waiting", ending: "5678" } as const;

export const samples: Readonly<Record<string, LandingScreen>> = {
  enter,
  "enter-prefilled": { ...enter, number: "12 34 56 78", remembers: false },
  "enter-invalid": { ...enter, number: "12", error: "invalid" },
  "enter-unknown": { ...enter, prefix: "358", number: "40 123 4567", error: "unknown" },
  "enter-too-young": { ...enter, number: "12345678", error: "too_young" },
  "enter-busy": { ...enter, number: "12345678", error: "busy" },
  waiting,
  "waiting-failed": { ...waiting, failure: 1001 },
  "waiting-unreachable": { ...waiting, failure: "unreachable" },
  authorizing: { ...waiting, stage: "authorizing" },
  "step-up": { ...waiting, stage: "step_up" },
  "stepped-up": { ...waiting, stage: "stepped_up" },
  completed: { name: "over", outcome: "completed" },
  rejected: { name: "over", outcome: "rejected" },
  expired: { name: "over", outcome: "expired" },
  invalidated: { name: "over", outcome: "invalidated" },
  cancelled: { name: "over", outcome: "cancelled" },
  "not-found": { name: "error", kind: "not_found" },
  forbidden: { name: "error", kind: "forbidden" },
  "bad-request": { name: "error", kind: "bad_request" },
  busy: { name: "error", kind: "busy" },
};
