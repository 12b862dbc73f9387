import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Every UDP socket of this machine that is open: where it listens, in hex. */
export function udpSockets(): { host: string; inode: string }[] {
  return ['/proc/net/udp', '/proc/net/udp6'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .map((fields) => ({ host: fields[1]?.split(':')[0] ?? '', inode: fields[9] ?? '' })),
  );
}

/** The sockets that a process has open. */
export function socketsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
    } catch {
      // Closed while we looked.
      return [];
    }
  });
}
