import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

const sheets = /^xl\/worksheets\/[^/]+\.xml$/;
const styles = 'xl/styles.xml';
/** Number formats that count hours, minutes or seconds on beyond a day (ECMA-376, 18.8.31): [h]:mm; 46 is built in. */
const elapsed = /\[(h+|m+|s+)\]/i;
const builtIn = '46';
const numberFormat = /<(?:\w+:)?numFmt\b[^>]*>/g;
const cellFormats = /<(?:\w+:)?cellXfs\b[^>]*>([\s\S]*?)<\/(?:\w+:)?cellXfs>/;
const cellFormat = /<(?:\w+:)?xf\b[^>]*>/g;
const cell = /<((?:\w+:)?c)\b([^>]*)>([\s\S]*?)<\/\1>/g;
const stored = /<((?:\w+:)?v)\b[^>]*>([^<]*)<\/\1>/;
const hoursOfDay = 24;

/** A workbook whose durations ([h]:mm) are hours with their unit, `36.500000 h`: the library reads them as days of 1899. */
export function withDurationsAsHours(workbook: Uint8Array): Uint8Array {
  const found = unzipSync(workbook, { filter: ({ name }) => name === styles || sheets.test(name) });
  const formats = found[styles] ? durationFormats(strFromU8(found[styles])) : new Set<string>();
  if (formats.size === 0) return workbook;
  const changed = Object.entries(found).flatMap(([name, bytes]) => {
    if (name === styles) return [];
    return [
      [
        name,
        strToU8(
          strFromU8(bytes).replace(cell, (xml, tag, given, inside) =>
            hoursCell(formats, xml, tag, given, inside),
          ),
        ),
      ] as const,
    ];
  });
  return zipSync({ ...unzipSync(workbook), ...Object.fromEntries(changed) }, { level: 0 });
}

/** Places of cell formats that show durations, as cells name them. */
function durationFormats(xml: string): ReadonlySet<string> {
  const named = [...xml.matchAll(numberFormat)].flatMap(([tag]) =>
    elapsed.test(attribute(tag, 'formatCode') ?? '') ? [attribute(tag, 'numFmtId') ?? ''] : [],
  );
  const ids = new Set([...named, builtIn]);
  const [, inside = ''] = cellFormats.exec(xml) ?? [];
  const places = [...inside.matchAll(cellFormat)].flatMap(([tag], place) =>
    ids.has(attribute(tag, 'numFmtId') ?? '') ? [String(place)] : [],
  );
  return new Set(places);
}

function hoursCell(
  formats: ReadonlySet<string>,
  xml: string,
  tag: string,
  given: string,
  inside: string,
): string {
  const [, , value = ''] = stored.exec(inside) ?? [];
  const type = attribute(given, 't') ?? 'n';
  if (!formats.has(attribute(given, 's') ?? '') || type !== 'n' || value === '') return xml;
  // Six digits are a thousandth of a second, and no file takes so many for thousands.
  const hours = (Number(value) * hoursOfDay).toFixed(6);
  return `<${tag} r="${attribute(given, 'r')}" t="str"><v>${hours} h</v></${tag}>`;
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}=["']([^"']*)["']`).exec(tag)?.[1];
}
