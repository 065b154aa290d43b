const scheme = /^basic +([a-z0-9+/]+={0,2}) *$/i;

/** User and password of a Basic `Authorization` header, as UTF-8 (facts 2.1). Undefined when it is none. */
export function readBasic(header: string | undefined): { user: string; password: string } | undefined {
  const [, base64 = ""] = scheme.exec(header ?? "") ?? [];
  const text = utf8(Buffer.from(base64, "base64"));
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return "";
  }
}
