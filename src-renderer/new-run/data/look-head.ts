import type { DataLook } from '../../../src-shared/data/data-look';

/** How much there is, in a few words. */
export function headOfLook(look: DataLook): string {
  switch (look.kind) {
    case 'table':
      return `${counted(look.rows, 'row')} of ${counted(look.columns.length, 'column')}`;
    case 'pictures':
      return `${counted(look.pictures, 'picture')}${look.classes.length > 0 ? ` of ${look.classes.length} classes` : ''}`;
    case 'arrays':
      return counted(look.arrays.length, 'array');
    case 'fields':
      return `${counted(look.variables.length, 'variable')} over ${counted(look.steps, 'step')}`;
  }
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-GB')} ${what}${count === 1 ? '' : 's'}`;
}
