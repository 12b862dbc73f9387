import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type IModule } from 'dependency-cruiser';
import { beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

const rules = [
  'server/rooms',
  'server/accounts',
  'server/discovery',
  'server/people',
  'server/files',
  'server/previews',
  'server/schedule',
  'server/moderation',
  'server/house',
];
// What every part of the server may use.
const openToServer = [
  'server/errors.ts',
  'server/log.ts',
  'server/config.ts',
  'server/searchTerms.ts',
  'server/keptSecret.ts',
];
const openToDoors = ['server/clientAddress.ts', 'server/RateLimit.ts', 'server/Turns.ts'];
const interfaces = [
  'server/media/api.ts',
  'server/store/Store.ts',
  'server/store/AccountStore.ts',
  'server/store/FileStore.ts',
  'server/store/ModerationStore.ts',
  'server/store/NoticeStore.ts',
  'server/store/PushStore.ts',
  'server/store/ScheduleStore.ts',
  'server/store/ReportStore.ts',
  'server/store/RoleStore.ts',
  'server/store/BoardStore.ts',
  'server/store/DoorStore.ts',
  'server/store/FilterStore.ts',
  'server/store/HouseStore.ts',
  'server/store/SeatStore.ts',
  'server/store/SecretStore.ts',
];
// What of the protocol weighs nothing in a browser: the schemas are the server's.
const lightProtocol = [
  'protocol/isConversation.ts',
  'protocol/houseRoles.ts',
  'protocol/ranks.ts',
  'protocol/reasons.ts',
  'protocol/limits.ts',
  'protocol/lines.ts',
  'protocol/sources.ts',
  'protocol/codecs.ts',
  'protocol/errorCodes.ts',
  'protocol/themes.ts',
];

/** Who may import whom, beside itself. The longest folder that fits a file is the one that counts. */
const mayImport: Record<string, readonly string[]> = {
  protocol: [],
  art: [],
  'server/rooms': ['protocol', ...rules, ...interfaces, ...openToServer],
  'server/accounts': ['protocol', ...rules, ...interfaces, ...openToServer],
  'server/discovery': ['protocol', ...rules, ...interfaces, ...openToServer],
  'server/people': ['protocol', ...rules, ...interfaces, ...openToServer],
  'server/moderation': ['protocol', ...rules, ...interfaces, ...openToServer],
  'server/house': ['protocol', ...rules, ...interfaces, ...openToServer],
  'server/files': ['protocol', ...rules, ...interfaces, ...openToServer],
  'server/schedule': ['protocol', ...rules, ...interfaces, ...openToServer],
  'server/previews': [
    'protocol',
    'server/outgoing',
    'server/Turns.ts',
    'server/RateLimit.ts',
    ...rules,
    ...interfaces,
    ...openToServer,
  ],
  'server/load': ['protocol', 'server/media/api.ts', 'server/rooms/Clock.ts', ...openToServer],
  'server/media': ['protocol', ...openToServer],
  'server/cluster': ['protocol', 'server/media/api.ts', ...openToServer],
  'server/store': ['protocol', ...openToServer],
  'server/outgoing': [],
  'server/push': ['protocol', 'server/outgoing', 'server/Turns.ts', ...openToServer],
  'server/images': ['protocol', 'server/Turns.ts', ...openToServer],
  'server/signaling': ['protocol', 'server/load', ...rules, ...interfaces, ...openToServer, ...openToDoors],
  'server/http': ['protocol', 'art', 'server/load', ...rules, ...interfaces, ...openToServer, ...openToDoors],
  // What must never fail has next to nothing below it.
  'server/supervisor': ['server/config.ts'],
  server: ['protocol'],
  'client/audio': [],
  'client/picture': [],
  'client/session': ['protocol', 'client/audio', 'client/picture'],
  'client/account': ['client/api.ts', 'client/session', 'client/push', 'protocol'],
  'client/push': [
    'protocol',
    'client/api.ts',
    'client/session',
    'client/words',
    'client/words.svelte.ts',
    'client/noticeSentence.ts',
  ],
  'client/attachments': ['client/session', 'protocol'],
  'client/words': [],
  'client/styles': ['art'],
  'client/components': ['client', 'art', 'protocol'],
  'client/pages': ['client', 'art', 'protocol'],
  client: ['art', 'protocol'],
};

/** Packages that one folder alone may import. */
const ownedBy: Record<string, string> = {
  mediasoup: 'server/media',
  tls: 'server/cluster',
  kysely: 'server/store',
  'node:sqlite': 'server/store',
  pg: 'server/store',
  redis: 'server/cluster',
  'socket.io': 'server/signaling',
  ws: 'server/signaling',
  express: 'server/http',
  'socket.io-client': 'client/session',
  'mediasoup-client': 'client/session',
  '@mediapipe/selfie_segmentation': 'client/picture',
  '@simplewebauthn/server': 'server/accounts',
  'openid-client': 'server/accounts',
  'prom-client': 'server/load',
  '@simplewebauthn/browser': 'client/account',
  mediabunny: 'client/session',
  htmlparser2: 'server/previews',
  'web-push': 'server/push',
  'rrule-temporal': 'server/schedule',
  'temporal-polyfill': 'server/schedule',
  'ical-generator': 'server/schedule',
  'timezones-ical-library': 'server/schedule',
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly name: string;
  readonly typesOnly: boolean;
  readonly ofDevelopment: boolean;
}

let imports: Import[] = [];
beforeAll(async () => {
  const { output } = await cruise(['client', 'server', 'protocol', 'art'], {
    baseDir: root,
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte', '.js'],
      conditionNames: ['browser', 'import', 'default'],
      exportsFields: ['exports'],
    },
  });
  if (typeof output === 'string') throw new Error(output);
  imports = output.modules.filter(isOurs).flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved, module, dependencyTypes }) => ({
      from: source,
      to: resolved,
      name: module,
      typesOnly: dependencyTypes.includes('type-only'),
      ofDevelopment: dependencyTypes.includes('npm-dev'),
    })),
  );
}, 180_000);

