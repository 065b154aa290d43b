import {
  addTemplate,
  changeTemplate,
  countTemplates,
  type Template,
  templatePage,
  templates as templateTable,
} from "../../../core/templates/index.ts";
import { isAbsent, storableText, textAt } from "../../toolkit/json.ts";
import type { Answer, Call } from "../call.ts";
import { Fault } from "../errors.ts";
import { page, readListQuery } from "../list.ts";
import type { Operation } from "../operation.ts";
import { readInteger } from "../read/index.ts";
import { instantText, numberOf } from "../wire.ts";

/** The provider edits payment windows in its admin console; here the API does. */
export const templates: readonly Operation[] = [
  { name: "create template", method: "POST", path: "/templates", run: create },
  { name: "list templates", method: "GET", path: "/templates", run: list },
  {
    name: "get template",
    method: "GET",
    path: "/templates/:id",
    run: async (call) => ({ json: templateJson(await find(call)) }),
  },
  { name: "update template", method: "PUT", path: "/templates/:id", run: update },
  { name: "delete template", method: "DELETE", path: "/templates/:id", run: remove },
];

const mostBytes = 200_000;
const longestName = 150;

async function create(call: Call): Promise<Answer> {
  const { house, facts, params } = call;
  const name = readName(call);
  if (name === undefined) throw new Fault("errors.name.missing");
  const source = readSource(params.html) ?? "";
  const number = await house.numbers.next("template");
  const merchantId = facts.merchant.id;
  const made = await house.write((tx) => addTemplate(tx, { number, merchantId, name, source }));
  return { json: templateJson(made) };
}

async function update(call: Call): Promise<Answer> {
  const { id, merchantId } = await find(call);
  const name = readName(call);
  const source = readSource(call.params.html);
  const changes = { ...(name !== undefined && { name }), ...(source !== undefined && { source }) };
  return changed(call, { id, merchantId, ...changes });
}

async function remove(call: Call): Promise<Answer> {
  const { id, merchantId } = await find(call);
  return changed(call, { id, merchantId, state: "deleted" });
}

async function changed(call: Call, change: Parameters<typeof changeTemplate>[1]): Promise<Answer> {
  return { json: templateJson(await call.house.write((tx) => changeTemplate(tx, change))) };
}

async function list(call: Call): Promise<Answer> {
  const query = readListQuery(call, { filters: ["name"], orders: ["id", "created_at"] });
  const wanted = {
    merchantId: call.facts.merchant.id,
    name: query.filter.name,
    from: query.startId === null ? undefined : BigInt(query.startId),
  };
  const [rows, total] = await Promise.all([
    templatePage(call.house.reader, wanted, query),
    countTemplates(call.house.reader, wanted, query),
  ]);
  return page(rows.map(templateJson), query, total);
}

/** The template of the path, if it is the merchant's. Faults 103; 138 for somebody else's. */
async function find({ house, facts, path }: Call): Promise<Template> {
  const number = readInteger(path.id);
  const template = number === undefined ? undefined : await house.reader.find(templateTable, { number });
  if (!template) throw new Fault("errors.template.not_found");
  if (template.merchantId !== facts.merchant.id) throw new Fault("errors.unauthorized");
  if (template.state === "deleted") throw new Fault("errors.template.not_found");
  return template;
}

function readName({ params }: Call): string | undefined {
  const name = textAt(params, "name", longestName + 1);
  if (name && name.length > longestName) throw new Fault("errors.request.bad_format");
  return name;
}

/** Liquid, up to 200 kB; undefined when none is told. Faults 253. */
function readSource(html: unknown): string | undefined {
  if (isAbsent(html)) return undefined;
  if (typeof html !== "string" || Buffer.byteLength(html) > mostBytes)
    throw new Fault("errors.request.bad_format");
  return storableText(html);
}

function templateJson({ number, name, source, createdAt, updatedAt, state }: Template) {
  return {
    id: numberOf(number),
    name,
    html: source,
    created_at: instantText(createdAt),
    updated_at: instantText(updatedAt),
    status: state,
  };
}
