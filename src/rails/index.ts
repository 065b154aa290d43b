export { createMailer } from "./mail.ts";
export { noRails } from "./none.ts";
export { isPublicUrl, type Parcel, type Posted, type PostOptions, post } from "./post.ts";
export type { Collector, Mail, MailGateway, Rails, SmsGateway } from "./rails.ts";
export { createAuthenticator, createCardBank } from "./simulator/authentication.ts";
export { simulator } from "./simulator/simulator.ts";
