export { Directory, type StoreFacts } from "./directory.ts";
export {
  dayAt,
  type Merchant,
  merchants,
  type Store,
  type StoreKeys,
  type StoreSettings,
  stores,
} from "./merchant.ts";
export { type StoreSheet, saveStore } from "./save-store.ts";
