export { randomToken, uuidAt, uuidOf } from "./ids.ts";
