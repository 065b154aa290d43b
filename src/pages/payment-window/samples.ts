import type { WindowDefaults } from "./filters.ts";
import { type TransactionRoot, type WindowRoots, type WindowSubjects, windowRoots } from "./roots.ts";

const defaults: WindowDefaults = {
  endpoint: "/v1/",
  css_endpoint: "/css/",
  payment_js_endpoint: "/js/",
  lang_endpoint: "/lang/",
  payment_method: "credit_card",
  segmentation: "b2c",
  country: "SWE",
  name: "MyWebShop",
  logo: "",
  terms: "https://shop.example/terms",
};

export const sampleTransaction: TransactionRoot = {
  id: 1231,
  amount: "1249.5",
  vat_amount: "249.9",
  currency: "sek",
  payment_ref: "4977",
  test: true,
  status: "pending",
  metadata: { products: [{ id: "1", name: "Nice Shoe", price: "100.00", qty: "1" }], note: "it's" },
  success_url: "https://shop.example/ok",
  error_url: "https://shop.example/fail",
  items: [
    { artno: "001", description: "Nice Shoe", amount: "999.50", qty: "1", vat: "25" },
    { artno: "002", description: "Wool socks, warm enough for a Swedish winter", amount: "250.00", qty: "2" },
  ],
  refunds: [{ amount: "1.0" }, { amount: "2.5", reason: "torn" }],
  payment_details: { first_name: "Jonas", last_name: "Olivares", zip: "16345", ssn: "192805181332" },
  customer: {
    id: 5,
    ref: "133752",
    metadata: null,
    stored_cards: [
      {
        id: 5,
        token: "2w67r33303d23691",
        card_number: "411111******1111",
        card_type: "VISA",
        expires: "2027-09-30T23:59:59Z",
        currency: "SEK",
        merchant_id: 1,
      },
      {
        id: 6,
        token: "9w67r33303d23692",
        card_number: "555555******4444",
        card_type: "MASTERCARD",
        expires: "2028-01-31T23:59:59Z",
        currency: "SEK",
      },
    ],
  },
};

export const samplePlan = {
  id: 10,
  name: "Socks every month",
  description: "A new pair, chosen for the season.",
  interval: 1,
  interval_unit: "months",
  periods: 0,
  trial_length: 14,
  prices: { sek: "99" },
  setup_fees: { sek: "25" },
};

/** The variables of a window, as tests need them. */
export function sampleRoots(
  transaction: Partial<TransactionRoot> = {},
  others: Partial<WindowSubjects> = {},
): WindowRoots {
  return windowRoots({
    transaction: { ...sampleTransaction, ...transaction },
    merchant: { id: 1, name: "MyWebShop" },
    posted: { amount: "1249.50", currency: "sek", secret: "s3cret", card_number: "4111111111111111" },
    window: defaults,
    ...others,
  });
}
