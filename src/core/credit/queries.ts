import type { Reader } from "../../platform/db/index.ts";

export type DueInstalment = {
  readonly loanId: string;
  readonly number: number;
  readonly phone: string;
  readonly amount: bigint;
  readonly currency: string;
};

/** Instalments due on `day` or before that wait to be collected, oldest first. */
export function dueInstalments(
  reader: Reader,
  day: Temporal.PlainDate,
  most: number,
): Promise<DueInstalment[]> {
  return reader.query(
    `select i.loan_id as "loanId", i.number, c.phone, coalesce(i.charging, i.principal + i.fee) as amount, l.currency
     from instalments i join loans l on l.id = i.loan_id join customers c on c.id = i.customer_id
     where (i.state = 'scheduled' or i.charging is not null) and i.due_on <= $1::date
     order by i.due_on, i.loan_id, i.number limit $2::int`,
    [day.toString(), most],
  );
}

/** The first day on which an instalment falls due. */
export async function nextDueDay(reader: Reader): Promise<Temporal.PlainDate | null> {
  const rows = await reader.query<{ day: Temporal.PlainDate | null }>(
    "select min(due_on) as day from instalments where state = 'scheduled' or charging is not null",
  );
  return rows[0]?.day ?? null;
}
