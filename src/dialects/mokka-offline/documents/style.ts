/** The colors and measures of the shoppers' pages (src/pages/theme), and a layout for paper. */
export const style = `
:root { color-scheme: light dark; --paper: #f4f3ee; --card: #ffffff; --ink: #1b1f1d; --ink-soft: #555c58;
  --line: #dcdbd3; --accent: #14594a; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #121514; --card: #1d211f; --ink: #edf0ee; --ink-soft: #a9b1ac; --line: #353b38;
    --accent: #7fd0b6; }
}
*, *::before, *::after { box-sizing: border-box; }
html { text-size-adjust: 100%; -webkit-text-size-adjust: 100%; }
body { margin: 0; padding: 1rem; background: var(--paper); color: var(--ink); line-height: 1.5;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Open Sans", sans-serif;
  overflow-wrap: break-word; }
main { max-width: 42rem; margin: 0 auto; padding: 1.5rem; background: var(--card); border-radius: 0.625rem;
  border-top: 4px solid var(--accent); }
h1 { margin: 0 0 0.5rem; font-size: 1.5rem; line-height: 1.25; font-weight: 650; text-wrap: balance; }
h2 { margin: 1.5rem 0 0.5rem; font-size: 1.0625rem; font-weight: 650; }
p, ul, dl { margin: 0 0 0.75rem; }
ul { padding-left: 1.25rem; }
.lead { color: var(--ink-soft); }
dl > div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0.375rem 0; border-bottom: 1px solid var(--line); }
dt { flex: 1 1 12rem; color: var(--ink-soft); }
dd { flex: 2 1 14rem; min-width: 0; margin: 0; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums lining-nums; }
caption { padding: 0.5rem 0; text-align: left; font-weight: 650; }
th, td { padding: 0.375rem 0.5rem 0.375rem 0; border-bottom: 1px solid var(--line); text-align: left; }
th:last-child, td:last-child { padding-right: 0; text-align: right; white-space: nowrap; }
tfoot th, tfoot td { border-bottom: 0; font-weight: 650; }
@media print {
  body { padding: 0; background: none; }
  main { max-width: none; padding: 0; border: 0; }
}
`;