const isOurs = ({ source }: Pick<IModule, 'source'>) => /^(client|server|protocol|art)\//.test(source);
const within = (file: string, place: string) => file === place || file.startsWith(`${place}/`);
const told = (found: readonly Import[]) => found.map(({ from, to }) => `${from} imports ${to}`);

function folderOf(file: string): string {
  const fitting = Object.keys(mayImport).filter((folder) => within(file, folder));
  return fitting.reduce((longest, folder) => (folder.length > longest.length ? folder : longest), '');
}

describe('imports', () => {
  test('are read from every file', () => {
    const readers = new Set(imports.map(({ from }) => from));
    expect(readers.size).toBeGreaterThan(200);
    expect(readers).toContain('client/App.svelte');
    expect(readers).toContain('server/app.ts');
  });

  test('cross walls only where there is a door', () => {
    const across = imports.filter(({ from, to }) => {
      if (!isOurs({ source: to })) return false;
      const folder = folderOf(from);
      // The top of a side puts its parts together and may see all of them.
      const whole = folder === 'server' || folder === 'client';
      if (folderOf(to) === folder || (whole && within(to, folder))) return false;
      return !mayImport[folder]?.some((place) => within(to, place));
    });
    expect(told(across)).toEqual([]);
  });

  test('of components never lead to pages', () => {
    const upwards = imports.filter(
      ({ from, to }) =>
        within(from, 'client/components') && (within(to, 'client/pages') || to.endsWith('App.svelte')),
    );
    expect(told(upwards)).toEqual([]);
  });

  test('of the client take from the protocol nothing but types and what is light', () => {
    const heavy = imports.filter(
      ({ from, to, typesOnly }) =>
        within(from, 'client') && within(to, 'protocol') && !typesOnly && !lightProtocol.includes(to),
    );
    expect(told(heavy)).toEqual([]);
    for (const file of lightProtocol) {
      const below = imports.filter(
        ({ from, to, typesOnly }) => from === file && !typesOnly && !lightProtocol.includes(to),
      );
      expect(told(below)).toEqual([]);
    }
  });

  test('never lead from a component of the client to the server, not even for a type', () => {
    // Types are gone before the imports of a Svelte file are read.
    const lines = sourcesOf(['client/**/*.svelte']).filter(({ text }) =>
      /from '(\.\.\/)+server\//.test(text),
    );
    expect(lines.map(({ file }) => file)).toEqual([]);
  });

  test('of the drawings lead nowhere', () => {
    expect(told(imports.filter(({ from, to }) => within(from, 'art') && !within(to, 'art')))).toEqual([]);
  });

  test.each(Object.entries(ownedBy))('of %s are in %s alone', (name, owner) => {
    const users = imports.filter((found) => found.name === name || found.name.startsWith(`${name}/`));
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter(({ from }) => !within(from, owner)).map(({ from }) => from)).toEqual([]);
  });

  test('of what runs take nothing that is installed for development only', () => {
    const running = imports.filter(({ from }) => !within(from, 'client'));
    expect(told(running.filter(({ ofDevelopment, typesOnly }) => ofDevelopment && !typesOnly))).toEqual([]);
  });

  test('make no circles', () => {
    expect(circlesIn(imports.filter(({ typesOnly }) => !typesOnly))).toEqual([]);
  });
});

