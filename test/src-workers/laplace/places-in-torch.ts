/** Where PyTorch has our weights, which lie [in, out] there [out, in]. */
export function placesInTorch(shapes: readonly (readonly number[])[]): readonly number[] {
  let first = 0;
  return shapes.flatMap((shape) => {
    const [inputs, outputs = 1] = shape.length === 2 ? shape : [1, shape[0]];
    const places = Array.from(
      { length: inputs * outputs },
      (_, place) => first + (place % outputs) * inputs + Math.floor(place / outputs),
    );
    first += inputs * outputs;
    return places;
  });
}
