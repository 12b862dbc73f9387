import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { command } from './command.ts';
import { tools } from './tools/build.ts';

/** A disk of its own: ext4 in a file, which can run full or lose its power. */
export class Disk {
  /** Where it is mounted. */
  readonly folder: string;
  readonly #image: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.#image = `${folder}.img`;
  }

  static async open(folder: string, megabytes: number): Promise<Disk> {
    const disk = new Disk(folder);
    mkdirSync(folder, { recursive: true });
    writeFileSync(disk.#image, '');
    truncateSync(disk.#image, megabytes * 2 ** 20);
    await command('mkfs.ext4', '-q', '-F', disk.#image);
    await disk.#mount();
    return disk;
  }

  /** The power fails: what was not written through is lost, and every access fails from now on. */
  async cutPower(): Promise<void> {
    await command(tools.powerCut, this.folder);
  }

  /** The power is back: the disk repairs itself by its journal. Whoever had files open there must be gone. */
  async restorePower(): Promise<void> {
    await unmount(this.folder);
    await this.#mount();
  }

  /** What a file holds; nothing where it is not there. */
  read(name: string): string {
    const file = join(this.folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** Takes all the space that is left. */
  fill(): void {
    const space = spawnSync('df', ['--output=avail', '-B1', this.folder], { encoding: 'utf8' });
    const free = Number(space.stdout.split('\n')[1]);
    // What the file system keeps for itself is not counted: the second file takes the crumbs.
    for (const [name, size] of [
      ['ballast', free],
      ['crumbs', 2 ** 20],
    ] as const) {
      spawnSync('dd', [
        'if=/dev/zero',
        `of=${join(this.folder, name)}`,
        'bs=64K',
        `count=${size}`,
        'iflag=count_bytes',
      ]);
    }
  }

  /** Gives the space back. */
  makeRoom(): void {
    for (const name of ['ballast', 'crumbs']) rmSync(join(this.folder, name), { force: true });
  }

  async close(): Promise<void> {
    await unmount(this.folder);
    rmSync(this.#image, { force: true });
  }

  async #mount(): Promise<void> {
    await command('mount', '-o', 'loop', this.#image, this.folder);
  }
}

/** Unmounts whatever is mounted within a folder, at once. */
export function unmountWithin(folder: string): void {
  for (const mounted of mountsWithin(folder)) spawnSync('umount', ['-l', mounted]);
}

function mountsWithin(folder: string): string[] {
  const places = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  return places.filter((place) => place === folder || dirname(place) === folder);
}

async function unmount(folder: string): Promise<void> {
  // A process that was killed a moment ago may still hold it.
  for (let attempts = 50; mountsWithin(folder).includes(folder); attempts--) {
    try {
      await command('umount', folder);
    } catch (error) {
      if (attempts === 0) throw error;
      await sleep(100);
    }
  }
}
