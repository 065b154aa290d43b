export { addClient, type Client, changeClient, clients } from "./client.ts";
export { addPlatform, type Platform, platforms, renamePlatform } from "./platform.ts";
export { addPublicKey, type PublicKey, publicKeys } from "./public-key.ts";
export { countWaiting, platformsOf } from "./queries.ts";
