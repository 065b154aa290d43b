import { createServer, type Socket } from "node:net";

export type Receiver = {
  readonly port: number;
  /** From now on takes what comes and answers nothing. */
  hang(): void;
};

const answer = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok";

/** A merchant's server that says yes to every callback, as lean as can be. `onBody` hears what was posted. */
export async function listen(onBody: (body: string) => void = () => undefined): Promise<Receiver> {
  let isHanging = false;
  const server = createServer({ noDelay: true }, (socket) => receive(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", 1_024, resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new TypeError("a TCP server has a port");
  return {
    port: address.port,
    hang() {
      isHanging = true;
    },
  };

  function receive(socket: Socket): void {
    let received = "";
    socket.setEncoding("latin1");
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk: string) => {
      received += chunk;
      for (;;) {
        const end = received.indexOf("\r\n\r\n");
        if (end < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(received.slice(0, end))?.[1] ?? 0);
        const next = end + 4 + length;
        if (received.length < next) return;
        if (!isHanging) {
          onBody(received.slice(end + 4, next));
          socket.write(answer);
        }
        received = received.slice(next);
      }
    });
  }
}
