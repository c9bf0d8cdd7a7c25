/** Letters by how wide they are at most in the faces that people have, of which Verdana is the widest: of the font's size. */
const widths = [
  [/^[ !'(),./:;I[\]|fijlrt-]$/, 0.46],
  [/^[0-9a-vx-z_–]$/, 0.65],
  [/^[#&+<=>A-Zw~±]$/, 0.83],
  [/^[\x20-\x7E]$/, 1.08],
] as const;
/** Of those that fall into a narrower class above, too. */
const widest = /^[%@MWm]$/;

const known = new Map<string, number>();

/** Pixels that a text surely needs no more of, without measuring it; infinitely many where it has signs of any width. */
export function widestOf(text: string, fontSize: number): number {
  let ems = 0;
  for (const letter of text) ems += emsOf(letter);
  return ems * fontSize;
}

function emsOf(letter: string): number {
  const before = known.get(letter);
  if (before !== undefined) return before;
  const [, ems = Infinity] =
    (widest.test(letter) ? widths.at(-1) : widths.find(([letters]) => letters.test(letter))) ?? [];
  known.set(letter, ems);
  return ems;
}
