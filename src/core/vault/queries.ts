import { columnsOf, type Reader } from "../../platform/db/index.ts";
import { type Card, cards } from "./card.ts";
import type { CardFilter, PageOf } from "./pages.ts";

export type OldSeal = Pick<Card, "id" | "merchantId" | "token" | "sealedPan" | "keyVersion">;

/** Cards sealed with keys before `newest`, by key and id, those behind `after`. */
export function cardsOfOldKeys(
  reader: Reader,
  {
    newest,
    after,
    most,
  }: { newest: number; after: Pick<OldSeal, "keyVersion" | "id"> | undefined; most: number },
): Promise<OldSeal[]> {
  return reader.query(
    `select id, merchant_id as "merchantId", token, sealed_pan as "sealedPan", key_version as "keyVersion"
     from cards where key_version < $1::int and (key_version, id) > ($2::int, $3::uuid)
     order by key_version, id limit $4::int`,
    [newest, after?.keyVersion ?? 0, after?.id ?? "00000000-0000-0000-0000-000000000000", most],
  );
}

/** How many cards are sealed with keys before `newest`. */
export async function countOfOldKeys(reader: Reader, newest: number): Promise<number> {
  const text = "select count(*)::int as count from cards where key_version < $1::int";
  const [row] = await reader.query<{ count: number }>(text, [newest]);
  return row?.count ?? 0;
}

/** Those who ask for more are told that there are more. */
const mostCounted = 100_000;

/** A merchant's cards that fit, one page of them. */
export function cardPage(reader: Reader, filter: CardFilter, page: PageOf): Promise<Card[]> {
  const { isDescending, limit, offset } = page;
  return reader.query(
    `select ${columnsOf(cards, "c")} from cards c where ${fits(isDescending)}
     order by c.number ${isDescending ? "desc" : "asc"} limit $7::int offset $8::int`,
    [...valuesOf(filter), limit, offset],
  );
}

/** How many fit, up to 100,000. */
export async function countCards(
  reader: Reader,
  filter: CardFilter,
  { isDescending }: Pick<PageOf, "isDescending">,
): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    `select count(*)::int as count from (
       select 1 from cards c where ${fits(isDescending)} limit ${mostCounted}) found`,
    valuesOf(filter),
  );
  return row?.count ?? 0;
}

function fits(isDescending: boolean): string {
  return `c.merchant_id = $1::uuid
    and ($2::uuid is null or c.payer_id = $2)
    and ($3::text[] is null or c.state::text = any ($3))
    and ($4::boolean is null or c.is_test = $4)
    and ($5::text is null or c.currency = $5)
    and ($6::bigint is null or c.number ${isDescending ? "<=" : ">="} $6)`;
}

function valuesOf({ merchantId, payerId, states, isTest, currency, from }: CardFilter): unknown[] {
  return [merchantId, ...[payerId, states, isTest, currency, from].map((value) => value ?? null)];
}
