import type { Attribute } from './graph-builder';

/** Attributes that most operations want. */
export const floatAttribute: Attribute = { kind: 'type', type: 'float32' };
export const intAttribute: Attribute = { kind: 'type', type: 'int32' };
export const noAttribute: Attribute = { kind: 'bool', value: false };
