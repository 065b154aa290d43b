import { expect, test } from "vitest";
import type { Dealer } from "./dealer.ts";
import { openMoka } from "./open.ts";
import { fresh } from "./sold.ts";

let dealer: Dealer;
let neighbour: Dealer;
openMoka((open) => {
  ({ dealer, neighbour } = open);
});

const monthly = {
  ScheduleName: "Ayın 1'i ve 15'i",
  DailyWeeklyMonthly: "3",
  EveryX: "1",
  DaysOfMonth: "1,15",
};

test.each([
  [
    { DailyWeeklyMonthly: 1, EveryX: 30 },
    { DaysOfWeek: "", DaysOfMonth: "" },
  ],
  [
    { DailyWeeklyMonthly: 2, EveryX: 2, DaysOfWeek: "5,1" },
    { DaysOfWeek: "1,5", DaysOfMonth: "" },
  ],
  [
    { DailyWeeklyMonthly: 3, EveryX: 1, DaysOfMonth: "31, 15,15" },
    { DaysOfWeek: "", DaysOfMonth: "15,31" },
  ],
  [
    { DailyWeeklyMonthly: 1, EveryX: 1, DaysOfWeek: "1", DaysOfMonth: "?" },
    { DaysOfWeek: "", DaysOfMonth: "" },
  ],
])("a schedule %j is told as it was added", async (asked, days) => {
  const added = await dealer.ask("DealerSale/AddSchedule", { ScheduleName: "Tahsilat", ...asked });
  const { DailyWeeklyMonthly, EveryX } = asked;
  expect(added).toEqual({
    DealerSaleScheduleId: expect.any(Number),
    ScheduleName: "Tahsilat",
    DailyWeeklyMonthly,
    EveryX,
    ...days,
  });
  const { DealerSaleScheduleId } = added;
  expect(await dealer.ask("DealerSale/GetSchedule", { DealerSaleScheduleId })).toEqual(added);
});

test("what is not sent of a schedule stays", async () => {
  const added = await dealer.ask("DealerSale/AddSchedule", monthly);
  const { DealerSaleScheduleId } = added;
  const change = (request: object) =>
    dealer.ask("DealerSale/UpdateSchedule", { DealerSaleScheduleId, ...request });
  expect(await change({})).toEqual(added);
  expect(await change({ ScheduleName: "x", EveryX: null })).toEqual({ ...added, ScheduleName: "x" });
  expect(await change({ DaysOfMonth: "28" })).toMatchObject({ DailyWeeklyMonthly: 3, DaysOfMonth: "28" });
  expect(await change({ DailyWeeklyMonthly: 2, DaysOfWeek: "7" })).toMatchObject({
    DailyWeeklyMonthly: 2,
    EveryX: 1,
    DaysOfWeek: "7",
    DaysOfMonth: "",
  });
});

test("schedules are listed until they are deleted", async () => {
  const added = await dealer.ask("DealerSale/AddSchedule", monthly);
  const { DealerSaleScheduleId } = added;
  const listed = await dealer.ask("DealerSale/GetScheduleList", null);
  expect(listed.SaleScheduleListCount).toBe(listed.SaleScheduleList.length);
  expect(listed.SaleScheduleList).toContainEqual(added);
  expect(await dealer.ask("DealerSale/DeleteSchedule", { DealerSaleScheduleId })).toBe(true);
  expect((await dealer.ask("DealerSale/GetScheduleList")).SaleScheduleList).not.toContainEqual(added);
  for (const method of ["GetSchedule", "UpdateSchedule", "DeleteSchedule"] as const)
    expect((await dealer.call(`DealerSale/${method}`, { DealerSaleScheduleId })).code).toBe(
      `DealerSale.${method}.ScheduleNotFound`,
    );
});

test.each<[object, string]>([
  [{ ScheduleName: "" }, "ScheduleNameIsRequired"],
  [{ ScheduleName: "x".repeat(101) }, "InvalidRequest"],
  [{ DailyWeeklyMonthly: "" }, "DailyWeeklyMonthlyIsRequired"],
  [{ DailyWeeklyMonthly: 4 }, "InvalidDailyWeeklyMonthly"],
  [{ DailyWeeklyMonthly: "monthly" }, "InvalidDailyWeeklyMonthly"],
  [{ EveryX: null }, "EveryXIsRequired"],
  [{ EveryX: 0 }, "InvalidEveryX"],
  [{ EveryX: 366 }, "InvalidEveryX"],
  [{ EveryX: "-1" }, "InvalidEveryX"],
  [{ DailyWeeklyMonthly: 2 }, "DaysOfWeekIsRequired"],
  [{ DailyWeeklyMonthly: 2, DaysOfWeek: "8" }, "InvalidDaysOfWeek"],
  [{ DailyWeeklyMonthly: 2, DaysOfWeek: "Monday" }, "InvalidDaysOfWeek"],
  [{ DaysOfMonth: "" }, "DaysOfMonthIsRequired"],
  [{ DaysOfMonth: "0" }, "InvalidDaysOfMonth"],
  [{ DaysOfMonth: "1;15" }, "InvalidDaysOfMonth"],
  [{ DaysOfMonth: "32" }, "InvalidDaysOfMonth"],
])("AddSchedule %j: %s", async (request, reason) => {
  const { http, data, code } = await dealer.call("DealerSale/AddSchedule", { ...monthly, ...request });
  expect([http, data, code]).toEqual([200, null, `DealerSale.AddSchedule.${reason}`]);
});

test.each<[object, string]>([
  [{ DealerSaleScheduleId: "" }, "DealerSaleScheduleIdIsRequired"],
  [{ DealerSaleScheduleId: "x" }, "InvalidRequest"],
  [{ DailyWeeklyMonthly: 0 }, "InvalidDailyWeeklyMonthly"],
  [{ EveryX: "x" }, "InvalidEveryX"],
  [{ DailyWeeklyMonthly: 2 }, "DaysOfWeekIsRequired"],
  [{ DaysOfWeek: "9" }, "InvalidDaysOfWeek"],
  [{ DailyWeeklyMonthly: 3 }, "DaysOfMonthIsRequired"],
  [{ DaysOfMonth: "x" }, "InvalidDaysOfMonth"],
  [{}, "ScheduleNotFound"],
])("UpdateSchedule %j: %s", async (request, reason) => {
  const { code } = await dealer.call("DealerSale/UpdateSchedule", {
    DealerSaleScheduleId: 999_999,
    ...request,
  });
  expect(code).toBe(`DealerSale.UpdateSchedule.${reason}`);
});

test("another dealer's schedules are not there", async () => {
  const { DealerSaleScheduleId } = await dealer.ask("DealerSale/AddSchedule", {
    ...monthly,
    ScheduleName: fresh("ours"),
  });
  for (const method of ["GetSchedule", "UpdateSchedule", "DeleteSchedule"] as const) {
    const code = async (request: object) =>
      (await neighbour.call(`DealerSale/${method}`, { ...request })).code;
    expect(await code({ DealerSaleScheduleId })).toBe(`DealerSale.${method}.ScheduleNotFound`);
    expect(await code({})).toBe(`DealerSale.${method}.DealerSaleScheduleIdIsRequired`);
  }
});
