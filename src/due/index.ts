export { collection } from "./collection.ts";
export { Courier } from "./courier.ts";
export { expiry } from "./expiry.ts";
