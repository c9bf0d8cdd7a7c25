/** One of the words that a setting may be. */
export interface Option {
  readonly value: string;
  readonly label: string;
  /** What this choice does, shown under the field while it is the one chosen. */
  readonly help?: string;
}

/** How a form shows a setting. */
export interface SettingField {
  readonly label: string;
  readonly kind:
    | 'text'
    | 'whole'
    | 'number'
    | 'number-list'
    | 'whole-list'
    | 'text-list'
    /** Texts by texts, as `a = b`. */
    | 'text-pairs'
    /** One word that says all, or numbers by texts, as `a = 2`. */
    | 'word-or-pairs'
    /** A text, or a list of several. */
    | 'one-or-more'
    /** A list of heads, as JSON. */
    | 'heads'
    /** A list of changes of pictures, as JSON. */
    | 'augmentations'
    | 'choice'
    | 'switch';
  /** One line under the field: what it is, in units. */
  readonly help: string;
  /** What stands in the field at first, where the schema has no default. */
  readonly start?: string;
  /** May be left empty. */
  readonly optional?: true;
  /** What an empty list means, where that is not `none`. */
  readonly whenEmpty?: string;
  readonly choices?: readonly Option[];
  /** Shown among the further settings, not in the first part of the form. */
  readonly isFurther?: true;
}
