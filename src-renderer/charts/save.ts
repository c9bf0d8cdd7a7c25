/** Offers a file to save, as the browser or the desktop does it. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The saving has read the address once the click is through all its listeners.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A file name of the words in a title: "Loss (negative ELBO)" becomes loss-negative-elbo.csv. */
export function fileName(title: string, ending: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['chart'];
  return `${words.join('-').slice(0, 80)}.${ending}`;
}

/** The canvas on the page's ground colour as a PNG. */
export function pngOf(canvas: HTMLCanvasElement, ground: string): Promise<Blob> {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext('2d');
  if (context) {
    context.fillStyle = ground;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(canvas, 0, 0);
  }
  return new Promise((resolve, reject) => {
    copy.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The canvas gave no picture.'))),
      'image/png',
    );
  });
}
