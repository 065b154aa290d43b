import { createTransport } from "nodemailer";
import type { Posted } from "./post.ts";
import type { Mail, MailGateway } from "./rails.ts";

type MailerOptions = {
  /** `smtp://user:password@host:587`, or `smtps://`. */
  readonly url: string;
  /** The address that mails come from. */
  readonly from: string;
  readonly timeoutMs: number;
};

/** Hands mails to an SMTP server. What is written into a header stays one line, an address is one address, and text
 *  is only ever text: nothing in a mail makes this server read a file or call an address. */
export function createMailer({ url, from, timeoutMs }: MailerOptions): MailGateway {
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    async send(mail) {
      if (!isAddress(mail.to)) return { outcome: "status", status: 553, answer: "this is no mail address" };
      try {
        const { response } = await withinTime(transport.sendMail(message(mail, from)), timeoutMs);
        return { outcome: "delivered", status: null, answer: response.slice(0, longestAnswer) };
      } catch (error) {
        return failure(error as SmtpError);
      }
    },
  };
}

const longestAnswer = 500;

/** One mailbox: no list, no comment, no name, nothing that ends a line. */
function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s\p{Cc}@<>,;:"()[\]\\]+@[^\s\p{Cc}@<>,;:"()\\]+$/u.test(text);
}

function message({ id, to, from: name, subject, type, body }: Mail, from: string) {
  const content = type === "text/html" ? { html: body } : { text: body };
  const domain = from.slice(from.indexOf("@") + 1);
  return {
    messageId: `<${id}@${domain}>`,
    from: { name: oneLine(name), address: from },
    to: { name: "", address: to },
    subject: oneLine(subject),
    ...content,
  };
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").slice(0, 200);
}

type SmtpError = Error & { readonly code?: string; readonly responseCode?: number };

function failure({ code, responseCode, message: told }: SmtpError): Posted {
  const answer = told.slice(0, longestAnswer);
  if (responseCode) return { outcome: "status", status: responseCode, answer };
  return { outcome: code === "ETIMEDOUT" ? "timeout" : "connection", status: null, answer };
}

/** The library bounds each wait of its own; this bounds them all together. */
function withinTime<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(Object.assign(new Error("the mail server took too long"), { code: "ETIMEDOUT" }));
  }, timeoutMs);
  work.catch(() => undefined);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
