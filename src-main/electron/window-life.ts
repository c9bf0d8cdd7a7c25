/**
 * What the window is doing. `stopping` waits for runs that save themselves, `hidden` for runs that go on without a
 * window; `over` is the end of the app.
 */
export type WindowLife = 'open' | 'asking' | 'hidden' | 'stopping' | 'asking again' | 'over';

export type LifeEvent =
  /** The window's close button, the menu's Quit, or the system. */
  | 'close asked'
  | 'stay'
  | 'go on in the background'
  | 'stop with a checkpoint'
  | 'quit at once'
  /** The window is wanted back. */
  | 'reopened'
  /** Nothing goes on or waits any more. */
  | 'work done';

const transitions: Readonly<Record<WindowLife, Readonly<Partial<Record<LifeEvent, WindowLife>>>>> = {
  open: { 'close asked': 'asking' },
  asking: {
    stay: 'open',
    'go on in the background': 'hidden',
    'stop with a checkpoint': 'stopping',
    'quit at once': 'over',
  },
  hidden: {
    reopened: 'open',
    'stop with a checkpoint': 'stopping',
    // Without a window nobody can be asked; runs that are cut short can be continued.
    'close asked': 'over',
    'work done': 'over',
  },
  stopping: { 'close asked': 'asking again', 'work done': 'over' },
  'asking again': { stay: 'stopping', 'quit at once': 'over', 'work done': 'over' },
  over: {},
};

/** What the window does next; an event that means nothing now changes nothing. */
export function nextWindowLife(now: WindowLife, event: LifeEvent): WindowLife {
  return transitions[now][event] ?? now;
}
