export { noRails } from "./none.ts";
export { isPublicUrl, type Parcel, type Posted, type PostOptions, post } from "./post.ts";
export type { Collector, SmsGateway } from "./rails.ts";
export { simulator } from "./simulator/simulator.ts";
