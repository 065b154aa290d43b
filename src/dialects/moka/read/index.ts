export { readEnvelope } from "./envelope.ts";
export { parseRequest } from "./request.ts";
export {
  amountAt,
  countAt,
  currencyAt,
  dateAt,
  daysAt,
  flagAt,
  guidAt,
  integerAt,
  momentAt,
  partAt,
  partsAt,
  type Reading,
  textAt,
  valueAt,
} from "./values.ts";
