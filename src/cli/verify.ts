import { impossibleSteps } from "../core/agreements/index.ts";
import { debtsOffTheLedger } from "../core/credit/index.ts";
import { accountsOffTheirTransfers, trialBalance } from "../core/ledger/index.ts";
import { impossiblePayments } from "../core/payments/index.ts";
import { unlikeReported } from "../core/wallet/index.ts";
import type { Config } from "../platform/config/index.ts";
import { Reader } from "../platform/db/index.ts";
import { openDatabase } from "./database.ts";

/** Everything that is wrong with the books; empty when they are right. */
export async function problemsOf(reader: Reader): Promise<string[]> {
  const [balances, accounts, debts, payments, reported, steps] = await Promise.all([
    trialBalance(reader),
    accountsOffTheirTransfers(reader),
    debtsOffTheLedger(reader),
    impossiblePayments(reader),
    unlikeReported(reader),
    impossibleSteps(reader),
  ]);
  return [
    ...balances
      .filter(({ debits, credits }) => debits !== credits)
      .map(({ currency, debits, credits }) => `${currency}: debits ${debits} and credits ${credits} differ`),
    ...accounts.map(({ id, code }) => `account ${id} (${code}) differs from its transfers`),
    ...debts.map(
      ({ customerId, code }) => `customer ${customerId}: the debt (${code}) is not what is left to pay`,
    ),
    ...[...payments, ...reported].map(({ id, problem }) => `payment ${id}: ${problem}`),
    ...steps.map(({ id, problem }) => `step ${id}: ${problem}`),
  ];
}

/** Checks the books and tells what is wrong; the exit code tells too. */
export async function runVerify(config: Config): Promise<void> {
  const database = await openDatabase(config, { alone: false });
  const reader = new Reader(database.url);
  try {
    const problems = await problemsOf(reader);
    process.stdout.write(problems.length === 0 ? "The books are right.\n" : `${problems.join("\n")}\n`);
    process.exitCode = problems.length === 0 ? 0 : 1;
  } finally {
    await reader.close();
    await database.stop();
  }
}
