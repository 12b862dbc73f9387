import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { protocolDocument } from '../../../docs/generate.ts';
import { errorCodes } from '../../../protocol/errorCodes.ts';
import { notifications, requests } from '../../../protocol/index.ts';
import { routes } from '../../../protocol/rest.ts';

const file = join(import.meta.dirname, '../../../docs/protocol.md');

test('docs/protocol.md is what `node docs/generate.ts` writes', () => {
  expect(readFileSync(file, 'utf8')).toBe(protocolDocument());
});

test('it names every request, notification, route and refusal', () => {
  const document = protocolDocument();
  const messages = [...Object.keys(requests), ...Object.keys(notifications)];
  for (const name of messages) expect(document).toContain(`### \`${name}\``);
  for (const { method, path } of Object.values(routes)) {
    expect(document).toContain(`### \`${method.toUpperCase()} /api${path}\``);
  }
  for (const code of errorCodes) expect(document).toContain(`| \`${code}\` |`);
  expect(document).not.toContain('anything');
});
