/** Numbers of a mixed target: the label of an item, that of the one it is mixed with, and what the first counts for. */
export const mixedLabelSize = 3;
