import type { Block, Document, Row, Section, Table } from "./document.ts";
import { style } from "./style.ts";

/** A whole page that needs nothing else, because apps show it in a view of their own. */
export function toHtml(document: Document): string {
  const { language, title, lead, sections } = document;
  return [
    `<!doctype html>\n<html lang="${language}">\n<head>\n<meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>\n</head>\n<body>\n<main>`,
    `<h1>${escapeHtml(title)}</h1>\n<p class="lead">${escapeHtml(lead)}</p>`,
    ...sections.map(writeSection),
    "</main>\n</body>\n</html>\n",
  ].join("\n");
}

function writeSection({ heading, blocks }: Section): string {
  const title = heading === undefined ? "" : `<h2>${escapeHtml(heading)}</h2>\n`;
  return `<section>\n${title}${blocks.map(writeBlock).join("\n")}\n</section>`;
}

function writeBlock(block: Block): string {
  switch (block.type) {
    case "paragraph":
      return `<p>${escapeHtml(block.text)}</p>`;
    case "list":
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
    case "details":
      return `<dl>${block.rows.map(writeRow).join("")}</dl>`;
    case "table":
      return writeTable(block);
  }
}

function writeRow([label, value]: Row): string {
  return `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd></div>`;
}

function writeTable({ caption, columns, rows, total }: Table): string {
  const [totalLabel = "", ...sums] = total;
  return [
    `<table><caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join("")}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("")}</tbody>`,
    `<tfoot><tr><th scope="row">${escapeHtml(totalLabel)}</th>${cells(sums)}</tr></tfoot></table>`,
  ].join("");
}

function cells(values: readonly string[]): string {
  return values.map((value) => `<td>${escapeHtml(value)}</td>`).join("");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
