/** Text or numbers of a cell or an attribute. */
export type Cell = string | number;

/** HTML that is safe as it is, told from text that has to be escaped. */
export class Html {
  constructor(readonly text: string) {}
}

/** HTML with everything that is put into it escaped, but what is HTML already; lists one after the other. */
export function html(
  pieces: TemplateStringsArray,
  ...values: readonly (Cell | Html | readonly Html[])[]
): Html {
  const text = pieces.reduce((all, piece, place) => {
    if (place >= values.length) return all + piece;
    return all + piece + textOf(values[place]);
  }, '');
  return new Html(text);
}

function textOf(value: Cell | Html | readonly Html[]): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return value.map(({ text }) => text).join('\n');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Numbers stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  const cell = (value: Cell) =>
    typeof value === 'number' ? html`<td class="number">${shortNumber(value)}</td>` : html`<td>${value}</td>`;
  return html`<table>
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody>
</table>`;
}

/** Four digits, as scores are read. */
export function shortNumber(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
