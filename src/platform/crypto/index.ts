export { hashPassword, isPassword } from "./password.ts";
export { Seal, sameText, sha1Hex, sha256Hex } from "./seal.ts";
