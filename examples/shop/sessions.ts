import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Customer, type Line, type Notice, newToken } from "./orders.ts";

/** Where a placed order goes on, or why none was placed. */
export type Placement = { goOnAt: string } | { refused: Notice; field?: string };

export type Session = {
  cart: Line[];
  /** Sent along with the checkout form and good for one order. */
  cartToken: string;
  /** A second press of the same button gets the first one's result. */
  placements: Map<string, Promise<Placement>>;
  customer?: Customer;
  /** What Mondido keeps the visitor's cards under. Nobody can guess it: who says it may pay with them. */
  customerRef: string;
  /** The page of the visitor's coffee by the month. */
  coffeeKey?: string;
};

const cookieName = "brzoza_session";
const keptSessions = 5_000;
const keptPlacements = 20;

export type Sessions = {
  find(request: FastifyRequest): Session | undefined;
  /** The visitor's session; the first thing put into the cart starts it. */
  open(request: FastifyRequest, reply: FastifyReply): Session;
};

export function createSessions({ secure }: { secure: boolean }): Sessions {
  const sessions = new Map<string, Session>();

  const find = (request: FastifyRequest) => {
    const id = cookie(request.headers.cookie, cookieName);
    return id ? sessions.get(id) : undefined;
  };

  return {
    find,
    open(request, reply) {
      const existing = find(request);
      if (existing) return existing;
      const id = randomBytes(24).toString("base64url");
      const session: Session = {
        cart: [],
        cartToken: newToken(),
        placements: new Map(),
        customerRef: newToken(),
      };
      sessions.set(id, session);
      forgetOldest(sessions, keptSessions);
      const flags = secure ? "; Secure" : "";
      reply.header("set-cookie", `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Lax${flags}`);
      return session;
    },
  };
}

export function rememberPlacement(session: Session, token: string, placement: Promise<Placement>): void {
  session.placements.set(token, placement);
  forgetOldest(session.placements, keptPlacements);
  session.cartToken = newToken();
}

function forgetOldest(map: Map<string, unknown>, kept: number): void {
  const oldest = map.keys().next().value;
  if (map.size > kept && oldest !== undefined) map.delete(oldest);
}

function cookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(";") ?? []) {
    const [key, value] = pair.trim().split("=");
    if (key === name) return value;
  }
  return undefined;
}
