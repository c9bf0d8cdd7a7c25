import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

const sheets = /^xl\/worksheets\/[^/]+\.xml$/;
/** A cell of the type for errors (ECMA-376, 18.18.11): what a formula without a result shows, such as #DIV/0!. */
const errorCell = /(<(?:\w+:)?c\b[^>]*\bt=["'])e(["'])/g;

/** A workbook whose errors of formulas are texts: the library reads them as empty cells, and says nothing. */
export function withErrorsAsTexts(workbook: Uint8Array): Uint8Array {
  const found = unzipSync(workbook, { filter: ({ name }) => sheets.test(name) });
  const texts = Object.entries(found).map(([name, xml]) => [name, strFromU8(xml)] as const);
  if (!texts.some(([, xml]) => xml.search(errorCell) >= 0)) return workbook;
  const changed = texts.map(([name, xml]) => [name, strToU8(xml.replace(errorCell, '$1str$2'))] as const);
  return zipSync({ ...unzipSync(workbook), ...Object.fromEntries(changed) }, { level: 0 });
}
