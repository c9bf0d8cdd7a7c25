/** Words of scales from the least to the most; what stands together means the same. */
const scales: readonly (readonly (readonly string[])[])[] = [
  [['very low'], ['low'], ['medium', 'mid', 'middle', 'moderate'], ['high'], ['very high']],
  [['very small'], ['small'], ['medium', 'mid'], ['large', 'big'], ['very large']],
  [
    ['none', 'no'],
    ['mild', 'slight', 'minor'],
    ['moderate', 'medium'],
    ['severe', 'major'],
    ['critical', 'fatal'],
  ],
  [['very poor'], ['poor', 'bad'], ['fair', 'ok', 'average'], ['good'], ['very good'], ['excellent']],
  [['strongly disagree'], ['disagree'], ['neutral', 'neither'], ['agree'], ['strongly agree']],
  [['never'], ['rarely', 'seldom'], ['sometimes'], ['often'], ['always']],
];

/**
 * Texts from the least to the most, where all are words of one scale that each stand for a step of their own; undefined where they are not,
 * or fewer than three, between which there is no order to speak of.
 */
export function knownOrder(texts: readonly string[]): readonly string[] | undefined {
  if (texts.length < 3) return undefined;
  for (const scale of scales) {
    const steps = texts.map((text) => scale.findIndex((words) => words.includes(wordOf(text))));
    if (steps.includes(-1) || new Set(steps).size < steps.length) continue;
    return [...texts].sort((one, other) => steps[texts.indexOf(one)] - steps[texts.indexOf(other)]);
  }
  return undefined;
}

/** In small letters, with spaces between its parts. */
function wordOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}
