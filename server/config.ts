import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { limits } from '../protocol/limits.ts';
import { logLevels } from './log.ts';

const megabyte = 1024 * 1024;
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const yesNo = z.enum(['true', 'false']).transform((value) => value === 'true');
const list = z.string().transform((text) => text.split(',').map((part) => part.trim()));

/** Every setting: name, form and default. `.env.example` describes each in a sentence. */
const Environment = z.object({
  HOST: z.string().default('0.0.0.0'),
  PORT: whole(0, 65_535).default(3000),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUST_PROXY: whole(0, 10).default(0),
  HTTPS: yesNo.default(false),
  HTTPS_CERT: z.string().optional(),
  HTTPS_KEY: z.string().optional(),
  DATA_DIR: z.string().default('./data'),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite|postgres|postgresql):.+/, 'must begin with sqlite: or postgres:')
    .refine(
      (address) => address.startsWith('sqlite:') || URL.canParse(address),
      'is no address like postgres://user:password@host:5432/database (what is special in a password is written as in %40)',
    )
    .optional(),
  REDIS_URL: z
    .string()
    .refine(
      (address) => /^rediss?:/.test(address) && URL.canParse(address),
      'is no address like redis://:password@host:6379',
    )
    .optional(),
  NODE_NAME: z
    .string()
    .regex(
      /^\w[\w.-]{0,99}$/,
      'begins with a letter or digit, and has letters, digits, "-", "_" and "." alone',
    )
    .default(hostname().replace(/[^\w.-]/g, '-') || 'node'),
  NODE_ADDRESS: z
    .string()
    .max(300)
    .refine(isHost, 'is no host name and no address')
    .transform(bareHost)
    .optional(),
  NODE_PORT: whole(1, 65_535).default(7000),
  NODE_LISTENERS: whole(1, 100_000).default(300),
  RTC_PORT: whole(0, 65_535).default(40_000),
  RTC_PORTS: whole(1, 65_535).optional(),
  RTC_WORKERS: whole(1, 64).default(availableParallelism()),
  RTC_ANNOUNCED_ADDRESS: list.default([]),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  ROOM_CAPACITY: whole(2, limits.roomCapacity).default(100),
  ROOMS_OPEN: whole(1, 100_000).default(1_000),
  ROOMS_PER_HOUR: whole(1, 1_000).default(30),
  ROOM_EMPTY_PAUSE: whole(0, 86_400).default(120),
  METRICS_TOKEN: z.string().min(16).optional(),
  FULL_AT: z.union([z.literal('off'), whole(30, 100)]).default(85),
  CONNECTIONS: whole(10, 1_000_000).default(10_000),
  CONNECTIONS_PER_ADDRESS: whole(1, 100_000).default(60),
  FILE_MEGABYTES: whole(1, 10_000).default(25),
  FILES_PER_PERSON_MEGABYTES: whole(1, 1_000_000).default(500),
  FILES_MEGABYTES: whole(1, 100_000_000).default(20_000),
  LINK_PREVIEWS: z.enum(['on', 'off']).default('off'),
  NEWCOMER_MINUTES: whole(0, 10_080).default(10),
  RATE_SCALE: z.coerce.number().positive().max(1_000_000).default(1),
  SHUTDOWN_TIMEOUT: whole(0, 3_600).default(10),
});

/** The settings of one server, checked. Durations are in milliseconds. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** The address people open; without one it is made of host and port. */
  readonly publicUrl: URL | undefined;
  /** How many proxies stand before this server and may be believed about the client's address. */
  readonly trustProxy: number;
  readonly https: { cert: string | undefined; key: string | undefined } | undefined;
  /** Who signs people in beside us. */
  readonly oidc: { issuer: URL; clientId: string; clientSecret: string } | undefined;
  readonly dataDir: string;
  /** A file, `:memory:`, or an address of PostgreSQL, with its password. */
  readonly database: string;
  /** Where several servers are one house; undefined: this one is alone. */
  readonly cluster: ClusterConfig | undefined;
  /** Folder of what is this very server's own; the nodes of a cluster have the rest in common. */
  readonly ownDir: string;
  readonly rtc: {
    /** The first of the UDP and TCP ports for media. 0: any free ones. */
    readonly port: number;
    /** How many ports there are from there on; each worker takes the first that is free. */
    readonly ports: number;
    readonly workers: number;
    readonly announcedAddresses: readonly string[];
    /** By which name or address other nodes reach this one; without any it is undefined. */
    readonly nodeAddress?: string | undefined;
  };
  readonly logLevel: (typeof logLevels)[number];
  readonly roomCapacity: number;
  /** Rooms that are live at once, and rooms that one person opens in an hour. */
  readonly roomsOpen: number;
  readonly roomsPerHour: number;
  readonly roomEmptyPauseMs: number;
  /** Who shows it may read `/metrics` from anywhere. */
  readonly metricsToken: string | undefined;
  /** How busy a media worker or Node is, 0 to 1, when nobody new comes in; null: everybody always does. */
  readonly cpuFullAt: number | null;
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Of files in the chat, in bytes: one, those of one person, all. */
  readonly files: { readonly largest: number; readonly perPerson: number; readonly all: number };
  /** Whether the server asks the pages that lines link to what they say of themselves. */
  readonly linkPreviews: boolean;
  /** For how long somebody is new here and held to less; 0: never. */
  readonly newcomerMs: number;
  /** Multiplies every rate limit: load tests ask more than people do. */
  readonly rateScale: number;
  readonly shutdownTimeoutMs: number;
}

/** What a node of a cluster has to know. */
export interface ClusterConfig {
  /** The address of Redis, with its password. */
  readonly redis: string;
  readonly name: string;
  /** By which the other nodes reach this one, and where they connect to. */
  readonly address: string;
  readonly port: number;
  /** From how many of a room who listen on one node another one is asked to serve the next. */
  readonly listeners: number;
}

