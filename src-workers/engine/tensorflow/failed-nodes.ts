const named = /\{\{node ([^}]+)\}\}/g;
/** How TensorFlow calls the copy of a fed value to its device: by the placeholder, its output, and which of the fed values it is. */
const copyOfFed = /^_arg_(.+)_\d+_\d+\/_\d+$/;

/** The graph's nodes that failed by TensorFlow's text: for a fed value that could not be brought to the device, its placeholder. */
export function failedNodes(text: string): readonly string[] {
  return [...text.matchAll(named)].map(([, name = '']) => copyOfFed.exec(name)?.[1] ?? name);
}
