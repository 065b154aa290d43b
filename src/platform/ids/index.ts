export { lowestUuidAt, orderedToken, randomDigits, randomToken, uuidAt, uuidBeside, uuidOf } from "./ids.ts";
