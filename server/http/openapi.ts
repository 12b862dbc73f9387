import { z } from 'zod';
import type { RouteDefinition } from '../../protocol/define.ts';
import { Refusal } from '../../protocol/errors.ts';
import { type RouteName, routes } from '../../protocol/rest.ts';

interface JsonSchema {
  readonly $defs?: Readonly<Record<string, unknown>>;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

/** The REST routes as an OpenAPI 3.1 document. */
export function openApiDocument() {
  const schemas: Record<string, unknown> = {};
  const paths: Record<string, Record<string, unknown>> = {};
  const describe = (schema: z.ZodType, io: 'input' | 'output') => {
    const { $defs, ...rest } = toJson(schema, io);
    Object.assign(schemas, $defs);
    return rest;
  };
  const refusal = answer(false, 'error', describe(Refusal, 'output'));
  for (const name of Object.keys(routes) as RouteName[]) {
    const definition: RouteDefinition = routes[name];
    const { summary, method, path, params, query, body, bytes, streams, output, may } = definition;
    const operation = {
      operationId: name,
      summary,
      parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
      ...((method === 'post' || method === 'put') && {
        requestBody: {
          required: true,
          content: bytes
            ? { 'image/*': {} }
            : streams
              ? { 'application/octet-stream': {} }
              : { 'application/json': { schema: describe(body, 'input') } },
        },
      }),
      ...(may === 'guest' && { security: [{ guest: [] }] }),
      responses: {
        200: {
          description: 'What was asked for.',
          ...json(answer(true, 'data', describe(output, 'output'))),
        },
        default: { description: 'Why not.', ...json(refusal) },
      },
    };
    const address = `/api${path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths[address] = { ...paths[address], [method]: operation };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Hobnob', version: '1' },
    paths,
    components: {
      schemas,
      securitySchemes: { guest: { type: 'apiKey', in: 'cookie', name: 'hobnob_guest' } },
    },
  };
}

function toJson(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return JSON.parse(JSON.stringify(rest).replaceAll('#/$defs/', '#/components/schemas/')) as JsonSchema;
}

function parameters(schema: z.ZodType, place: 'path' | 'query') {
  const { properties = {}, required = [] } = toJson(schema, 'input');
  return Object.entries(properties).map(([name, description]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: description,
  }));
}

function answer(ok: boolean, key: 'data' | 'error', schema: unknown) {
  return { type: 'object', properties: { ok: { const: ok }, [key]: schema }, required: ['ok', key] };
}

function json(schema: unknown) {
  return { content: { 'application/json': { schema } } };
}
