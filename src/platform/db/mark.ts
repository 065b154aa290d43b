import type { Pool } from "pg";
import type { Wire } from "./line.ts";
import type { Statement } from "./statements.ts";

/** The mark that tells, after a lost connection, whether the commit had gone through. */
export function markGroup(groupId: string): Statement {
  return { name: "mark", text: "insert into write_groups (id) values ($1::uuid)", values: [groupId] };
}

/** Whether the group's commit went through. Unless it did, takes the group's mark as one never to be committed:
 *  that waits for a commit still under way, keeps one that has not begun from succeeding, and answers the same
 *  when it is asked again. */
export async function hasCommitted(wire: Wire, groupId: string): Promise<boolean> {
  const text = `insert into write_groups (id, committed_at) values ($1::uuid, 'infinity')
    on conflict (id) do update set id = excluded.id returning committed_at < 'infinity'`;
  const [rows] = await wire.send([{ name: "has committed", text, values: [groupId] }]);
  return rows?.[0]?.[0] === "t";
}

/** Forgets the marks of commits that are long known. */
export async function forgetOldMarks(pool: Pool): Promise<void> {
  await pool.query("delete from write_groups where committed_at < now() - interval '1 hour'");
}