function circlesIn(among: readonly Import[]): string[] {
  const next = Map.groupBy(among, ({ from }) => from);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' > '));
    if (done.has(file)) return;
    done.add(file);
    for (const { to } of next.get(file) ?? []) {
      // A component may show itself inside.
      if (to !== file) visit(to, [...path, file]);
    }
  };
  for (const file of next.keys()) visit(file, []);
  return circles;
}

function sourcesOf(patterns: string[]) {
  const exclude = ['**/node_modules/**', '**/dist/**'];
  return globSync(patterns, { cwd: root, exclude }).map((file) => ({
    file,
    text: readFileSync(join(root, file), 'utf8'),
  }));
}

const folders = '{server,client,protocol,art,bench,scripts,test}';

describe('sources', () => {
  const all = sourcesOf([`${folders}/**/*.{ts,svelte,css,mjs}`]).filter(
    ({ file }) => file !== 'test/architecture.test.ts',
  );

  test.each([
    [
      'read the environment in one place',
      /process\.env/,
      /^(scripts|test|bench)\/|^server\/(config|main|adminCode|supervisor\/deploy)\.ts$/,
    ],
    ['never make HTML of text', /\{@html/, /^test\/support\/e2e\/scripts\.ts$/],
    ['do not talk the compiler out of a type', /as unknown as|@ts-ignore|@ts-nocheck|@ts-expect-error/, /^$/],
    ['have no type "any"', /(:\s*|<|\bas )any\b(?!\s+[a-z])/, /^$/],
    ['have nothing left to do', /\b(TODO|FIXME|XXX)\b/, /^$/],
  ])('%s', (_what, unwanted, exempt) => {
    const found = all.filter(({ file, text }) => !exempt.test(file) && unwanted.test(text));
    expect(found.map(({ file }) => file)).toEqual([]);
  });

  const longerThan = (most: number, among: typeof all) =>
    among
      .map(({ file, text }) => ({ file, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > most)
      .map(({ file, lines }) => `${file}: ${lines}`);

  test('have 300 lines at most', () => {
    expect(longerThan(300, all)).toEqual([]);
  });

  test('of components have 150 lines at most', () => {
    expect(
      longerThan(
        150,
        all.filter(({ file }) => file.endsWith('.svelte')),
      ),
    ).toEqual([]);
  });
});
