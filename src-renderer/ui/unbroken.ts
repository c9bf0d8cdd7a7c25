/** A sentence in which a number stays on a line with the short word behind it, as its unit is or what it counts. */
export function unbroken(sentence: string): string {
  return sentence.replace(/(\d) (?=[^\s\d]{1,7}(?:\s|$))/g, '$1\u00a0');
}
