export { createKeyPair } from "./key-pair.ts";
export { Keyring, readVaultKeys, type Sealed } from "./keyring.ts";
export { hashPassword, isPassword } from "./password.ts";
export { Seal, sameText, sha1Hex, sha256Hex } from "./seal.ts";
