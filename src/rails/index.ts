export { noRails } from "./none.ts";
export { type Parcel, type Posted, type PostOptions, post } from "./post.ts";
export type { Collector, Rails, SmsGateway } from "./rails.ts";
export { grantedLimit, simulator } from "./simulator/simulator.ts";
