/** A document as it is shown, whatever it is rendered to. */
export type Document = {
  readonly language: Language;
  readonly title: string;
  readonly lead: string;
  /** When it was written. */
  readonly day: Temporal.PlainDate;
  /** "Page 1 of 2", for paper. */
  readonly pageOf: (page: number, pages: number) => string;
  readonly sections: readonly Section[];
};

export type Language = "pl" | "ro" | "en";

export type Section = { readonly heading?: string; readonly blocks: readonly Block[] };

export type Block =
  | { readonly type: "paragraph"; readonly text: string }
  | { readonly type: "list"; readonly items: readonly string[] }
  | { readonly type: "details"; readonly rows: readonly Row[] }
  | ({ readonly type: "table" } & Table);

/** A label and what it stands for. */
export type Row = readonly [label: string, value: string];

export type Table = {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly total: readonly string[];
};
