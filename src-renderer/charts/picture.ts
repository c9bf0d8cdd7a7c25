import { pageColour } from './page-colours';
import { escaped } from './svg';

/** What a stylesheet can say about a shape; a saved picture has none, so it must say it itself. */
const styles = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-weight',
  'text-anchor',
  'paint-order',
  'image-rendering',
] as const;
const titleHeight = 30;

/** An SVG drawing of the page as a document of its own: with a title, and looking as it does in the page. */
export function documentOf(drawing: SVGSVGElement, title: string): string {
  const { x, y, width, height } = drawing.viewBox.baseVal;
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const drawn = [...drawing.querySelectorAll('*')];
  [...copy.querySelectorAll('*')].forEach((element, place) => {
    writeStyles(element, drawn[place]);
  });
  const box = `${x} ${y - titleHeight} ${width} ${height + titleHeight}`;
  const ground = `<rect x="${x}" y="${y - titleHeight}" width="${width}" height="${height + titleHeight}" fill="${pageColour('--surface')}"/>`;
  const head = `<text x="${x + 8}" y="${y - 11}" font-size="13" font-weight="600" fill="${pageColour('--text')}">${escaped(title)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + titleHeight}" viewBox="${box}" font-family="sans-serif">${ground}${head}${new XMLSerializer().serializeToString(copy).replace(/^<svg[^>]*>|<\/svg>$/g, '')}</svg>\n`;
}

function writeStyles(copy: Element, drawn: Element | undefined): void {
  if (!drawn) return;
  const computed = getComputedStyle(drawn);
  for (const style of styles) copy.setAttribute(style, computed.getPropertyValue(style));
  copy.removeAttribute('class');
  copy.removeAttribute('style');
}

/** An SVG document as a PNG, two pixels for each of its own. */
export async function pngOf(document_: string): Promise<Blob> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([document_], { type: 'image/svg+xml' }));
  try {
    await image.decode();
    return await drawnPng(image);
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

function drawnPng(image: HTMLImageElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be drawn.'))),
      'image/png',
    );
  });
}
