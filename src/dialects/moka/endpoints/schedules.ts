import {
  addSchedule,
  changeSchedule,
  deleteSchedule,
  type NamedSchedule,
  type Schedule,
  schedules as table,
} from "../../../core/agreements/index.ts";
import type { Call, Setting } from "../call.ts";
import type { Fault } from "../envelope.ts";
import { readable } from "../errors.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { countAt, daysAt, integerAt, textAt } from "../read/index.ts";
import { scheduleJson, scheduleListJson } from "../wire/schedule.ts";

const longestName = 100;
const mostEvery = 365;
const units = ["days", "weeks", "months"] as const;

const add: Endpoint<"DealerSale/AddSchedule"> = async (call) => {
  const { house, facts, request, refuse } = call;
  const name = readable(call.path, textAt(request, "ScheduleName", longestName));
  if (name === undefined) throw refuse("ScheduleNameIsRequired");
  const unit = readUnit(call);
  if (!unit) throw refuse("DailyWeeklyMonthlyIsRequired");
  const every = readEvery(call);
  if (every === undefined) throw refuse("EveryXIsRequired");
  const days = readDaysOf(call, unit);
  const number = await house.numbers.next("schedule");
  const merchantId = facts.merchant.id;
  return scheduleJson(
    await house.write(async (tx) => addSchedule(tx, { merchantId, number, name, unit, every, ...days })),
  );
};

/** What is not sent stays; weeks and months need their days with them. */
const update: Endpoint<"DealerSale/UpdateSchedule"> = async (call) => {
  const { house, request } = call;
  const number = readScheduleNumber(call);
  const name = readable(call.path, textAt(request, "ScheduleName", longestName));
  const unit = readUnit(call);
  const every = readEvery(call);
  const days = unit ? readDaysOf(call, unit) : readDays(call);
  const { id, merchantId } = await findSchedule(call, number);
  const change = { name, unit, every, ...days };
  return scheduleJson(await house.write((tx) => changeSchedule(tx, { id, merchantId, ...change })));
};

const get: Endpoint<"DealerSale/GetSchedule"> = async (call) =>
  scheduleJson(await findSchedule(call, readScheduleNumber(call)));

const list: Endpoint<"DealerSale/GetScheduleList"> = async ({ house, facts, refuse }) => {
  const all = await house.reader.list(table, { merchantId: facts.merchant.id });
  const active = all.filter(isActive).toSorted((a, b) => (a.number < b.number ? -1 : 1));
  if (active.length === 0) throw refuse("NoDataFound");
  return scheduleListJson(active);
};

const remove: Endpoint<"DealerSale/DeleteSchedule"> = async (call) => {
  const { id, merchantId } = await findSchedule(call, readScheduleNumber(call));
  await call.house.write((tx) => deleteSchedule(tx, { id, merchantId }));
  return true;
};

/** Facts 2.5. */
export const schedules: Endpoints = {
  "DealerSale/AddSchedule": add,
  "DealerSale/UpdateSchedule": update,
  "DealerSale/GetSchedule": get,
  "DealerSale/GetScheduleList": list,
  "DealerSale/DeleteSchedule": remove,
};

type Asking<Reason extends string> = Pick<Call, "request"> & { refuse(reason: Reason): Fault };

function readUnit({ request, refuse }: Asking<"InvalidDailyWeeklyMonthly">): Schedule["unit"] | undefined {
  const unit = countAt(request, "DailyWeeklyMonthly", 1, units.length);
  if (unit === null) throw refuse("InvalidDailyWeeklyMonthly");
  return unit === undefined ? undefined : units[unit - 1];
}

function readEvery({ request, refuse }: Asking<"InvalidEveryX">): number | undefined {
  const every = countAt(request, "EveryX", 1, mostEvery);
  if (every === null) throw refuse("InvalidEveryX");
  return every;
}

type Days = Pick<Schedule, "daysOfWeek" | "daysOfMonth">;

/** Those that the unit needs. */
function readDaysOf(
  { request, refuse }: Asking<`${"DaysOfWeek" | "DaysOfMonth"}IsRequired` | WrongDays>,
  unit: Schedule["unit"],
): Days {
  const none: Days = { daysOfWeek: [], daysOfMonth: [] };
  if (unit === "days") return none;
  const name = unit === "weeks" ? "DaysOfWeek" : "DaysOfMonth";
  const days = readList({ request, refuse }, name);
  if (!days) throw refuse(`${name}IsRequired`);
  return unit === "weeks" ? { ...none, daysOfWeek: days } : { ...none, daysOfMonth: days };
}

function readDays(call: Asking<WrongDays>): Partial<Days> {
  const daysOfWeek = readList(call, "DaysOfWeek");
  const daysOfMonth = readList(call, "DaysOfMonth");
  return { ...(daysOfWeek && { daysOfWeek }), ...(daysOfMonth && { daysOfMonth }) };
}

type WrongDays = "InvalidDaysOfWeek" | "InvalidDaysOfMonth";

function readList(
  { request, refuse }: Asking<WrongDays>,
  name: "DaysOfWeek" | "DaysOfMonth",
): readonly number[] | undefined {
  const days = daysAt(request, name, name === "DaysOfWeek" ? 7 : 31);
  if (days === null) throw refuse(`Invalid${name}`);
  return days;
}

function readScheduleNumber(
  call: Pick<Call, "path" | "request"> & Asking<"DealerSaleScheduleIdIsRequired">,
): bigint {
  const number = readable(call.path, integerAt(call.request, "DealerSaleScheduleId"));
  if (!number) throw call.refuse("DealerSaleScheduleIdIsRequired");
  return number;
}

/** Faults ScheduleNotFound, also for another dealer's. */
export async function findSchedule(
  { house, facts, refuse }: Setting & Pick<Asking<"ScheduleNotFound">, "refuse">,
  number: bigint,
): Promise<NamedSchedule> {
  const schedule = await house.reader.find(table, { number });
  if (schedule?.merchantId !== facts.merchant.id || !isActive(schedule)) throw refuse("ScheduleNotFound");
  return schedule;
}

function isActive({ state }: NamedSchedule): boolean {
  return state === "active";
}
