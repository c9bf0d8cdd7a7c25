/** Units that take prefixes (BIPM, The International System of Units, 9th edition), and some that are used as if they did. */
const metric =
  'm g s A K mol cd Hz N Pa J W C V F Ω ohm S Wb T H lm lx Bq Gy Sv kat l L eV cal bar B bit t Wh VA M p'.split(
    ' ',
  );
const prefixes = ['', ...'Q R Y Z E P T G M k h da d c m µ μ u n p f a z y r q'.split(' ')];
const others = [
  '% ‰ ° ′ ″ °C °F °K degC degF C F pct percent ppm ppb dB rpm mph kph kmh psi atm mmHg Torr',
  'min h hr hrs hour hours sec secs second seconds mins minute minutes d day days wk week weeks month months y yr yrs year years a',
  'ft in inch inches yd mi mile miles nmi lb lbs oz st gal pt qt acre acres ha sqft sqm cc kt kn',
  '$ € £ ¥ ₹ USD EUR GBP CHF JPY CNY INR AUD CAD SEK NOK DKK PLN CZK kr zł Fr.',
  // Thousands, millions and more, as they are told of money and people.
  'k K M B bn mn Mio Mrd thousand million billion',
].flatMap((list) => list.split(' '));
const known = new Set([...others, ...metric.flatMap((unit) => prefixes.map((prefix) => `${prefix}${unit}`))]);

/** Whether a unit is one that people measure in, in letters of any size, rather than the rest of a name (2nd, 12B). */
export function isKnownUnit(unit: string): boolean {
  const parts = unit.split(/[\s/·*^().⁻¹²³\d-]+/).filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => known.has(part) || known.has(part.toLowerCase()));
}
