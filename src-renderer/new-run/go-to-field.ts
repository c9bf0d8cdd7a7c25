/** Goes to the field of a setting, or to that of the part that it is in, wherever in the form it is folded away. */
export function goToField(path: string): void {
  const parts = path.split('.');
  const paths = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  const found = paths
    .map((one) => document.querySelector<HTMLElement>(`[data-setting="${CSS.escape(one)}"]`))
    .find((field) => field !== null);
  for (let at = found?.closest('details'); at; at = at.parentElement?.closest('details')) at.open = true;
  const control = found?.querySelector<HTMLElement>('input, select, textarea');
  control?.scrollIntoView({ block: 'center' });
  control?.focus({ preventScroll: true });
}
