import { fileURLToPath } from "node:url";
import type { Block, Document, Row, Section, Table } from "./document.ts";

/** The document on A4, tagged for screen readers, with letters of its own. The library and the fonts are read when
 *  they are needed. */
export async function toPdf(document: Document): Promise<Buffer> {
  const { default: PDFDocument } = await import("pdfkit");
  const pdf = new PDFDocument({
    size: "A4",
    font: regular,
    margins: { top: margin, left: margin, right: margin, bottom: margin + footer },
    pdfVersion: "1.7",
    lang: document.language,
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: document.title,
      CreationDate: new Date(document.day.toZonedDateTime("UTC").epochMilliseconds),
    },
  });
  const written = collect(pdf);
  const root = pdf.struct("Document");
  pdf.addStructure(root);
  writeBody({ pdf, root }, document);
  root.end();
  numberPages(pdf, document);
  pdf.end();
  return written;
}

type Pdf = PDFKit.PDFDocument;
type Paper = { readonly pdf: Pdf; readonly root: PDFKit.PDFStructureElement };

const margin = 56;
const footer = 20;
const ink = "#1b1f1d";
const inkSoft = "#555c58";
const line = "#dcdbd3";
const size = 9.5;

// Named by their paths everywhere: the library reads a font again that it knows by another name.
const regular = fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"));
const bold = fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"));

function collect(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
    pdf.on("end", () => resolve(Buffer.concat(chunks)));
    pdf.on("error", reject);
  });
}

function writeBody(paper: Paper, { title, lead, sections }: Document): void {
  const { pdf } = paper;
  write(paper, "H1", title, () => pdf.font(bold).fontSize(16).fillColor(ink));
  pdf.moveDown(0.3);
  write(paper, "P", lead, () => pdf.font(regular).fontSize(size).fillColor(inkSoft));
  for (const section of sections) writeSection(paper, section);
}

function writeSection(paper: Paper, { heading, blocks }: Section): void {
  const { pdf } = paper;
  pdf.moveDown(1);
  if (heading !== undefined) {
    keepTogether(pdf, 4 * size);
    write(paper, "H2", heading, () => pdf.font(bold).fontSize(11).fillColor(ink));
    pdf.moveDown(0.3);
  }
  for (const block of blocks) {
    pdf.font(regular).fontSize(size).fillColor(ink);
    writeBlock(paper, block);
  }
}

function writeBlock(paper: Paper, block: Block): void {
  switch (block.type) {
    case "paragraph":
      write(paper, "P", block.text);
      paper.pdf.moveDown(0.4);
      return;
    case "list":
      writeList(paper, block.items);
      return;
    case "details":
      writeDetails(paper, block.rows);
      return;
    case "table":
      writeTable(paper, block);
  }
}

function write({ pdf, root }: Paper, type: string, text: string, dress?: () => unknown): void {
  dress?.();
  root.add(
    pdf.struct(type, {}, () => {
      pdf.text(text, { lineGap: 1.5 });
    }),
  );
}

function writeList({ pdf, root }: Paper, items: readonly string[]): void {
  const list = pdf.struct("L");
  root.add(list);
  pdf.list([...items], { bulletRadius: 1.5, textIndent: 12, lineGap: 1.5, structParent: list });
  list.end();
  pdf.moveDown(0.4);
}

function writeDetails(paper: Paper, rows: readonly Row[]): void {
  const widths = ["38%", "*"];
  const cells = rows.map(([label, value]) => [
    cell(label, { type: "TH", scope: "Row", textColor: inkSoft }),
    cell(value),
  ]);
  writeCells(paper, widths, cells);
}

function writeTable(paper: Paper, { caption, columns, rows, total }: Table): void {
  const { pdf } = paper;
  const font = { src: bold };
  keepTogether(pdf, 6 * size);
  pdf.moveDown(0.8);
  write(paper, "P", caption, () => pdf.font(bold).fontSize(size).fillColor(ink));
  pdf.moveDown(0.3).font(regular);
  const inRow = (row: readonly string[], style: Partial<Cell>) =>
    row.map((text, i) => cell(text, { ...style, align: { x: i === row.length - 1 ? "right" : "left" } }));
  writeCells(
    paper,
    ["20%", "*", "30%"],
    [
      inRow(columns, { type: "TH", scope: "Column", font }),
      ...rows.map((row) => inRow(row, {})),
      inRow(total, { font }),
    ],
  );
}

type Cell = PDFKit.Mixins.CellOptions & { scope?: "Row" | "Column" };

function cell(text: string, style: Partial<Cell> = {}): Cell {
  return { text, ...style };
}

function writeCells({ pdf, root }: Paper, widths: readonly string[], cells: Cell[][]): void {
  const options = {
    columnStyles: widths.map((width) => ({ width })),
    defaultStyle: {
      border: { top: 0, left: 0, right: 0, bottom: 0.5 },
      borderColor: line,
      textColor: ink,
      padding: { top: 3, bottom: 3, left: 0, right: 6 },
    },
    data: cells,
    structParent: root,
  };
  pdf.table(options);
  pdf.moveDown(0.4);
}

/** Begins a new page when less than this height is left on the old one. */
function keepTogether(pdf: Pdf, height: number): void {
  if (pdf.y + height > pdf.page.height - margin - footer) pdf.addPage();
}

/** Below the body's margin, where screen readers do not read. */
function numberPages(pdf: Pdf, { pageOf }: Document): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    pdf.switchToPage(page);
    pdf.page.margins.bottom = 0;
    pdf.markContent("Artifact", { type: "Pagination" });
    pdf.font(regular).fontSize(8).fillColor(inkSoft);
    const place = [margin, pdf.page.height - margin] as const;
    pdf.text(pageOf(page + 1, count), ...place, { width: pdf.page.width - 2 * margin, align: "right" });
    pdf.endMarkedContent();
  }
}
