/** What a key does in the table of runs. */
export type TableAction = 'find' | 'down' | 'up' | 'tick' | 'compare' | 'open' | 'close' | 'keys';

/** Single letters, as terminals and mail programs have them. */
const actions: ReadonlyMap<string, TableAction> = new Map([
  ['/', 'find'],
  ['j', 'down'],
  ['k', 'up'],
  ['ArrowDown', 'down'],
  ['ArrowUp', 'up'],
  ['x', 'tick'],
  ['X', 'tick'],
  ['c', 'compare'],
  ['o', 'open'],
  ['Escape', 'close'],
  ['?', 'keys'],
]);

/** What the keys are told to do, in the order in which they are used. */
export const tableKeys: readonly (readonly [key: string, does: string])[] = [
  ['/', 'find runs, Esc to leave'],
  ['j', 'next run'],
  ['k', 'run before'],
  ['x', 'tick the run, with Shift all from the last one on'],
  ['o', 'the run beside the table, Esc to close it'],
  ['c', 'compare those ticked'],
  ['?', 'these keys'],
];

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Undefined where the key means something else: where text is typed, or with a modifier. */
export function tableAction(pressed: Pressed, isTyping: boolean): TableAction | undefined {
  if (isTyping || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return undefined;
  return actions.get(pressed.key);
}
