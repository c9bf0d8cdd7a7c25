/** Nothing, no number, or what Excel writes where a formula has no result, in CSV files too. */
const gap = /^(nan|#(N\/A|DIV\/0!|NULL!|NUM!|VALUE!|REF!|NAME\?|SPILL!|CALC!))?$/i;
/** Whether a cell holds nothing that is known. */
export function isGap(text: string): boolean {
  return gap.test(text);
}

/** Of cells that hold nothing that is known, those that hold an error of a spreadsheet's formula. */
export function isFormulaError(text: string): boolean {
  return text.startsWith('#') && isGap(text);
}

/** Whether a cell holds a number's name that is none to compute with. */
export function isNotFinite(text: string): boolean {
  return notFinite.test(text);
}

const notFinite = /^[+-]?(nan|inf(inity)?)$/i;

/** Words that stand where a number is not known, those of pandas.read_csv (3.0) and a dash. */
const emptyWord = /^(<NA>|N\/?A|n\/a|null|none|-nan|-?1\.#(IND|QNAN)|-+|–|—)$/i;

/** Whether a word among numbers says that there is none; among texts it may be one of them. */
export function isEmptyWord(text: string): boolean {
  return emptyWord.test(text);
}
