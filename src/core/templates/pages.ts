/** Which templates of a merchant somebody asks for, those that are not deleted. What is undefined does not matter. */
export type TemplateFilter = {
  readonly merchantId: string;
  readonly name?: string | undefined;
  /** From this number on, in the direction of the order. */
  readonly from?: bigint | undefined;
};

/** Which of them, by their numbers. */
export type PageOf = { readonly isDescending: boolean; readonly limit: number; readonly offset: number };
