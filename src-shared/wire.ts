/**
 * Messages of the API as text, for channels that carry nothing else (the browser shell's WebSocket).
 * Plain JSON would turn NaN and infinities into null; here they travel as {"$number": "NaN"}.
 */
export function encodeMessage(message: unknown): string {
  return JSON.stringify(message, (_key, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? { $number: String(value) } : value,
  );
}

/** The message back from its text. Throws a SyntaxError where the text is no JSON. */
export function decodeMessage(text: string): unknown {
  return JSON.parse(text, (_key, value) => (isBoxedNumber(value) ? Number(value.$number) : value));
}

function isBoxedNumber(value: unknown): value is { $number: string } {
  return typeof value === 'object' && value !== null && '$number' in value;
}
