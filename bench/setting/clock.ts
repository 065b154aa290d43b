/** Milliseconds of the machine's own clock, the same in every process. Only differences mean something. */
export function clockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
