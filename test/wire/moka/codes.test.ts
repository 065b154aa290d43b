import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { codes } from "../../../src/dialects/moka/codes/index.ts";
import { endpoints } from "../../../src/dialects/moka/endpoints/index.ts";
import type { MethodPath } from "../../../src/dialects/moka/methods.ts";

/** What is listed, but comes from agreements between the provider and its dealers that nobody here has. */
const neverAnswered = [
  "VirtualPosNotFound",
  "DailyDealerLimitExceeded",
  "DailyCardLimitExceeded",
  "MinToMaxControl",
  "ThreeDRequired",
  "ThisInstallmentNumberNotAvailableForDealer",
  "ForeignCurrencyNotAvailableForThisDealer",
  "PaymentMustBeAuthorization",
  "AuthorizationForbiddenForThisDealer",
  "PoolPaymentNotAvailableForDealer",
  "PoolPaymentRequiredForDealer",
  "TokenizationNotAvailableForDealer",
  "ChannelPermissionNotAvailable",
  "IpAddressNotAllowed",
  "DealerCommissionRateNotFound",
  "DealerGroupCommissionRateNotFound",
  "InvalidSubMerchantName",
];

const tests = globSync("*.test.ts", { cwd: import.meta.dirname })
  .filter((name) => name !== "codes.test.ts")
  .map((name) => readFileSync(`${import.meta.dirname}/${name}`, "utf8"))
  .join("\n");

/** The last words of a reason, which may be a whole code. */
const lastOf = (reason: string) => reason.split(".").at(-1) ?? "";

test("each code is waited for by a test here, but those that are never answered", () => {
  const reasons = (Object.keys(endpoints) as MethodPath[]).flatMap((path) => Object.keys(codes[path]));
  const untested = [...new Set(reasons.map(lastOf))].filter((reason) => !tests.includes(reason));
  expect(untested.toSorted()).toEqual(neverAnswered.toSorted());
});

test("the README lists the codes that are never answered", () => {
  const readme = readFileSync(new URL("../../../src/dialects/moka/README.md", import.meta.url), "utf8");
  expect(neverAnswered.filter((reason) => !readme.includes(`\`${reason}\``))).toEqual([]);
});
