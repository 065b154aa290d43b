/** What the three services of the provider are mounted under (facts 1.1). */
export const prefixes = {
  main: "/cardpassthrough-restapi",
  onboarding: "/cardpassthrough-kongonboarding-restapi",
  simulation: "/cardpassthrough-regressiontester-restapi",
} as const;
