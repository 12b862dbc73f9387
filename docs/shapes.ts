import { z } from 'zod';

/** The part of JSON Schema that zod writes for our shapes. */
interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly pattern?: string;
  readonly default?: unknown;
}

/** Strings of a form that has a name, by their pattern. */
export const namedForms: Readonly<Record<string, string>> = {
  '^[A-Za-z0-9_-]{16,40}$': 'Id',
  '^[a-z0-9-]{3,64}$': 'RoomSlug',
  '^[a-z0-9][a-z0-9-]{2,63}$': 'EventSlug',
  '^20[0-9]{2}-[01][0-9]-[0-3][0-9]$': 'EventDate',
  '^[A-Za-z0-9_-]{32}$': 'FeedToken',
  '^[a-z][a-z0-9-]{1,31}$': 'InterestSlug',
  '^[a-z]{2,3}(-[A-Z][a-z]{3})?$': 'LanguageTag',
  '^[A-Za-z0-9_-]{1,40}$': 'AvatarSeed',
  '^[A-Za-z0-9_-]{43}$': 'PictureHash',
};

/** Writes schemas as readable shapes; those with a name are collected and written once. */
export class Shapes {
  readonly #named = new Map<string, JsonSchema>();

  /** The shape of what is sent (`input`, defaults may be left out) or of what arrives (`output`). */
  write(schema: z.ZodType, io: 'input' | 'output'): string {
    const json = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
    for (const [name, named] of Object.entries(json.$defs ?? {})) {
      if (!this.#named.has(name)) this.#named.set(name, named);
    }
    return shape(json, '');
  }

  /** The shapes that have a name, sorted by it. */
  named(): [name: string, shape: string][] {
    return [...this.#named]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, schema]) => [name, shape(schema, '')]);
  }
}

const lineWidth = 90;

function shape(schema: JsonSchema, indent: string): string {
  if (schema.$ref) return schema.$ref.replace('#/$defs/', '');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return options.map((option) => shape(option, indent)).join(' | ');
  if (schema.allOf) return schema.allOf.map((part) => shape(part, indent)).join(' & ');
  if (schema.type === 'array') return list(shape(schema.items ?? {}, indent));
  if (schema.type === 'object') return object(schema, indent);
  if (schema.type === 'string' && schema.pattern)
    return namedForms[schema.pattern] ?? `string /${schema.pattern}/`;
  return schema.type ?? 'anything';
}

function list(item: string): string {
  return item.includes(' | ') && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
}

function object({ properties, required = [], additionalProperties }: JsonSchema, indent: string): string {
  if (!properties) {
    return typeof additionalProperties === 'object'
      ? `{ [name: string]: ${shape(additionalProperties, indent)} }`
      : '{}';
  }
  const deeper = `${indent}  `;
  const fields = Object.entries(properties).map(([name, field]) => {
    const standard = field.default === undefined ? '' : ` = ${JSON.stringify(field.default)}`;
    return `${name}${required.includes(name) ? '' : '?'}: ${shape(field, deeper)}${standard}`;
  });
  if (fields.length === 0) return '{}';
  const short = `{ ${fields.join('; ')} }`;
  if (short.length + indent.length <= lineWidth && !short.includes('\n')) return short;
  return `{\n${fields.map((field) => `${deeper}${field};\n`).join('')}${indent}}`;
}
