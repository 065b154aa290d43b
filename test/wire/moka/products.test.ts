import { expect, test } from "vitest";
import { openKassa } from "../../support/kassa.ts";
import type { Dealer } from "./dealer.ts";
import { addNeighbour } from "./neighbour.ts";
import { openMoka } from "./open.ts";
import { fresh } from "./sold.ts";

let dealer: Dealer;
let neighbour: Dealer;
openMoka((open) => {
  ({ dealer, neighbour } = open);
});

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test("a product is told as it was added, is listed, and goes", async () => {
  const asked = { ProductName: fresh("Fiber 100"), ProductCode: fresh("fiber") };
  const { http, json } = await dealer.call("DealerSale/AddProduct", asked);
  const added = { DealerProductId: expect.any(Number), ...asked };
  expect([http, json]).toEqual([
    200,
    { Data: added, ResultCode: "Success", ResultMessage: "", Exception: null },
  ]);
  const listed = await dealer.ask("DealerSale/GetProductList", null);
  expect(listed).toEqual({ ProductListCount: listed.ProductList.length, ProductList: expect.any(Array) });
  expect(listed.ProductList).toContainEqual(json.Data);
  expect(Object.keys(listed.ProductList[0])).toEqual(["DealerProductId", "ProductName", "ProductCode"]);

  const { DealerProductId } = json.Data;
  expect(await dealer.ask("DealerSale/DeleteProduct", { DealerProductId: String(DealerProductId) })).toBe(
    true,
  );
  expect((await dealer.call("DealerSale/DeleteProduct", { DealerProductId })).code).toBe(
    "DealerSale.DeleteProduct.ProductNotFound",
  );
  expect(await dealer.ask("DealerSale/AddProduct", asked)).toMatchObject(asked);
});

test("a product without a code gets a GUID", async () => {
  for (const ProductCode of [undefined, "", null]) {
    const { ProductCode: code } = await dealer.ask("DealerSale/AddProduct", {
      ProductName: fresh("coded"),
      ProductCode,
    });
    expect(code).toMatch(guid);
    expect(await dealer.ask("DealerSale/DeleteProduct", { ProductCode: code })).toBe(true);
  }
});

test("names and codes are each used once, by one dealer", async () => {
  const ProductName = fresh("once");
  const ProductCode = fresh("code");
  await dealer.ask("DealerSale/AddProduct", { ProductName, ProductCode });
  const code = async (request: object) =>
    (await dealer.call("DealerSale/AddProduct", { ProductName, ProductCode, ...request })).code;
  expect(await code({})).toBe("DealerSale.AddProduct.ProductCodeAlreadyUsing");
  expect(await code({ ProductName: fresh("other") })).toBe("DealerSale.AddProduct.ProductCodeAlreadyUsing");
  expect(await code({ ProductCode: fresh("other") })).toBe("DealerSale.AddProduct.ProductNameAlreadyExists");
  expect(await neighbour.ask("DealerSale/AddProduct", { ProductName, ProductCode })).toMatchObject({
    ProductCode,
  });
});

test("of two that want a code at the same time one gets it", async () => {
  const ProductCode = fresh("raced");
  const codes = await Promise.all(
    [fresh("a"), fresh("b")].map(
      async (ProductName) => (await dealer.call("DealerSale/AddProduct", { ProductName, ProductCode })).code,
    ),
  );
  expect(codes.toSorted()).toEqual(["DealerSale.AddProduct.ProductCodeAlreadyUsing", "Success"]);
});

test.each<[object, string]>([
  [{}, "ProductNameIsRequired"],
  [{ ProductName: " " }, "ProductNameIsRequired"],
  [{ ProductName: "x".repeat(101) }, "InvalidRequest"],
  [{ ProductName: "x", ProductCode: "x".repeat(101) }, "InvalidRequest"],
  [{ ProductName: {} }, "InvalidRequest"],
])("AddProduct %j: %s", async (request, reason) => {
  const { http, json } = await dealer.call("DealerSale/AddProduct", { ...request });
  expect([http, json]).toEqual([
    200,
    { Data: null, ResultCode: `DealerSale.AddProduct.${reason}`, ResultMessage: "", Exception: null },
  ]);
});

test.each<[object, string]>([
  [{}, "ProductCodeOrDealerProductIdMustBeGiven"],
  [{ DealerProductId: "" }, "ProductCodeOrDealerProductIdMustBeGiven"],
  [{ DealerProductId: 0 }, "ProductCodeOrDealerProductIdMustBeGiven"],
  [{ DealerProductId: "x" }, "InvalidRequest"],
  [{ DealerProductId: 999_999 }, "ProductNotFound"],
  [{ ProductCode: "nobody's" }, "ProductNotFound"],
])("DeleteProduct %j: %s", async (request, reason) => {
  expect((await dealer.call("DealerSale/DeleteProduct", { ...request })).code).toBe(
    `DealerSale.DeleteProduct.${reason}`,
  );
});

test("id and code of two products do not match", async () => {
  const [a, b] = await Promise.all(
    [fresh("a"), fresh("b")].map((ProductName) => dealer.ask("DealerSale/AddProduct", { ProductName })),
  );
  const request = { DealerProductId: a.DealerProductId, ProductCode: b.ProductCode };
  expect((await dealer.call("DealerSale/DeleteProduct", request)).code).toBe(
    "DealerSale.DeleteProduct.ProductCodeDoesntMatchDealerProductId",
  );
});

test("another dealer's products are not there", async () => {
  const added = await dealer.ask("DealerSale/AddProduct", { ProductName: fresh("ours") });
  const { DealerProductId, ProductCode } = added;
  for (const request of [{ DealerProductId }, { ProductCode }])
    expect((await neighbour.call("DealerSale/DeleteProduct", request)).code).toBe(
      "DealerSale.DeleteProduct.ProductNotFound",
    );
  expect((await dealer.ask("DealerSale/GetProductList")).ProductList).toContainEqual(added);
});

test("who has none is told so", async () => {
  const kassa = await openKassa();
  const empty = await addNeighbour(kassa);
  const codes = ["GetProductList", "GetScheduleList", "GetSaleList"] as const;
  for (const method of codes)
    expect((await empty.call(`DealerSale/${method}`, null)).code).toBe(`DealerSale.${method}.NoDataFound`);
  await kassa.close();
});
