import { oidOf } from "./connection.ts";
import type { AnyTable, PgType } from "./table.ts";

/** Rows as one parameter in PostgreSQL's binary format, an array of the table's own composite type. The server only
 *  copies it, where it would read a text character by character. The columns stand in the order in which the table
 *  has them; those that are not `given` are null. */
export function encodeRows(table: AnyTable, rows: readonly object[], given?: ReadonlySet<string>): Buffer {
  const columns = columnsOf(table).map((column) => ({
    ...column,
    isGiven: given?.has(column.name) !== false,
  }));
  const out = new Output();
  out.array(anyOid, rows.length);
  for (const row of rows) {
    const start = out.begin();
    out.integer(columns.length);
    for (const { name, oid, write, isGiven } of columns) {
      const value = isGiven ? (row as Readonly<Record<string, unknown>>)[name] : null;
      out.integer(oid);
      if (value === null || value === undefined) out.integer(absent);
      else write(out, value);
    }
    out.end(start);
  }
  return out.taken();
}

/** Values that pick rows, as one parameter: an array of their type. */
export function encodeValues(type: PgType, values: readonly unknown[]): Buffer {
  const out = new Output();
  out.array(oidOf(type), values.length);
  for (const value of values) writers[type](out, value);
  return out.taken();
}

/** The server knows the types of our own making better than we do. */
const anyOid = 0;
/** The length of what is null. */
const absent = -1;

type Column = {
  readonly name: string;
  readonly oid: number;
  readonly write: (out: Output, value: unknown) => void;
};

const known = new WeakMap<AnyTable, readonly Column[]>();

function columnsOf(table: AnyTable): readonly Column[] {
  return known.getOrInsertComputed(table, () =>
    Object.entries(table.columns).map(([name, type]) => ({ name, oid: oidOf(type), write: writers[type] })),
  );
}

/** Each writes its length, then itself. */
const writers: Readonly<Record<PgType, Column["write"]>> = {
  uuid: (out, value) => out.uuid(value as string),
  text: (out, value) => out.text(value as string),
  bigint: (out, value) => out.long(BigInt(value as bigint)),
  integer: (out, value) => {
    out.integer(4);
    out.integer(value as number);
  },
  boolean: (out, value) => {
    out.integer(1);
    out.byte(value ? 1 : 0);
  },
  timestamptz: (out, value) => out.long(microseconds(value as Temporal.Instant)),
  date: (out, value) => {
    out.integer(4);
    out.integer(days(value as Temporal.PlainDate));
  },
  json: (out, value) => out.text(JSON.stringify(value)),
  jsonb: (out, value) => {
    const start = out.begin();
    out.byte(jsonbVersion);
    out.characters(JSON.stringify(value));
    out.end(start);
  },
  "text[]": (out, value) => {
    const texts = value as readonly string[];
    const start = out.begin();
    out.array(oidOf("text"), texts.length);
    for (const text of texts) out.text(text);
    out.end(start);
  },
  "double precision": (out, value) => out.double(value as number),
  bytea: (out, value) => out.bytes(value as Uint8Array),
};

const jsonbVersion = 1;
/** The calendar comes back to itself, and Date takes the years below 100 for those of another century. */
const cycle = 400;
const firstDay = Date.UTC(2000 + cycle, 0, 1);
const msPerDay = 86_400_000;
const firstMicrosecond = Temporal.Instant.from("2000-01-01T00:00:00Z").epochNanoseconds / 1_000n;

let lastInstant: Temporal.Instant | undefined;
let lastMicroseconds = 0n;

/** Since the year 2000, where PostgreSQL begins to count. The verbs of a group share their instant. */
function microseconds(instant: Temporal.Instant): bigint {
  if (instant !== lastInstant) {
    lastInstant = instant;
    lastMicroseconds = instant.epochNanoseconds / 1_000n - firstMicrosecond;
  }
  return lastMicroseconds;
}

/** Since the year 2000 as well. */
function days({ year, month, day }: Temporal.PlainDate): number {
  return (Date.UTC(year + cycle, month - 1, day) - firstDay) / msPerDay;
}

/** What is written next; one at a time, and grown to the largest there was. */
let buffer = Buffer.allocUnsafeSlow(65_536);
let view = viewOf(buffer);

function viewOf({ buffer: memory, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(memory, byteOffset, byteLength);
}

/** A value that grows: big-endian numbers, and what comes with its length in front. */
class Output {
  #length = 0;

  /** What was written, as a copy. */
  taken(): Buffer {
    return Buffer.from(buffer.subarray(0, this.#length));
  }

  /** The head of an array of one dimension, or of none when it is empty. */
  array(elementOid: number, count: number): void {
    this.integer(count === 0 ? 0 : 1);
    this.integer(0);
    this.integer(elementOid);
    if (count === 0) return;
    this.integer(count);
    this.integer(1);
  }

  /** Begins something whose length is known at its `end` only. */
  begin(): number {
    const start = this.#length;
    this.integer(absent);
    return start;
  }

  end(start: number): void {
    view.setInt32(start, this.#length - start - 4);
  }

  byte(value: number): void {
    const start = this.#room(1);
    buffer[start] = value;
  }

  integer(value: number): void {
    const start = this.#room(4);
    if ((value | 0) !== value) throw new RangeError(`${value} has no place in 32 bits`);
    view.setInt32(start, value);
  }

  long(value: bigint): void {
    this.integer(8);
    const start = this.#room(8);
    if (BigInt.asIntN(64, value) !== value) throw new RangeError(`${value} has no place in 64 bits`);
    view.setBigInt64(start, value);
  }

  double(value: number): void {
    this.integer(8);
    const start = this.#room(8);
    view.setFloat64(start, value);
  }

  bytes(value: Uint8Array): void {
    this.integer(value.length);
    const start = this.#room(value.length);
    buffer.set(value, start);
  }

  text(value: string): void {
    const start = this.begin();
    this.characters(value);
    this.end(start);
  }

  characters(value: string): void {
    const start = this.#room(value.length * mostBytesOfCharacter);
    this.#length = start + buffer.write(value, start);
  }

  uuid(value: string): void {
    this.integer(16);
    const start = this.#room(16);
    let at = start;
    for (let i = 0; i < value.length; i += 2) {
      if (value.charCodeAt(i) === dash) i++;
      const byte = (nibbleAt(value, i) << 4) | nibbleAt(value, i + 1);
      if (byte < 0 || at === start + 16) throw new TypeError(`${value} is no UUID`);
      buffer[at++] = byte;
    }
    if (at !== start + 16) throw new TypeError(`${value} is no UUID`);
  }

  /** Where so many bytes go. It may be another buffer than before. */
  #room(bytes: number): number {
    const start = this.#length;
    this.#length += bytes;
    if (this.#length > buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#length, buffer.length * 2));
      buffer.copy(larger, 0, 0, start);
      buffer = larger;
      view = viewOf(larger);
    }
    return start;
  }
}

/** UTF-8 of one unit of UTF-16. */
const mostBytesOfCharacter = 3;
const dash = 0x2d;

/** What a hexadecimal digit stands for; -1: nothing. */
const nibbles = new Int8Array(128).fill(-1);
for (const [value, digit] of [..."0123456789abcdef"].entries()) {
  nibbles[digit.charCodeAt(0)] = value;
  nibbles[digit.toUpperCase().charCodeAt(0)] = value;
}

function nibbleAt(text: string, i: number): number {
  return nibbles[text.charCodeAt(i)] ?? -1;
}
