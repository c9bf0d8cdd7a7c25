/** Where a posterior stands that a worker process holds ready. */
export type LoadedState =
  /** `lastSeen`: when somebody last said that it is in use, in milliseconds of a clock that never jumps. */
  | { readonly kind: 'opening'; readonly lastSeen: number }
  | { readonly kind: 'ready'; readonly lastSeen: number; readonly unanswered: number }
  /** For good; `why` where nobody wanted that. */
  | { readonly kind: 'gone'; readonly why?: Error };

export type LoadedEvent =
  | { readonly kind: 'seen'; readonly at: number }
  | { readonly kind: 'loaded' }
  | { readonly kind: 'asked'; readonly at: number }
  | { readonly kind: 'answered' }
  /** A look at the clock. */
  | { readonly kind: 'looked'; readonly at: number }
  | { readonly kind: 'ended'; readonly why?: Error };

/** A posterior that nobody uses any more leaves after so many milliseconds. */
export const leavesAfterMs = 60_000;

/** What comes after an event. */
export function afterEvent(state: LoadedState, event: LoadedEvent): LoadedState {
  if (state.kind === 'gone') return state;
  switch (event.kind) {
    case 'seen':
      return { ...state, lastSeen: event.at };
    case 'loaded':
      return { kind: 'ready', lastSeen: state.lastSeen, unanswered: 0 };
    case 'asked':
      return state.kind === 'ready'
        ? { ...state, lastSeen: event.at, unanswered: state.unanswered + 1 }
        : { ...state, lastSeen: event.at };
    case 'answered':
      return state.kind === 'ready' ? { ...state, unanswered: Math.max(0, state.unanswered - 1) } : state;
    case 'looked':
      return isLeft(state, event.at) ? { kind: 'gone' } : state;
    case 'ended':
      return event.why ? { kind: 'gone', why: event.why } : { kind: 'gone' };
  }
}

/** How long it stays at least, in milliseconds. */
export function staysFor(state: LoadedState, now: number): number {
  return state.kind === 'gone' ? 0 : Math.max(1, state.lastSeen + leavesAfterMs - now);
}

/** Whoever asked waits for the answer, however long it takes. */
function isLeft(state: Exclude<LoadedState, { kind: 'gone' }>, now: number): boolean {
  const isAwaited = state.kind === 'ready' && state.unanswered > 0;
  return !isAwaited && now - state.lastSeen >= leavesAfterMs;
}
