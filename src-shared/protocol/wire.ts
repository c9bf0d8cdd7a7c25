/**
 * Messages of the API as text, for channels that carry nothing else (the browser shell's WebSocket).
 * Plain JSON would turn NaN, infinities and arguments that are left out before others into null; here they travel as
 * {"$number": "NaN"} and {"$absent": true}.
 */
export function encodeMessage(message: unknown): string {
  return JSON.stringify(message, function replace(this: unknown, _key: string, value: unknown) {
    if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
    return value === undefined && Array.isArray(this) ? { $absent: true } : value;
  });
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
