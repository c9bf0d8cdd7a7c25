/** Decimal texts of 15 to 21 digits with the mark anywhere among them, drawn by a linear congruential generator. */
export function drawnNumbers(count: number): readonly string[] {
  let state = 1;
  const below = (most: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  return Array.from({ length: count }, () => {
    const digits = Array.from({ length: 15 + below(7) }, () => below(10)).join('');
    const mark = below(digits.length);
    const text = mark === 0 ? `0.${digits}` : `${digits.slice(0, mark)}.${digits.slice(mark)}`;
    return below(2) === 0 ? text : `-${text}`;
  });
}
