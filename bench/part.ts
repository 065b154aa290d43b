/** How large a run is; everything else follows from it. */
export type Plan = {
  /** How long one run of what is measured by time takes. What is measured by count is sized to match. */
  readonly seconds: number;
  readonly rounds: number;
  /** How many payments the tables of the growth part get. */
  readonly payments: number;
  /** How many steps are due at once in the part about them. */
  readonly steps: number;
  /** Tells what is under way. */
  readonly say: (text: string) => void;
};

/** One thing that is measured, with whatever it needs set up and taken down again. */
export type Part = {
  readonly name: string;
  readonly run: (plan: Plan) => Promise<Section>;
};

/** What one part has found, as it is printed and kept. */
export type Section = {
  readonly title: string;
  /** What was measured exactly. */
  readonly about: string;
  readonly tables: readonly Table[];
  /** What targets are held against. */
  readonly figures: Figures;
};

export type Table = { readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] };
/** `digits` after the point, for numbers. */
export type Column = { readonly name: string; readonly digits?: number };
export type Cell = string | number | null;

export type Figures = { readonly [Name in FigureName]?: number | null };

export type FigureName =
  | "echoPerSecond"
  | "batchedPerSecond"
  | "callsPerSecond"
  | "callsP99Ms"
  | "oneConnectionP50Ms"
  | "cpuMsPerCall"
  | "cardCallsPerSecond"
  | "cardCallsP99Ms"
  | "purchasesPerSecond"
  | "hotShare"
  | "transfersPerSecond"
  | "packedTransfersPerSecond"
  | "deliveriesPerSecond"
  | "firstAttemptP99Ms"
  | "hangingCost"
  | "instalmentsSeconds"
  | "stepsPerSecond"
  | "millionStepsPerSecond"
  | "millionSlowdown"
  | "tenMillionSlowdown";

/** How long a run takes unless the command line says otherwise. */
export const usualSeconds = 3;

/** A size that is right for runs of the usual length, for this plan. */
export function sized({ seconds }: Plan, usual: number): number {
  return Math.max(16, Math.round((usual * seconds) / usualSeconds));
}
