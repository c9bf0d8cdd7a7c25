/** What random views of a picture are: shifted by up to so many pixels, and mirrored or not. */
export interface RandomViews {
  readonly shift: number;
  readonly flips: boolean;
}

export interface ImageFacts<Settings> {
  augmentation(data: Settings): RandomViews;
}
