import type { FastifyInstance } from "fastify";
import type { Delivery } from "../core/deliveries/index.ts";
import type { Event } from "../core/events/index.ts";
import type { House } from "../core/house.ts";
import type { StoreFacts } from "../core/merchants/index.ts";
import type { Tx } from "../platform/db/index.ts";
import type { Logger } from "../platform/log/index.ts";

/** How one provider says what the core does. */
export type Dialect = {
  readonly name: string;
  /** Mounts the provider's API. */
  register(server: FastifyInstance, house: House, log: Logger): void;
  /** Where its links to the credit form lead; a token follows each. */
  readonly creditFormPaths: readonly string[];
  /** For a provider that tells merchants what has happened. */
  readonly callbacks?: Callbacks;
};

export type Callbacks = {
  /** Words an event for the merchant, in the write that caused it: puts what has to be sent into the outbox. */
  announce(tx: Tx, event: Event): Promise<void>;
  /** A callback as it goes over the wire, addressed and signed. */
  seal(delivery: Delivery, store: StoreFacts): OutgoingCallback;
  /** How long to wait after the given number of failed attempts; null: give up. */
  retryAfter(attempts: number): Temporal.Duration | null;
};

export type OutgoingCallback = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
