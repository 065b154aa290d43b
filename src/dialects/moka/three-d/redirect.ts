import { randomToken } from "../../../platform/ids/index.ts";

/** Whether a shopper can be sent there. */
export function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** What a dealer checks an outcome by. */
export function randomGuid(): string {
  return randomToken(16)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
    .toUpperCase();
}
