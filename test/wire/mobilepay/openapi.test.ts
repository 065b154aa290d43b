import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { operations, sandboxOperations } from "../../../src/dialects/mobilepay/endpoints/index.ts";
import { openPsp, type Psp } from "./psp.ts";

let psp: Psp;
beforeAll(async () => {
  psp = await openPsp();
});
afterAll(() => psp.kassa.close());

/** The operations of the provider's document and of the facts (1.2). */
const documented = `
POST /api/v1/merchants
GET /api/v1/merchants
GET /api/v1/merchants/{merchantId}
PATCH /api/v1/merchants/{merchantId}
DELETE /api/v1/merchants/{merchantId}
POST /api/v3/payments
GET /api/v3/payments/{paymentId}
PATCH /api/v1/payments/{paymentId}
PATCH /api/v1/payments/{paymentId}/authorizationattempts/{authorizationAttemptId}
POST /api/v1/payments/{paymentId}/captures
POST /api/v1/payments/{paymentId}/cancels
POST /api/v1/payments/{paymentId}/refunds
PUT /api/v1/payments/{paymentId}/invalidate
POST /api/v3/recurring
GET /api/v3/recurring/{agreementId}
PATCH /api/v3/recurring/{recurringAgreementId}
DELETE /api/v3/recurring
PATCH /api/v3/recurring/{agreementId}/card/{paymentId}
POST /api/v3/recurring/payments/customer-initiated
POST /api/v3/recurring/payments/merchant-initiated
GET /api/v3/recurring/payments/merchant-initiated/payments/{mitPaymentId}/details
PATCH /api/v3/recurring/payments/merchant-initiated/{paymentId}
POST /api/v3/recurring/payments/merchant-initiated/{paymentId}/captures
POST /api/v3/recurring/payments/merchant-initiated/{paymentId}/cancels
POST /api/v3/recurring/payments/merchant-initiated/{paymentId}/refunds
GET /api/v1/psp/platforms
POST /api/v1/psp/platforms
PATCH /api/v1/psp/platforms/{platformId}
POST /api/v1/product/payments/simulation/enter-phone-and-swipe/{paymentId}
GET /api/v1/credentials
POST /api/v1/credentials
PATCH /api/v1/credentials/secret
`
  .trim()
  .split("\n");

/** The older path of "Initiate payment". */
const alias = "POST /api/v1/payments";

test("the document has the 32 operations, each where the provider has it, and one alias", () => {
  const { paths } = psp.contract.document;
  const listed = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => key !== "servers")
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented).toHaveLength(32);
  expect(listed.toSorted()).toEqual([...documented, alias].toSorted());
});

test("it is an OpenAPI 3.1 document whose schemas an independent validator takes", () => {
  const { document } = psp.contract;
  expect(document.openapi).toBe("3.1.0");
  expect(JSON.stringify(document)).not.toContain("$defs");
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (method === "servers") continue;
      const inPath = operation.parameters.filter((one) => one.in === "path").map(({ name }) => name);
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(operation.parameters.at(-1)).toMatchObject({ name: "CorrelationId", in: "header" });
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(["400", "409"]));
    }
  }
});

test("a wrong answer would be seen", () => {
  const call = { method: "GET", url: "/cardpassthrough-restapi/api/v1/merchants", body: undefined };
  const told = { ...call, status: 200, type: "application/json", answer: { merchants: [{}] } };
  expect(psp.contract.problemsOf(told)).not.toEqual([]);
  expect(psp.contract.problemsOf({ ...told, answer: { merchants: [] } })).toEqual([]);
  expect(psp.contract.problemsOf({ ...told, answer: { merchants: [], more: 1 } })).not.toEqual([]);
  expect(psp.contract.problemsOf({ ...told, status: 418 })).not.toEqual([]);
  expect(psp.contract.problemsOf({ ...told, type: "text/html" })).not.toEqual([]);
});

test("required are what the provider requires", () => {
  const schemaOf = (path: string) =>
    psp.contract.document.paths[path]?.post?.requestBody?.content?.["application/json"]?.schema.required;
  expect(schemaOf("/api/v3/payments")).toEqual(
    expect.arrayContaining(["amount", "merchantUrl", "publicKeyId"]),
  );
  expect(schemaOf("/api/v1/merchants")).toEqual([
    "billingCurrency",
    "countryCode",
    "externalId",
    "merchantCategoryCode",
    "name",
  ]);
  expect(schemaOf("/api/v1/payments/{paymentId}/captures")).toEqual([
    "amount",
    "captureIdentifier",
    "timestamp",
  ]);
});

test("the coverage table lists what is mounted, and nothing else", () => {
  const readme = readFileSync(new URL("../../../src/dialects/mobilepay/README.md", import.meta.url), "utf8");
  const table = readme.split("## Coverage")[1]?.split(/\n\n(?!\|)/)[1] ?? "";
  const listed = [...table.matchAll(/`([A-Z]+ \/cardpassthrough[^`]+)`/g)].map(([, call]) => call);
  const mounted = [...operations, ...sandboxOperations].map(({ method, path }) => `${method} ${path}`);
  expect(listed.toSorted()).toEqual(mounted.filter((call) => !call.endsWith(alias.slice(5))).toSorted());
});
