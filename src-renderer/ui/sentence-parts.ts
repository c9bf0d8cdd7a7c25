/** A part of a sentence: words, or what stands in code between backticks. */
export interface SentencePart {
  readonly text: string;
  readonly isCode: boolean;
}

/** A number's unit stays with it; other words may go to the next line. */
const beforeUnit = /(\d) (?=(?:%|[kMGT]B|ms|s|min|h|d|°C|W|\([A-Z]+\))(?![\p{L}\d]))/gu;

/** A sentence with what stands between backticks told from its words, whose numbers stay with their units. */
export function sentenceParts(sentence: string): readonly SentencePart[] {
  // Between two backticks stands every second piece; a last one that is open is no code.
  const pieces = sentence.split(/`([^`\n]+)`/);
  return pieces
    .map((piece, place) =>
      place % 2 === 1
        ? { text: piece, isCode: true }
        : { text: piece.replace(beforeUnit, '$1\u00a0'), isCode: false },
    )
    .filter(({ text }) => text !== '');
}

/** A sentence where there is no room for code, as in a tooltip or for a screen reader: with quotes instead of backticks. */
export function inPlainWords(sentence: string): string {
  return sentence.replace(/`([^`\n]+)`/g, '“$1”');
}
