import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { isPublicAddress } from "./addresses.ts";
import { isPublicUrl, post } from "./post.ts";

const sandbox = { publicOnly: false, timeoutMs: 300 };
const live = { publicOnly: true, timeoutMs: 300 };
const parcel = (url: string) => ({ url, headers: { "content-type": "application/json" }, body: '{"a":"ż"}' });

async function receive(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe("what is posted", () => {
  test("arrives as it is, byte for byte, with its headers", async () => {
    const got: string[] = [];
    const url = await receive(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { "content-type": type, "content-length": length } = request.headers;
      got.push(`${request.method} ${type} ${length} ${Buffer.concat(chunks)}`);
      response.writeHead(201).end("thanks");
    });
    expect(await post(parcel(url), sandbox)).toEqual({ outcome: "delivered", status: 201, answer: "thanks" });
    expect(got).toEqual(['POST application/json 10 {"a":"ż"}']);
  });

  test.each([200, 202, 204, 299])("is delivered when the answer is %i", async (code) => {
    const url = await receive((_request, response) => response.writeHead(code).end());
    expect(await post(parcel(url), sandbox)).toMatchObject({ outcome: "delivered", status: code });
  });

  test.each([304, 400, 404, 500, 503])("is not delivered when the answer is %i", async (code) => {
    const url = await receive((_request, response) => response.writeHead(code).end());
    expect(await post(parcel(url), sandbox)).toMatchObject({ outcome: "status", status: code });
  });

  test.each([301, 302, 303, 307, 308])("does not follow a %i to anywhere", async (code) => {
    let visits = 0;
    const elsewhere = await receive((_request, response) => {
      visits++;
      response.end();
    });
    const url = await receive((_request, response) =>
      response.writeHead(code, { location: elsewhere }).end(),
    );
    expect(await post(parcel(url), sandbox)).toMatchObject({ outcome: "status", status: code });
    expect(visits).toBe(0);
  });

  test("times out when nobody answers", async () => {
    const url = await receive(() => undefined);
    expect(await post(parcel(url), sandbox)).toMatchObject({ outcome: "timeout", status: null });
  });

  test("is delivered by its status, though the answer's body hangs", async () => {
    const url = await receive((_request, response) => response.writeHead(200).write("part"));
    expect(await post(parcel(url), sandbox)).toEqual({ outcome: "delivered", status: 200, answer: "part" });
  });

  test("is delivered by its status, though the answer breaks off", async () => {
    const url = await receive((request, response) => {
      response.writeHead(200, { "content-length": 100 }).write("part", () => request.socket.destroy());
    });
    expect(await post(parcel(url), sandbox)).toMatchObject({ outcome: "delivered", status: 200 });
  });

  test("is answered with the first 500 characters only, and without what cannot be stored", async () => {
    const url = await receive((_request, response) => {
      response.write("\0");
      const more = setInterval(() => response.write("x".repeat(10_000)), 1);
      response.on("close", () => clearInterval(more));
    });
    const { outcome, answer } = await post(parcel(url), sandbox);
    expect(outcome).toBe("delivered");
    expect(answer).toBe("x".repeat(499));
  });

  test("fails as a connection when nobody listens, or what listens speaks no HTTP", async () => {
    const server = createTcpServer((socket) => socket.resume().end("hello\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await post(parcel(`http://127.0.0.1:${port}/`), sandbox)).toMatchObject({ outcome: "connection" });
    await new Promise((resolve) => server.close(resolve));
    expect(await post(parcel(`http://127.0.0.1:${port}/`), sandbox)).toMatchObject({ outcome: "connection" });
    expect(await post(parcel("no address"), sandbox)).toMatchObject({ outcome: "connection" });
  });
});

describe("in live mode", () => {
  test.each([
    "http://example.com/callback",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://localhost/",
    "https://[2001:db8::1]/",
  ])("nothing is sent to %s", async (url) => {
    expect(await post(parcel(url), live)).toMatchObject({ outcome: "forbidden_address", status: null });
  });

  test("an address that tells by itself that it is private is known before anything is sent", () => {
    const urls = [
      "http://example.com/",
      "https://127.0.0.1/",
      "https://[::1]/",
      "https://localhost/",
      "https://example.com/",
    ];
    expect(urls.filter((url) => isPublicUrl(new URL(url)))).toEqual(["https://example.com/"]);
  });

  test.each(["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "::ffff:8.8.8.8", "172.32.0.1"])(
    "%s is a public address",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test.each(["", "localhost", "256.1.1.1", "224.0.0.1", "255.255.255.255", "ff02::1"])(
    "%j is none",
    (address) => expect(isPublicAddress(address)).toBe(false),
  );
});
