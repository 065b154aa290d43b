import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createMailer } from "./mail.ts";
import type { Mail } from "./rails.ts";

const mail: Mail = {
  id: "0199-1",
  to: "anna@example.com",
  from: "Demo Shop",
  subject: "Kvitto på köpet",
  type: "text/html",
  body: "<p>Tack för ditt köp</p>",
};

/** A mail server for one test. `rcpt` is its answer to a recipient; `isSilent`: it takes the call and says nothing. */
async function useMailServer({ rcpt = "250 ok", isSilent = false } = {}) {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    if (!isSilent) serve(socket, lines, rcpt);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, lines };
}

function serve(socket: Socket, lines: string[], rcpt: string): void {
  let inData = false;
  let rest = "";
  socket.write("220 test\r\n");
  socket.on("data", (chunk) => {
    const parts = (rest + chunk).split("\r\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      lines.push(line);
      if (inData && line !== ".") continue;
      const isData = line === "DATA";
      const answer = isData ? "354 go on" : line.startsWith("RCPT") ? rcpt : "250 ok";
      inData = isData;
      socket.write(`${answer}\r\n`);
    }
  });
}

const mailer = (url: string, timeoutMs = 2_000) =>
  createMailer({ url, from: "pay@kassa.example", timeoutMs });

test("a mail arrives, from the platform's address under the merchant's name", async () => {
  const { url, lines } = await useMailServer();
  expect(await mailer(url).send(mail)).toMatchObject({ outcome: "delivered", status: null });
  expect(lines).toContain("MAIL FROM:<pay@kassa.example>");
  expect(lines).toContain("RCPT TO:<anna@example.com>");
  expect(lines).toContain("From: Demo Shop <pay@kassa.example>");
  expect(lines).toContain("Message-ID: <0199-1@kassa.example>");
  expect(lines.find((line) => line.startsWith("Content-Type"))).toBe(
    "Content-Type: text/html; charset=utf-8",
  );
});

test("nothing becomes a header or a recipient of its own", async () => {
  const { url, lines } = await useMailServer();
  const subject = "Order 7\r\nBcc: eve@example.com";
  const from = 'Shop"\r\nBcc: eve@example.com\r\n\r\n<b>';
  expect(await mailer(url).send({ ...mail, subject, from })).toMatchObject({ outcome: "delivered" });
  const headers = lines.slice(lines.indexOf("DATA") + 1, lines.indexOf("", lines.indexOf("DATA")));
  expect(headers.filter((line) => /^bcc:/i.test(line))).toEqual([]);
  expect(lines.filter((line) => line.startsWith("RCPT"))).toHaveLength(1);
});

test.each([
  "anna@example.com, eve@example.com",
  "anna@example.com\r\nBcc: eve@example.com",
  "Anna <anna@example.com>",
  "group:anna@example.com;",
  "anna",
  "",
])("%j is no address, and no server is called", async (to) => {
  expect(await mailer("smtp://127.0.0.1:1").send({ ...mail, to })).toMatchObject({
    outcome: "status",
    status: 553,
  });
});

test.each([
  ["550 no such user", 550],
  ["451 later", 451],
])("what the server answers is told: %s", async (rcpt, status) => {
  const { url } = await useMailServer({ rcpt });
  expect(await mailer(url).send(mail)).toMatchObject({ outcome: "status", status });
});

test("a server that is away, or says nothing, is an outcome", async () => {
  expect(await mailer("smtp://127.0.0.1:1").send(mail)).toMatchObject({
    outcome: "connection",
    status: null,
  });
  const { url } = await useMailServer({ isSilent: true });
  expect(await mailer(url, 200).send(mail)).toMatchObject({ outcome: "timeout", status: null });
});
