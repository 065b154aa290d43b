import { connect, type Socket } from "node:net";

export type Answer = { readonly status: number; readonly headers: string; readonly body: string };

/** One keep-alive HTTP/1.1 connection, as lean as can be: the generator shares two cores with what it measures. */
export class Connection {
  readonly #socket: Socket;
  readonly #host: string;
  #received = "";
  #resolve: ((answer: Answer) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;

  constructor(port: number) {
    this.#host = `127.0.0.1:${port}`;
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.setEncoding("latin1");
    this.#socket.on("data", (chunk: string) => this.#take(chunk));
    this.#socket.on("error", (error) => this.#reject?.(error));
    this.#socket.on("close", () => this.#reject?.(new Error("the connection was closed")));
  }

  get(path: string): Promise<Answer> {
    return this.#send(`GET ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n\r\n`);
  }

  post(path: string, body: string, type = "application/json"): Promise<Answer> {
    const head = `POST ${path} HTTP/1.1\r\nhost: ${this.#host}\r\ncontent-type: ${type}\r\n`;
    return this.#send(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  /** JSON of somebody who has logged in. */
  authorized(method: string, path: string, token: string, body: object = {}): Promise<Answer> {
    return this.json(method, path, `authorization: ${token}\r\n`, body);
  }

  /** JSON under these headers, each with the end of its line. */
  json(method: string, path: string, headers: string, body: object): Promise<Answer> {
    const text = JSON.stringify(body);
    const head = `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n${headers}content-type: application/json\r\n`;
    return this.#send(`${head}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  /** Form fields of somebody who says who they are. */
  form(method: string, path: string, authorization: string, fields: string): Promise<Answer> {
    const head = `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\nauthorization: ${authorization}\r\ncontent-type: application/x-www-form-urlencoded\r\n`;
    return this.#send(`${head}content-length: ${Buffer.byteLength(fields)}\r\n\r\n${fields}`);
  }

  close(): void {
    this.#reject = undefined;
    this.#socket.destroy();
  }

  #send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#socket.write(request);
    });
  }

  #take(chunk: string): void {
    this.#received += chunk;
    const end = this.#received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const headers = this.#received.slice(0, end);
    const length = Number(/content-length: (\d+)/i.exec(headers)?.[1] ?? 0);
    if (this.#received.length < end + 4 + length) return;
    const body = this.#received.slice(end + 4, end + 4 + length);
    this.#received = "";
    this.#resolve?.({ status: Number(headers.slice(9, 12)), headers, body });
  }
}
