/**
 * Numbers of a tensor with its axes in another order.
 * @param values row by row, in the axes of `shape`
 * @param order the axis of `shape` that each of the result is
 */
export function permuted<Values extends Float32Array | Int32Array>(
  values: Values,
  shape: readonly number[],
  order: readonly number[],
): Values {
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, length) => product * length, 1),
  );
  const lengths = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  const result = values.slice() as Values;
  const place = order.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to += 1) {
    result[to] = values[from];
    for (let axis = order.length - 1; axis >= 0; axis -= 1) {
      place[axis] += 1;
      from += steps[axis];
      if (place[axis] < lengths[axis]) break;
      from -= steps[axis] * lengths[axis];
      place[axis] = 0;
    }
  }
  return result;
}
