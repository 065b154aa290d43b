export type TemplateRefusal = "template_not_found" | "template_exists";
