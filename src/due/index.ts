export { asker } from "./asker.ts";
export { collection } from "./collection.ts";
export { collector } from "./collector.ts";
export { Courier } from "./courier.ts";
export { expiry } from "./expiry.ts";
export { follower } from "./follower.ts";
export { planner } from "./planner.ts";
