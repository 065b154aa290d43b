import type { FastifyInstance } from "fastify";
import type { Billing } from "../core/agreements/index.ts";
import type { Attempt, Delivery } from "../core/deliveries/index.ts";
import type { Event, EventType } from "../core/events/index.ts";
import type { House } from "../core/house.ts";
import type { Directory, StoreFacts } from "../core/merchants/index.ts";
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
  /** For a provider that charges stored cards again and again. */
  readonly billing?: Billing;
};

export type Callbacks = {
  /** What happens that merchants are told of. */
  readonly announcements: Announcements;
  /** A callback as it goes over the wire, addressed and signed. */
  seal(delivery: Delivery, store: StoreFacts): OutgoingCallback;
  /** How long to wait after the given number of failed attempts, the last of which failed like this; null: give up. */
  retryAfter(attempts: number, failure: Failure): Temporal.Duration | null;
  /** Whether a 2xx with this answer, of which the beginning is told, is taken for delivered; unless told, any is. */
  accepts?(attempt: Pick<Attempt, "answer">): boolean;
  /** How long one attempt may take, and how long after the first there may be another, in seconds; what is not told is as
   *  everywhere. */
  readonly timeouts?: { readonly attempt: number; readonly all: number };
  /** For a provider that does not sign what it sends. */
  readonly isUnsigned?: true;
  /** For a dialect that sends mails: one in words. */
  compose?(delivery: Delivery, store: StoreFacts, render: RenderTemplate): Promise<OutgoingMail>;
};

export type Announcements = Partial<Readonly<Record<EventType, Announcement>>>;

/** Words an event for the merchant, in the write that caused it: puts what has to be sent into the outbox. */
export type Announcement = (tx: Tx, event: Event, stores: KnownStores) => Promise<void>;

/** Stores that are known without asking: a verb may not wait for anything but its Tx. */
export type KnownStores = Pick<Directory, "remembered">;

export type Failure = Pick<Attempt, "outcome" | "status">;

/** Renders a merchant's template in Liquid over plain JSON. Rejects when the template is wrong. */
export type RenderTemplate = (source: string, roots: Record<string, unknown>) => Promise<string>;

export type OutgoingCallback = {
  /** POST unless told otherwise. */
  readonly method?: "POST" | "GET" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type OutgoingMail = {
  /** Whose name it comes under. */
  readonly from: string;
  readonly subject: string;
  readonly type: "text/html" | "text/plain";
  readonly body: string;
  /** What its sender should know about it. */
  readonly note?: string | undefined;
};
