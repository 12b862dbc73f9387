// Writes docs/protocol.md from the tables in protocol/: `node docs/generate.ts`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes, isRetryable } from '../protocol/errorCodes.ts';
import { Refusal } from '../protocol/errors.ts';
import { notifications, requests } from '../protocol/index.ts';
import { limits, protocolVersion } from '../protocol/limits.ts';
import { routes } from '../protocol/rest.ts';
import { statuses } from '../server/http/statuses.ts';
import { namedForms, Shapes } from './shapes.ts';

/** The protocol in words and shapes: everything a client of another make needs. */
export function protocolDocument(): string {
  const shapes = new Shapes();
  const parts = [
    introduction(),
    '## Requests over Socket.IO',
    ...Object.entries(requests).map(
      ([name, { summary, input, output, state, may, rate }]) =>
        `### \`${name}\`\n\n${summary}\n\nState: ${state}. May: \`${may}\`. Rate class: ${rate}.\n\n` +
        code(`input: ${shapes.write(input, 'input')}`, `data: ${shapes.write(output, 'output')}`),
    ),
    '## Notifications over Socket.IO',
    ...Object.entries(notifications).map(
      ([name, { summary, payload }]) =>
        `### \`${name}\`\n\n${summary}\n\n${code(`payload: ${shapes.write(payload, 'output')}`)}`,
    ),
    '## Routes over HTTP',
    'All of them are also described by `GET /api/openapi.json` (OpenAPI 3.1).',
    ...Object.values(routes).map(
      ({ summary, method, path, params, query, body, bytes, output, may, rate }) => {
        const inputs = bytes ? { params, query } : { params, query, body };
        const written = Object.entries(inputs).map(([name, schema]) => [name, shapes.write(schema, 'input')]);
        return (
          `### \`${method.toUpperCase()} /api${path}\`\n\n${summary}\n\nMay: \`${may}\`. Rate class: ${rate}.${bytes ? ` The body is at most ${bytes} bytes, as they are.` : ''}\n\n` +
          code(
            ...written.filter(([, shape]) => shape !== '{}').map(([name, shape]) => `${name}: ${shape}`),
            `data: ${shapes.write(output, 'output')}`,
          )
        );
      },
    ),
    '## Refusals',
    code(`error: ${shapes.write(Refusal, 'output')}`),
    errors(),
    '## Shapes',
    `A string of a form that has a name:\n\n${table(
      ['name', 'form'],
      Object.entries(namedForms).map(([pattern, name]) => [
        `\`${name}\``,
        `\`${pattern.replaceAll('|', '\\|')}\``,
      ]),
    )}`,
    ...shapes.named().map(([name, shape]) => `### ${name}\n\n${code(`${name}: ${shape}`)}`),
    '## Sizes',
    table(
      ['what', 'at most'],
      Object.entries(limits).map(([name, value]) => [`\`${name}\``, String(value)]),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function introduction(): string {
  return `# The protocol, version ${protocolVersion}

This file is written by \`node docs/generate.ts\` from the tables in \`protocol/\`: change those.

A client speaks to the server over HTTP, for what is asked for once, and over Socket.IO (WebSocket only), for what
happens in a room. \`GET /api/me\` gives a device its signed cookie; the connection takes the cookie along.

Every request is answered, in the same form over both: \`{ ok: true, data }\` or \`{ ok: false, error }\`. Over
Socket.IO a request is an event with one argument, the input, and a callback for the answer. A notification is an event
with one argument that is not answered. Over HTTP, what changes something is JSON and must come with an \`Origin\` header
that names this server.

Unknown fields in a request are refused. Clients ignore unknown fields in answers and notifications, and unknown
notifications.`;
}

function errors(): string {
  return table(
    ['code', 'HTTP status', 'may work later'],
    errorCodes.map((name) => [`\`${name}\``, String(statuses[name]), isRetryable(name) ? 'yes' : 'no']),
  );
}

function code(...lines: string[]): string {
  return `\`\`\`ts\n${lines.join('\n')}\n\`\`\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, 'protocol.md'), protocolDocument());
