/**
 * Messages of the API as text, for channels that carry nothing else (the browser shell's WebSocket).
 * Plain JSON would turn NaN, infinities and arguments that are left out before others into null; here they travel as
 * {"$number": "NaN"} and {"$absent": true}.
 */
export function encodeMessage(message: unknown): string {
  // A function that sees every value takes many times as long as looking whether there is anything for it to do.
  if (!needsMarks(message)) return JSON.stringify(message);
  return JSON.stringify(message, function replace(this: unknown, _key: string, value: unknown) {
    if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
    return value === undefined && Array.isArray(this) ? { $absent: true } : value;
  });
}

/** Whether something is in it that plain JSON would turn into null. */
function needsMarks(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) {
    for (const one of value) if (one === undefined || needsMarks(one)) return true;
    return false;
  }
  for (const name in value) if (needsMarks(value[name as keyof typeof value])) return true;
  return false;
}

/** The message back from its text. Throws a SyntaxError where the text is no JSON. */
export function decodeMessage(text: string): unknown {
  // Looking at every value takes many times as long as reading it, and few messages have one to put back.
  const hasMarks = text.includes('"$number"') || text.includes('"$absent"');
  return hasMarks ? JSON.parse(text, restored) : JSON.parse(text);
}

function restored(_key: string, value: unknown): unknown {
  if (isBoxedNumber(value)) return Number(value.$number);
  return isAbsent(value) ? undefined : value;
}

function isBoxedNumber(value: unknown): value is { $number: string } {
  return typeof value === 'object' && value !== null && '$number' in value;
}

function isAbsent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '$absent' in value;
}
