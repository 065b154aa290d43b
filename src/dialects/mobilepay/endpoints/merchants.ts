import type { z } from "zod";
import type { House } from "../../../core/house.ts";
import { platforms } from "../../../core/integrators/index.ts";
import {
  addStore,
  changeStore,
  type Registration,
  type Store,
  stores,
  storesOf,
} from "../../../core/merchants/index.ts";
import { Refusal } from "../../../core/refusal.ts";
import { Fault } from "../errors.ts";
import { operation } from "../operation.ts";
import {
  CreateMerchantRequest,
  CreateMerchantResponse,
  GetMerchantsResponse,
  Merchant,
  UpdateMerchantRequest,
} from "../schemas/merchants.ts";
import { merchantJson } from "../wire.ts";
import { prefixes } from "./prefixes.ts";

const path = `${prefixes.main}/api/v1/merchants` as const;

export const merchants = [
  operation({
    name: "Create merchant",
    method: "POST",
    path,
    body: CreateMerchantRequest,
    answer: CreateMerchantResponse,
    async run({ house, body, merchantId }) {
      await checkPlatform(house, merchantId, body.platformId);
      const registered: Registration = {
        reference: body.externalId,
        country: body.countryCode,
        categoryCode: body.merchantCategoryCode,
        vatNumber: body.vatNumber ?? null,
        platformId: body.platformId ?? null,
      };
      const store = await house.write(async (tx) =>
        addStore(tx, {
          merchantId,
          dialect: "mobilepay",
          name: body.name,
          currency: body.billingCurrency,
          ...placeOf(body.countryCode),
          settings: { registered },
        }),
      );
      return { merchantId: store.number };
    },
  }),
  operation({
    name: "Get merchants",
    method: "GET",
    path,
    answer: GetMerchantsResponse,
    async run({ house, merchantId }) {
      const own = await storesOf(house.reader, { merchantId, dialect: "mobilepay" });
      return { merchants: own.map(merchantJson) };
    },
  }),
  operation({
    name: "Get merchant",
    method: "GET",
    path: `${path}/:merchantId`,
    answer: Merchant,
    async run({ house, ids, merchantId }) {
      const store = await ownStore(house, ids.merchantId, merchantId);
      if (store.settings.closedAt) throw new Refusal("store_not_found");
      return merchantJson(store);
    },
  }),
  operation({
    name: "Update merchant",
    method: "PATCH",
    path: `${path}/:merchantId`,
    body: UpdateMerchantRequest,
    status: 204,
    async run({ house, ids, body, merchantId }) {
      const { id } = await ownStore(house, ids.merchantId, merchantId);
      await checkPlatform(house, merchantId, body.platformId);
      const store = await house.write(async (tx) => {
        const known = await tx.lock(stores, { id });
        if (known?.settings.closedAt) throw new Refusal("store_closed");
        return changeStore(tx, { id, merchantId, ...changesOf(known, body) });
      });
      house.directory.forget(store);
    },
  }),
  operation({
    name: "Delete merchant",
    method: "DELETE",
    path: `${path}/:merchantId`,
    status: 204,
    async run({ house, ids, merchantId }) {
      const { id, settings } = await ownStore(house, ids.merchantId, merchantId);
      if (settings.closedAt) return;
      const store = await house.write((tx) =>
        changeStore(tx, { id, merchantId, settings: { closedAt: tx.now.toString() } }),
      );
      house.directory.forget(store);
    },
  }),
];

/** An integrator's own merchant, also a deleted one. Refuses: store_not_found. */
async function ownStore({ reader }: House, number: string, merchantId: string): Promise<Store> {
  const store = await reader.find(stores, { dialect: "mobilepay", number });
  if (store?.merchantId !== merchantId) throw new Refusal("store_not_found");
  return store;
}

/** Faults 4006. */
async function checkPlatform({ reader }: House, merchantId: string, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const platform = await reader.find(platforms, { id });
  if (platform?.merchantId !== merchantId) throw new Fault(4006);
}

function changesOf(known: Store | undefined, told: z.output<typeof UpdateMerchantRequest>) {
  const registered = {
    ...known?.settings.registered,
    ...given({
      reference: told.externalId,
      country: told.countryCode,
      categoryCode: told.merchantCategoryCode,
      vatNumber: told.vatNumber,
      platformId: told.platformId,
    }),
  } as Registration;
  return {
    ...given({ name: told.name, currency: told.billingCurrency }),
    ...(told.countryCode && { country: placeOf(told.countryCode).country }),
    settings: { registered },
  };
}

/** What is not undefined. */
function given<Values extends object>(values: Values) {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Values]?: NonNullable<Values[Key]> };
}

/** Where a merchant is; a region has no clock, so it is taken for Denmark. */
function placeOf(told: string): Pick<Store, "country" | "timeZone"> {
  const country = /^[A-Z]{2}$/.test(told) ? told : "DK";
  return { country, timeZone: country === "FI" ? "Europe/Helsinki" : "Europe/Copenhagen" };
}
