import type { Problem } from './experiment/problems';
import type { Model } from './model-settings';

/** What the sizes of a network ask of each other; what they ask of the data is known once those are read. */
export function modelProblems(model: Model): Problem[] {
  switch (model.kind) {
    case 'mlp':
    case 'cnn':
      return [];
    case 'vit':
      return [...headProblems(model), ...gridPositionProblems(model.width)];
    case 'transformer':
      return [...headProblems(model), ...stepPositionProblems(model.width)];
    case 'swin':
      return headWidthProblems(model.width, model.headWidth);
  }
}

function headProblems({ width, heads }: { readonly width: number; readonly heads: number }): Problem[] {
  if (width % heads === 0) return [];
  return [
    {
      path: 'model.heads',
      message: `${heads} heads cannot share a width of ${width} evenly; use a divisor of it.`,
    },
  ];
}

/** Positions of patches are sines and cosines of rows and columns, at two frequencies or more each. */
function gridPositionProblems(width: number): Problem[] {
  if (width % 4 === 0 && width >= 8) return [];
  return [
    {
      path: 'model.width',
      message: `Must be a multiple of 4 and at least 8, for the positions of patches; ${width} is not.`,
    },
  ];
}

function stepPositionProblems(width: number): Problem[] {
  if (width % 2 === 0) return [];
  return [{ path: 'model.width', message: `Must be even, for the positions of steps; ${width} is not.` }];
}

function headWidthProblems(width: number, headWidth: number): Problem[] {
  if (width % headWidth === 0) return [];
  return [
    {
      path: 'model.width',
      message: `Must be a multiple of model.headWidth, ${headWidth}; ${width} is not.`,
    },
  ];
}
