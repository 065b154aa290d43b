export { checkReturnCode, sendReturnCode } from "./code.ts";
export { type ReturnLine, returnsOf } from "./queries.ts";
export { cancelReturn, confirmReturn, createReturn, type Return, returns } from "./return.ts";
