import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { command } from './command.ts';

const folder = '/run/netns';
const prefix = 'hobnob';

/** A machine of its own as far as the network is concerned: a network namespace with a loopback device. */
export class Host {
  readonly name: string;
  /** Where other hosts reach it; empty until it is linked. */
  address = '';
  readonly #space: string;

  private constructor(name: string) {
    this.name = name;
    this.#space = `${prefix}-${process.pid}-${name}`;
  }

  static async open(name: string): Promise<Host> {
    const host = new Host(name);
    await command('ip', 'netns', 'add', host.#space);
    await host.ip('link', 'set', 'lo', 'up');
    // One family of addresses is enough to be cut off from, and neighbours of the other would only chatter.
    await host.command('sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6');
    return host;
  }

  /** Takes over a device from the machine's own network. */
  async adopt(device: string): Promise<void> {
    await command('ip', 'link', 'set', device, 'netns', this.#space);
  }

  /** `ip` as on this host. */
  async ip(...args: string[]): Promise<string> {
    return await command('ip', '-n', this.#space, ...args);
  }

  /** Runs something here to its end. */
  async command(program: string, ...args: string[]): Promise<string> {
    return await command(...this.wrap(program), ...args);
  }

  /** Starts something here; its process id is the program's own. */
  spawn(program: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const [enter = '', ...rest] = this.wrap(program, ...args);
    return spawn(enter, rest, options);
  }

  /** A command line that runs a program here. Mounts stay those of everybody, other than with `ip netns exec`. */
  wrap(...commandLine: [program: string, ...args: string[]]): [string, ...string[]] {
    return ['nsenter', `--net=${folder}/${this.#space}`, '--', ...commandLine];
  }

  /** Ends whatever still runs here, then the host. At once, so that it can be done while this process ends. */
  close(): void {
    remove(this.#space);
  }
}

/** Removes the hosts that a lab left behind whose process is gone. */
export function removeForgottenHosts(isAlive: (pid: number) => boolean): void {
  const names = readdirSync(folder, { withFileTypes: true }).map(({ name }) => name);
  for (const name of names) {
    const [, pid] = new RegExp(`^${prefix}-(\\d+)-`).exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) remove(name);
  }
}

function remove(space: string): void {
  const { stdout } = spawnSync('ip', ['netns', 'pids', space], { encoding: 'utf8' });
  for (const pid of (stdout ?? '').split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  spawnSync('ip', ['netns', 'delete', space]);
}
