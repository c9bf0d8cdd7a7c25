/** The `aria-rowindex` of the first line: the head has the one before. */
export const firstRowIndex = 2;

/** Takes the focus from a row that is not among these lines any more: another line takes the row over, and must not get the focus with it. */
export function blurBeyond(
  rows: HTMLElement | undefined,
  { first, end }: { readonly first: number; readonly end: number },
): void {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !rows?.contains(focused)) return;
  const line = Number(focused.closest('tr')?.getAttribute('aria-rowindex')) - firstRowIndex;
  if (line < first || line >= end) focused.blur();
}
