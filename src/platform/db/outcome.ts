import pg from "pg";

/** The write queue is full, or the database is out of reach: try again later. Nothing was done, unless the
 *  database went away in the middle of a commit and did not come back. */
export class Busy extends Error {
  override readonly name = "Busy";
}

/** The connection was lost at the commit and did not come back: the change may or may not have been made. */
export class OutcomeUnknown extends Busy {}

/** The database refused a verb by name: a check or unique constraint. Nothing was done. */
export class ConstraintViolation extends Error {
  override readonly name = "ConstraintViolation";
  readonly constraint: string;

  constructor(constraint: string, options: ErrorOptions) {
    super(`the database refused: ${constraint}`, options);
    this.constraint = constraint;
  }
}

/** SQLSTATE classes of a server that goes away or cannot be talked to. */
const isGone = /^(08|57P)/;

/** The database is there and said no, as opposed to being gone. */
export function isRefusedByDatabase(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && !isGone.test(error.code ?? "");
}

/** Deadlocks, serialization failures and lost connections pass; a unique key that somebody else has just
 *  taken is found by the lock the next time. */
export function isPassing(error: unknown, attempt: number): boolean {
  if (!isRefusedByDatabase(error)) return isConnectionError(error);
  return isRivalry(error) || (error.code === "23505" && attempt === 1);
}

/** Another process wanted the same at the same moment. */
function isRivalry({ code }: pg.DatabaseError): boolean {
  return ["40001", "40P01", "55P03"].includes(code ?? "");
}

export function isLostConnection(error: unknown): boolean {
  return !isRefusedByDatabase(error) && isConnectionError(error);
}

/** What the caller of a verb is told. */
export function verdict(error: unknown): unknown {
  if (isRefusedByDatabase(error)) {
    if (isRivalry(error)) return new Busy("others want the same rows", { cause: error });
    return error.constraint ? new ConstraintViolation(error.constraint, { cause: error }) : error;
  }
  return isConnectionError(error) ? new Busy("the database is out of reach", { cause: error }) : error;
}

function isConnectionError(error: unknown): boolean {
  // What has no place in a column is found out before it is sent; its message may say anything.
  if (error instanceof TypeError || error instanceof RangeError) return false;
  // Running such a verb again could make its change twice.
  if (error instanceof OutcomeUnknown) return false;
  if (error instanceof pg.DatabaseError || error instanceof Busy) return true;
  const { code, message } = error as { code?: string; message?: string };
  return Boolean(code?.startsWith("E")) || /connection|terminated|not queryable/i.test(message ?? "");
}
