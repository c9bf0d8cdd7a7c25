/** A rectangle of a picture: its upper left corner and its sides. */
export interface Rectangle {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** A picture while it is changed. */
export interface View {
  readonly height: number;
  readonly width: number;
  /** 1 or 3. */
  readonly channels: number;
  /** [height, width, channels] */
  readonly pixels: Uint8Array;
  /** Labels of its pixels, where they have some: [height, width], 255 where one is ignored. */
  readonly map?: Uint8Array | undefined;
  /** What is 0 once the picture is normalised. */
  readonly erased?: Rectangle;
}

/** The same with other pixels in their places, each value by itself. */
export function withPixels(view: View, pixels: Uint8Array): View {
  return { ...view, pixels };
}
