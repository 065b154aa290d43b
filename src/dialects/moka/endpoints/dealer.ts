import { type Bin, creditBins } from "../bin.ts";
import { commissionPercent, mostInstallments } from "../installments.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { textAt } from "../read/index.ts";

/** The dealer that asks, and what each bank's cards cost it, by the number of instalments: shops fetch their table of
 *  instalments here. */
const getDealer: Endpoint<"Dealer/GetDealer"> = async ({ facts, request, refuse }) => {
  const { number, name } = facts.store;
  const code = textAt(request, "DealerCode", 100);
  if (code !== undefined && code !== number) throw refuse("DealerNotFound");
  return { DealerCode: number, DealerName: name, CommissionList: creditBins.map(commissionJson) };
};

/** A number of instalments that the cards do not have costs 0. */
function commissionJson(bin: Bin) {
  const most = mostInstallments(bin, "TRY");
  const rates = Array.from({ length: 12 }, (_, i) => [
    i === 0 ? "CommissionRate" : `CommissionRate${i + 1}`,
    i < most ? commissionPercent(i + 1) : 0,
  ]);
  return { Bank: `${bin.bankCode} - ${bin.bankName}`, GroupName: bin.group, ...Object.fromEntries(rates) };
}

export const dealers: Endpoints = { "Dealer/GetDealer": getDealer };
