import { createHmac } from "node:crypto";
import { sameText } from "../../platform/crypto/index.ts";

const longestText = 8_192;

export type SignedText<Content> = {
  write(content: Content): string;
  /** Undefined for what was not written here with the same key and purpose. */
  read(text: unknown): Content | undefined;
};

/** JSON that anybody can read and only who has the key can write. A text of one purpose is none of another. */
export function signedText<Content extends object>(key: string, purpose: string): SignedText<Content> {
  const signature = (content: string) =>
    createHmac("sha256", key).update(`${purpose}\0${content}`).digest("base64url");
  return {
    write(content) {
      const text = Buffer.from(JSON.stringify(content)).toString("base64url");
      return `${text}.${signature(text)}`;
    },
    read(text) {
      if (typeof text !== "string" || text.length > longestText) return undefined;
      const [content = "", signed = "", ...rest] = text.split(".");
      if (rest.length > 0 || !sameText(signed, signature(content))) return undefined;
      return JSON.parse(Buffer.from(content, "base64url").toString()) as Content;
    },
  };
}
