/** Where the form of a checkout or registration is (facts 2.2). Older addresses lead to the same pages. */
export const formPaths = {
  purchase: "/factoring/v1/form",
  registration: "/factoring/v1/limit/form",
} as const;

export const formAliases = ["/form/v1", "/iframe/v1/form", "/factoring/v1/iframe/form"] as const;

export function formUrl(baseUrl: string, purpose: keyof typeof formPaths, token: string): string {
  return `${baseUrl}${formPaths[purpose]}/${token}`;
}
