import fc from 'fast-check';
import { z } from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;
type Arbitrary = fc.Arbitrary<unknown>;

/** Ids that exist, by the name of the field they belong into; filled as the run goes on. */
export type KnownIds = Readonly<Record<string, readonly unknown[]>>;

/** Inputs that a schema describes, with ids that exist in about half of their fields. */
export function validFor(schema: z.ZodType, known: KnownIds): Arbitrary {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const defs = json.$defs ?? {};
  return arbitraryOf(json, '');

  function arbitraryOf(part: Schema | boolean, field: string): Arbitrary {
    if (typeof part === 'boolean') return fc.jsonValue();
    if (part.$ref) return arbitraryOf((defs[part.$ref.replace('#/$defs/', '')] ?? {}) as Schema, field);
    if (part.enum) return fc.constantFrom(...part.enum);
    if (part.const !== undefined) return fc.constant(part.const);
    const choices = part.anyOf ?? part.oneOf;
    if (choices) return fc.oneof(...choices.map((choice) => arbitraryOf(choice as Schema, field)));
    switch (part.type) {
      case 'object':
        return objectOf(part);
      case 'array': {
        const items = arbitraryOf((part.items ?? {}) as Schema, field.replace(/s$/, ''));
        const minLength = part.minItems ?? 0;
        return fc.array(items, {
          minLength,
          maxLength: Math.max(minLength, Math.min(part.maxItems ?? 4, 4)),
        });
      }
      case 'string':
        return orKnown(stringOf(part), field);
      case 'integer': {
        const min = Math.max(part.minimum ?? 0, 0);
        const most = Math.min(part.maximum ?? 1_000, 0x7f_ff_ff_ff);
        return fc.integer({ min, max: Math.max(min, most) });
      }
      case 'number':
        return fc.double({ min: part.minimum ?? 1, max: part.maximum ?? 100, noNaN: true });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return fc.jsonValue();
    }
  }

  function objectOf(part: Schema): Arbitrary {
    const fields = Object.entries(part.properties ?? {}).map(
      ([name, field]) => [name, arbitraryOf(field as Schema, name)] as const,
    );
    if (fields.length === 0 && typeof part.additionalProperties === 'object') {
      const values = arbitraryOf(part.additionalProperties as Schema, '');
      return fc.dictionary(fc.string({ maxLength: 8 }), values, { maxKeys: 4 });
    }
    return fc.record(Object.fromEntries(fields), { requiredKeys: [...(part.required ?? [])] });
  }

  function orKnown(made: Arbitrary, field: string): Arbitrary {
    const ids = known[field];
    if (!ids) return made;
    // Looked up when it is drawn: the ids are other ones by then.
    const existing = fc.nat().map((at) => ids[at % ids.length] ?? 'nobody-has-this-id');
    return fc.oneof(existing, made);
  }
}

function stringOf(part: Schema): Arbitrary {
  if (part.pattern) return fc.stringMatching(new RegExp(part.pattern));
  const minLength = part.minLength ?? 0;
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(part.maxLength ?? 40, 40)) });
}

const deep = (depth: number) => {
  let value: unknown = 'bottom';
  for (let level = 0; level < depth; level++) value = [value];
  return value;
};

/** What no field expects. */
export const nasty: Arbitrary = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    -1,
    2 ** 53,
    1e308,
    '',
    ' ',
    true,
    [],
    {},
    [[]],
    new Date(0),
    Buffer.from('bytes'),
    { _placeholder: true, num: 0 },
    { toString: 'no function', length: -1 },
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '\u0000',
    '\ud800',
    '\u202eabc',
    `e${'\u0301'.repeat(10_000)}`,
    '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'.repeat(500),
    'x'.repeat(30_000),
    Array.from({ length: 5_000 }, () => 0),
    Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`key${index}`, index])),
    deep(1_500),
  ),
  fc.jsonValue({ maxDepth: 4 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

/** A value with one of its parts broken, taken away or added. */
export function brokenIn(valid: Arbitrary): Arbitrary {
  return fc
    .tuple(valid, fc.nat(), fc.constantFrom('replace', 'remove', 'add'), nasty)
    .map(([value, at, how, bad]) => {
      const copy = structuredClone(value);
      const places = placesIn(copy);
      const place = places[at % Math.max(1, places.length)];
      if (!place) return bad;
      const [parent, key] = place;
      if (how === 'replace') parent[key] = bad;
      else if (how === 'remove') delete parent[key];
      else parent[`${key}Extra`] = bad;
      return copy;
    });
}

type Place = [parent: Record<string, unknown>, key: string];

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((key): Place[] => [[parent, key], ...placesIn(parent[key])]);
}
