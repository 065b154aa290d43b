export type { PageOf, TemplateFilter } from "./pages.ts";
export { countTemplates, templatePage } from "./queries.ts";
export { addTemplate, changeTemplate, type Template, templates } from "./template.ts";
