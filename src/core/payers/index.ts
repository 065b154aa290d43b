export type { PageOf, PayerFilter } from "./pages.ts";
export { addPayer, changePayer, knowPayer, type Payer, payers } from "./payer.ts";
export { countPayers, payerPage } from "./queries.ts";
