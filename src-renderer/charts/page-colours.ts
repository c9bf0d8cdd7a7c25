/** The value of one of the page's colour variables, such as `--muted`, as it is now. */
export function pageColour(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}

export function pageFont(): { readonly family: string; readonly size: number } {
  return { family: getComputedStyle(document.body).fontFamily, size: 12 };
}
