const midnight = /T00:00:00(\.0+)?Z$/;

/** Times as a person reads them, all alike: "2018-09-30 23:00", or the days alone where each is a day's start. */
export function timeWords(times: readonly string[]): readonly string[] {
  const areDays = times.every((time) => midnight.test(time));
  return times.map((time) =>
    areDays ? time.slice(0, time.indexOf('T')) : time.replace('T', ' ').replace(/(:00(\.0+)?)?Z$/, ''),
  );
}
