import { Busboy } from "@fastify/busboy";
import { storableText } from "./json.ts";

export type UploadedFile = {
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
};

export type Form = {
  readonly fields: ReadonlyMap<string, Buffer>;
  readonly files: ReadonlyMap<string, UploadedFile>;
};

/** Every part is read as a file, so that its bytes are not touched. */
const limits = { files: 110, parts: 110 };

/** A multipart body's fields, as the bytes that came, and files, their transfer encoding undone. Undefined when
 *  it cannot be read as multipart. */
export function parseMultipart(contentType: string, body: Buffer): Promise<Form | undefined> {
  const fields = new Map<string, Buffer>();
  const files = new Map<string, UploadedFile>();
  return new Promise((resolve) => {
    try {
      const busboy = new Busboy({
        headers: { "content-type": contentType },
        limits,
        isPartAFile: () => true,
      });
      busboy.on("file", (part, stream, name, encoding, type) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const content = decoded(Buffer.concat(chunks), encoding);
          if (name === undefined) fields.set(part, content);
          else files.set(part, { name: storableText(name), contentType: storableText(type), content });
        });
      });
      busboy.on("finish", () => resolve({ fields, files }));
      busboy.on("error", () => resolve(undefined));
      busboy.end(body);
    } catch {
      resolve(undefined);
    }
  });
}

function decoded(content: Buffer, encoding: string): Buffer {
  return encoding.toLowerCase() === "base64" ? Buffer.from(content.toString("latin1"), "base64") : content;
}
