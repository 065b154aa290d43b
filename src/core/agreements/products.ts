import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";

/** What a merchant makes sales of. */
export type Product = {
  readonly id: string;
  readonly number: bigint;
  readonly merchantId: string;
  readonly name: string;
  readonly code: string;
  /** Nothing new is sold of one that is deleted. */
  readonly state: "active" | "deleted";
  readonly createdAt: Temporal.Instant;
};

export const products: Table<Product> = table<Product>(
  "products",
  {
    id: "uuid",
    number: "bigint",
    merchantId: "uuid",
    name: "text",
    code: "text",
    state: "text",
    createdAt: "timestamptz",
  },
  { unique: [["number"]] },
);

/** Of a merchant's products that are not deleted, each has its own code and name.
 *  Refuses: product_code_exists, product_name_exists. */
export async function addProduct(
  tx: Tx,
  product: Pick<Product, "number" | "merchantId" | "name" | "code">,
): Promise<Product> {
  const { merchantId, code, name } = product;
  const [ofCode, ofName] = await Promise.all([
    tx.list(products, { merchantId, code }),
    tx.list(products, { merchantId, name }),
  ]);
  if (ofCode.some(isOffered)) throw new Refusal("product_code_exists");
  if (ofName.some(isOffered)) throw new Refusal("product_name_exists");
  return tx.insert(products, { ...product, id: tx.id(), state: "active", createdAt: tx.now });
}

/** Its sales go on. Refuses: product_not_found. */
export async function deleteProduct(
  tx: Tx,
  { id, merchantId }: Pick<Product, "id" | "merchantId">,
): Promise<Product> {
  const product = await tx.lock(products, { id });
  if (product?.merchantId !== merchantId || !isOffered(product)) throw new Refusal("product_not_found");
  return tx.update(products, { ...product, state: "deleted" });
}

function isOffered({ state }: Product): boolean {
  return state === "active";
}
