import { type Table, type Tx, table } from "../../platform/db/index.ts";

/** A person a lender knows, by phone (digits, country code first). */
export type Customer = {
  readonly id: string;
  readonly lenderId: string;
  readonly phone: string;
  readonly firstName: string;
  readonly surname: string;
  readonly patronymic: string;
  readonly birthOn: Temporal.PlainDate | null;
  readonly email: string | null;
  /** new: not assessed yet. */
  readonly standing: "new" | "approved" | "declined";
  /** Why the credit was declined. */
  readonly reason: string | null;
  /** How many instalments are overdue. */
  readonly overdue: number;
  readonly createdAt: Temporal.Instant;
  readonly details: CustomerDetails;
};

/** What is asked at a till and not on the web. JSON. */
export type CustomerDetails = {
  readonly polishId?: string;
  readonly pesel?: string;
  readonly address?: Readonly<
    Partial<
      Record<"area" | "settlement" | "street" | "house" | "building" | "apartment" | "postalCode", string>
    >
  >;
  /** What the customer agreed to, by kind of document. */
  readonly consents?: readonly string[];
};

export type Person = Pick<Customer, "firstName" | "surname" | "patronymic" | "birthOn" | "email">;

export const customers: Table<Customer> = table<Customer>(
  "customers",
  {
    id: "uuid",
    lenderId: "uuid",
    phone: "text",
    firstName: "text",
    surname: "text",
    patronymic: "text",
    birthOn: "date",
    email: "text",
    standing: "text",
    reason: "text",
    overdue: "integer",
    createdAt: "timestamptz",
    details: "jsonb",
  },
  { unique: [["lenderId", "phone"]] },
);

export function lockByPhone(tx: Tx, lenderId: string, phone: string): Promise<Customer | undefined> {
  return tx.lock(customers, { lenderId, phone });
}

/** The customer with this phone, created or completed with what the person has told: names once known stay. */
export async function remember(tx: Tx, lenderId: string, phone: string, person: Person): Promise<Customer> {
  const known = await lockByPhone(tx, lenderId, phone);
  if (known)
    return known.email || !person.email ? known : tx.update(customers, { ...known, email: person.email });
  return tx.insert(customers, {
    ...person,
    id: tx.id(),
    lenderId,
    phone,
    standing: "new",
    reason: null,
    overdue: 0,
    createdAt: tx.now,
    details: {},
  });
}

/** Whether a lender goes on lending to them: approved, with nothing overdue. */
export function mayBorrow({ standing, overdue }: Pick<Customer, "standing" | "overdue">): boolean {
  return standing === "approved" && overdue === 0;
}

export function fullName({
  surname,
  firstName,
  patronymic,
}: Pick<Person, "surname" | "firstName" | "patronymic">): string {
  return [surname, firstName, patronymic].filter(Boolean).join(" ");
}
