export { collection } from "./collection.ts";
export { Courier, type Sender } from "./courier.ts";
export { expiry } from "./expiry.ts";
