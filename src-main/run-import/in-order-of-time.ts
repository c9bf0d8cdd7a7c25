/**
 * The parts of several sources as one, each time the earliest of those that come next; what one source has stays in its
 * own order. All sources are closed at the end, also where nobody reads to it.
 */
export async function* inOrderOfTime<Part>(
  sources: readonly AsyncGenerator<Part>[],
  timeOf: (part: Part) => number,
): AsyncGenerator<Part> {
  try {
    let open = await Promise.all(sources.map(async (source) => ({ source, next: await source.next() })));
    for (;;) {
      open = open.filter(({ next }) => next.done !== true);
      if (open.length === 0) return;
      const first = open.reduce((earliest, each) =>
        timeOf(each.next.value) < timeOf(earliest.next.value) ? each : earliest,
      );
      yield first.next.value;
      first.next = await first.source.next();
    }
  } finally {
    await Promise.all(sources.map((source) => source.return(undefined)));
  }
}