/** Wrong settings; the message names every one of them. */
export class ConfigError extends Error {}

/** Reads the settings, the only place where the environment is looked at. Throws `ConfigError`. */
export function readConfig(env: NodeJS.ProcessEnv, args: readonly string[] = []): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  const mistakes = parsed.success
    ? []
    : parsed.error.issues.map((i) => `  ${i.path.join('.')}: ${i.message}`);
  const unknown = args.filter((arg) => arg !== '--https');
  mistakes.push(...unknown.map((arg) => `  ${arg}: is no option; there is only --https`));
  if (parsed.success && !parsed.data.HTTPS_CERT !== !parsed.data.HTTPS_KEY) {
    mistakes.push('  HTTPS_CERT, HTTPS_KEY: one makes no sense without the other');
  }
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = given;
  const ofProvider = [OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET];
  if (ofProvider.some(Boolean) && !ofProvider.every(Boolean)) {
    mistakes.push('  OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: all three, or none');
  }
  if (parsed.success) mistakes.push(...mistakesOfCluster(parsed.data));
  if (!parsed.success || mistakes.length > 0) {
    throw new ConfigError(`Wrong settings (.env.example describes each):\n${mistakes.join('\n')}`);
  }
  const e = parsed.data;
  return {
    host: e.HOST,
    port: e.PORT,
    publicUrl: e.PUBLIC_URL === undefined ? undefined : new URL(e.PUBLIC_URL),
    trustProxy: e.TRUST_PROXY,
    https:
      e.HTTPS || e.HTTPS_CERT || args.includes('--https')
        ? { cert: e.HTTPS_CERT, key: e.HTTPS_KEY }
        : undefined,
    oidc:
      e.OIDC_ISSUER && e.OIDC_CLIENT_ID && e.OIDC_CLIENT_SECRET
        ? { issuer: new URL(e.OIDC_ISSUER), clientId: e.OIDC_CLIENT_ID, clientSecret: e.OIDC_CLIENT_SECRET }
        : undefined,
    dataDir: e.DATA_DIR,
    database: e.DATABASE_URL?.replace(/^sqlite:/, '') ?? `${e.DATA_DIR}/hobnob.db`,
    cluster: clusterOf(e),
    ownDir: e.REDIS_URL ? join(e.DATA_DIR, 'nodes', e.NODE_NAME) : e.DATA_DIR,
    rtc: {
      port: e.RTC_PORT,
      ports: e.RTC_PORTS ?? portsFor(e.RTC_WORKERS),
      workers: e.RTC_WORKERS,
      announcedAddresses: e.RTC_ANNOUNCED_ADDRESS,
      nodeAddress: clusterOf(e)?.address,
    },
    logLevel: e.LOG_LEVEL,
    roomCapacity: e.ROOM_CAPACITY,
    roomsOpen: e.ROOMS_OPEN,
    roomsPerHour: e.ROOMS_PER_HOUR,
    roomEmptyPauseMs: e.ROOM_EMPTY_PAUSE * 1000,
    metricsToken: e.METRICS_TOKEN,
    cpuFullAt: e.FULL_AT === 'off' ? null : e.FULL_AT / 100,
    connections: e.CONNECTIONS,
    connectionsPerAddress: e.CONNECTIONS_PER_ADDRESS,
    files: {
      largest: e.FILE_MEGABYTES * megabyte,
      perPerson: e.FILES_PER_PERSON_MEGABYTES * megabyte,
      all: e.FILES_MEGABYTES * megabyte,
    },
    linkPreviews: e.LINK_PREVIEWS === 'on',
    newcomerMs: e.NEWCOMER_MINUTES * 60_000,
    rateScale: e.RATE_SCALE,
    shutdownTimeoutMs: e.SHUTDOWN_TIMEOUT * 1000,
  };
}

type Clustered = Pick<
  z.infer<typeof Environment>,
  'REDIS_URL' | 'DATABASE_URL' | 'NODE_NAME' | 'NODE_ADDRESS' | 'NODE_PORT' | 'NODE_LISTENERS'
>;

function mistakesOfCluster({ REDIS_URL, DATABASE_URL, NODE_ADDRESS }: Clustered): string[] {
  if (!REDIS_URL) return [];
  const mistakes: string[] = [];
  if (!DATABASE_URL || DATABASE_URL.startsWith('sqlite:'))
    mistakes.push('  REDIS_URL: several servers need a database of PostgreSQL in DATABASE_URL');
  if (!NODE_ADDRESS)
    mistakes.push('  NODE_ADDRESS: has to say by which address the other nodes reach this one');
  return mistakes;
}

function clusterOf(settings: Clustered): ClusterConfig | undefined {
  const { REDIS_URL, NODE_NAME, NODE_ADDRESS, NODE_PORT, NODE_LISTENERS } = settings;
  if (!REDIS_URL || !NODE_ADDRESS) return undefined;
  const place = { name: NODE_NAME, address: NODE_ADDRESS, port: NODE_PORT };
  return { redis: REDIS_URL, ...place, listeners: NODE_LISTENERS };
}

function isHost(host: string): boolean {
  return URL.canParse(`http://${inBrackets(host)}`) && !/[/?#@]/.test(host);
}

/** As the system writes addresses: one of IPv6 in small letters, shortened, without brackets. */
function bareHost(host: string): string {
  return host.includes(':') ? new URL(`http://${inBrackets(host)}`).hostname.slice(1, -1) : host;
}

function inBrackets(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

// A spare worker and four for rooms that crash stand beside those in use, and at a restart the next server's beside
// all of these.
function portsFor(workers: number): number {
  return Math.max(40, 2 * (workers + 5));
}
