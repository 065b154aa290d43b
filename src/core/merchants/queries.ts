import { columnsOf, type Reader } from "../../platform/db/index.ts";
import { type Store, stores } from "./merchant.ts";

/** A merchant's stores of one dialect that are not closed, the oldest first. */
export function storesOf(
  reader: Reader,
  { merchantId, dialect }: Pick<Store, "merchantId" | "dialect">,
): Promise<Store[]> {
  return reader.query(
    `select ${columnsOf(stores, "s")} from stores s
     where s.merchant_id = $1::uuid and s.dialect = $2 and s.settings->>'closedAt' is null order by s.id`,
    [merchantId, dialect],
  );
}
