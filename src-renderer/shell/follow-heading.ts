/**
 * Tells the heading of the view that is open, at once or once it is there: a view that is still being read has none, or
 * another one, which goes with what had the focus.
 * @returns ends it
 */
export function followHeading(view: HTMLElement, take: (heading: HTMLElement) => void): () => void {
  let last: HTMLElement | null = null;
  const look = () => {
    const heading = view.querySelector<HTMLElement>('h1');
    if (heading && heading !== last) take(heading);
    last = heading ?? last;
  };
  const observer = new MutationObserver(look);
  observer.observe(view, { childList: true, subtree: true });
  look();
  return () => observer.disconnect();
}
