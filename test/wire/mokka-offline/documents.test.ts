import { expect, test } from "vitest";
import { filip, Till, useTill } from "./till.ts";

const here = useTill();

const documented = ["credit_bureaus", "regulations", "personal_data", "personal_data_marketing_email"];

test.each(documented)("%s is a page, with and without `.html`, and a file", async (kind) => {
  const path = await here.till.request(640);
  const page = await here.till.get(`${path}/documents/${kind}`);
  expect(page).toMatchObject({ status: 200, type: "text/html; charset=utf-8" });
  expect(page.text.length).toBeGreaterThan(500);
  expect((await here.till.get(`${path}/documents/${kind}.html`)).text).toBe(page.text);
  const file = await here.till.get(`${path}/documents/${kind}.pdf?product_kind=factoring`);
  expect(file).toMatchObject({ status: 200, type: "application/pdf" });
  expect(file.headers["content-disposition"]).toBe(`attachment; filename="${kind}.pdf"`);
  expect(file.text.slice(0, 5)).toBe("%PDF-");
});

test("the agreement names the customer and the loan", async () => {
  const path = await here.till.approved(333, 173);
  const { status, text } = await here.till.get(`${path}/documents/agreement`);
  expect(status).toBe(200);
  for (const words of ["Filip", "TestRevo", "333", "378", "126"]) expect(text).toContain(words);
});

test("what a customer is called is no markup", async () => {
  const path = await here.till.request(640);
  await here.till.post(`${path}/client/confirmation`);
  const client = { ...filip, first_name: "<script>alert(1)</script>" };
  expect((await here.till.post(`${path}/client`, { client })).status).toBe(200);
  await here.till.post(`${path}/loan`, { term_id: 173 });
  for (const kind of ["agreement", ...documented]) {
    expect((await here.till.get(`${path}/documents/${kind}`)).text).not.toContain("<script>alert");
  }
});

test("a store's documents and the privacy policy", async () => {
  const file = await here.till.get("/stores/422/documents/regulations.pdf");
  expect(file).toMatchObject({ status: 200, type: "application/pdf" });
  expect((await here.till.get("/stores/423/documents/regulations.pdf")).status).toBe(422);
  const policy = await new Till(here.kassa, "").get("/documents/privacy_policy");
  expect(policy).toMatchObject({ status: 200, type: "text/html; charset=utf-8" });
});

test("there is no document of another kind", async () => {
  const path = await here.till.request(640);
  for (const kind of ["nothing", "regulations.doc", "..%2F..%2Fpackage", "constructor", "__proto__"]) {
    expect((await here.till.get(`${path}/documents/${kind}`)).status).toBe(404);
  }
});
