import type { Page } from 'playwright-core';

/** Numbers on the page that a line may end behind, and their unit stand on the next; and backticks that are shown as such. */
export async function badlySet(page: Page): Promise<readonly string[]> {
  const texts = await page.evaluate(shownTexts);
  return texts.flatMap(({ text, breaks }) => {
    const number = breaks ? /\d (?:%|[kMGT]B|ms|s|min|h|d|°C|W|MPa|\(CPU\))(?![\p{L}\d])/u.exec(text) : null;
    return [
      ...(text.includes('`') ? [`a backtick in “${text}”`] : []),
      ...(number ? [`“${number[0]}” may break in “${text.slice(0, 80)}”`] : []),
    ];
  });
}

/** Every text in sight that is no picture's and nobody's own, and whether its lines may break. */
function shownTexts(): readonly { readonly text: string; readonly breaks: boolean }[] {
  const found: { text: string; breaks: boolean }[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const box = node.parentElement;
    if (!box?.checkVisibility() || box.closest('svg, option, textarea, pre, code, .unseen')) continue;
    const breaks = !/^(nowrap|pre)$/.test(getComputedStyle(box).whiteSpace);
    found.push({ text: (node.textContent ?? '').trim(), breaks });
  }
  return found;
}

/** Texts of pictures that reach over their picture's edge, where they are cut off. */
export async function cutInPictures(page: Page): Promise<readonly string[]> {
  return page.locator('main svg[role="img"] text').evaluateAll((texts) =>
    texts.flatMap((text) => {
      const [box, own] = [text.closest('svg')?.getBoundingClientRect(), text.getBoundingClientRect()];
      if (!box || own.width === 0) return [];
      const over = Math.max(
        box.left - own.left,
        own.right - box.right,
        box.top - own.top,
        own.bottom - box.bottom,
      );
      return over > 1 ? [`“${text.textContent}” is cut by ${over.toFixed(0)} pixels`] : [];
    }),
  );
}

/** Texts of pictures that shrink or grow with their picture: everywhere they are as large as the page's small text. */
export async function oddlyLargeInPictures(page: Page): Promise<readonly string[]> {
  // Pictures learn of their width with the next frame.
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  return page.locator('main svg[role="img"] text').evaluateAll((texts) =>
    (texts as SVGTextElement[]).flatMap((text) => {
      const { a = 1, b = 0 } = text.getScreenCTM() ?? {};
      const pixels = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
      const isOdd = text.getBoundingClientRect().width > 0 && (pixels < 10.5 || pixels > 14);
      return isOdd ? [`“${text.textContent}” is ${pixels.toFixed(1)} pixels large`] : [];
    }),
  );
}
