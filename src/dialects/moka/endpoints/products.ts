import {
  addProduct,
  deleteProduct,
  type Product,
  products as table,
} from "../../../core/agreements/index.ts";
import type { Call, Setting } from "../call.ts";
import { readable } from "../errors.ts";
import { found, type Named, readNamed } from "../named.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { textAt } from "../read/index.ts";
import { productJson, productListJson } from "../wire/product.ts";

const longest = 100;

/** Without a code of the dealer's the product gets a GUID. */
const add: Endpoint<"DealerSale/AddProduct"> = async (call) => {
  const { house, facts, request, refuse } = call;
  const name = readable(call.path, textAt(request, "ProductName", longest));
  const code = readable(call.path, textAt(request, "ProductCode", longest));
  if (name === undefined) throw refuse("ProductNameIsRequired");
  const number = await house.numbers.next("product");
  const merchantId = facts.merchant.id;
  const product = await house.write((tx) =>
    addProduct(tx, { merchantId, number, name, code: code ?? tx.id() }),
  );
  return productJson(product);
};

const list: Endpoint<"DealerSale/GetProductList"> = async ({ house, facts, refuse }) => {
  const all = await house.reader.list(table, { merchantId: facts.merchant.id });
  const active = all.filter(isActive).toSorted((a, b) => (a.number < b.number ? -1 : 1));
  if (active.length === 0) throw refuse("NoDataFound");
  return productListJson(active);
};

const remove: Endpoint<"DealerSale/DeleteProduct"> = async (call) => {
  const named = readNamed(call, "DealerProductId", "ProductCode");
  if (!named) throw call.refuse("ProductCodeOrDealerProductIdMustBeGiven");
  const { id, merchantId } = await findProduct(call, named);
  await call.house.write((tx) => deleteProduct(tx, { id, merchantId }));
  return true;
};

/** Facts 2.4. */
export const products: Endpoints = {
  "DealerSale/AddProduct": add,
  "DealerSale/GetProductList": list,
  "DealerSale/DeleteProduct": remove,
};

type Asking = Setting & {
  refuse(
    reason: "ProductNotFound" | "ProductCodeDoesntMatchDealerProductId",
  ): ReturnType<Call<"DealerSale/AddSale">["refuse"]>;
};

/** Faults ProductNotFound, ProductCodeDoesntMatchDealerProductId. */
export function findProduct({ house, facts, refuse }: Asking, named: Named): Promise<Product> {
  const merchantId = facts.merchant.id;
  const isOurs = (product: Product) => product.merchantId === merchantId && isActive(product);
  return found(
    named,
    {
      byNumber: async (number) => (await house.reader.list(table, { number })).find(isOurs),
      byCode: async (code) => (await house.reader.list(table, { merchantId, code })).find(isOurs),
      codeOf: ({ code }) => code,
    },
    {
      missing: () => refuse("ProductNotFound"),
      mismatched: () => refuse("ProductCodeDoesntMatchDealerProductId"),
    },
  );
}

function isActive({ state }: Product): boolean {
  return state === "active";
}
