import type { Schedule } from "../../../core/agreements/index.ts";

export const scheduleUnits = { days: 1, weeks: 2, months: 3 } as const;

/** A schedule with the number and name that the dealer knows it by. */
export type NamedSchedule = Schedule & { readonly number: bigint; readonly name: string };

/** `Data` of AddSchedule, UpdateSchedule and GetSchedule (facts 2.5). */
export function scheduleJson(schedule: NamedSchedule) {
  return {
    DealerSaleScheduleId: Number(schedule.number),
    ScheduleName: schedule.name,
    DailyWeeklyMonthly: scheduleUnits[schedule.unit],
    EveryX: schedule.every,
    DaysOfWeek: schedule.unit === "weeks" ? schedule.daysOfWeek.join(",") : "",
    DaysOfMonth: schedule.unit === "months" ? schedule.daysOfMonth.join(",") : "",
  };
}

/** `Data` of GetScheduleList. */
export function scheduleListJson(schedules: readonly NamedSchedule[]) {
  return { SaleScheduleListCount: schedules.length, SaleScheduleList: schedules.map(scheduleJson) };
}
