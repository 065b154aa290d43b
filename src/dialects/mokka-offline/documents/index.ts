export { type DocumentFacts, documentLanguage, loanFacts } from "./facts.ts";
export { toHtml } from "./html.ts";
export { toPdf } from "./pdf.ts";
export { documentKinds, writeDocument } from "./write-document.ts";
