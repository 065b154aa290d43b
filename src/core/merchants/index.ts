export type { Contract } from "./contract.ts";
export { Directory, type StoreFacts } from "./directory.ts";
export {
  dayAt,
  type Merchant,
  merchants,
  type Registration,
  type Store,
  type StoreKeys,
  type StoreSettings,
  stores,
} from "./merchant.ts";
export { addStore, changeStore } from "./places.ts";
export { storesOf } from "./queries.ts";
export { type StoreSheet, saveStore } from "./save-store.ts";
