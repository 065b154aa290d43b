export { randomDigits, randomToken, uuidAt, uuidOf } from "./ids.ts";
