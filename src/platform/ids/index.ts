export { lowestUuidAt, randomDigits, randomToken, uuidAt, uuidOf } from "./ids.ts";
