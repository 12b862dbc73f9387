/** What is known at one moment about the line to the server and the path of the media. Times in milliseconds. */
export interface Pulse {
  /** By a clock that never jumps. */
  readonly at: number;
  /** Whether there is a connection to the server that one can ask over. */
  readonly connected: boolean;
  /** How long the server has owed an answer; 0 when it owes none. */
  readonly owedMs: number;
  /** How long media has not arrived that should; 0 while the path is fine, or nobody sends. */
  readonly stalledMs: number;
  /** How long media has gone over TCP, which makes sound wait for what was lost; 0 while it goes over UDP. */
  readonly tcpMs: number;
  /** The browser, or the server, gave a transport up: another path for it does not help. */
  readonly broken: boolean;
  /** The network changed, or the page woke up: what was known before is worth nothing. */
  readonly shaken: boolean;
}

/** What to do about it, the gentlest first. Coming back over a new connection is not a step: that has its own clock. */
export type Step = 'reconnect' | 'restartIce' | 'renewMedia';

/** What people are told: nothing for a moment's trouble. */
export type Health = 'good' | 'suspect' | 'lost';

/** What the ladder remembers from one pulse to the next. */
export interface Climb {
  /** Since when something has been wrong; null while nothing is. */
  readonly troubleSince: number | null;
  readonly shakenAt: number;
  readonly restarts: number;
  readonly nextRestartAt: number;
  readonly nextRenewalAt: number;
  /** How often UDP was asked for since media went over to TCP. */
  readonly udpTries: number;
}

/** Nothing is wrong. */
export const ground: Climb = {
  troubleSince: null,
  shakenAt: Number.NEGATIVE_INFINITY,
  restarts: 0,
  nextRestartAt: 0,
  nextRenewalAt: 0,
  udpTries: 0,
};

/** From then on it is worth doing something; a shorter gap ends by itself. */
const suspectMs = 1_500;
/** From then on people are told: with the pulse and the screen it makes less than three seconds. */
const lostMs = 1_750;
// No connection is given up for one lost packet, which TCP sends again, nor for a server that is busy for a moment:
// where media flows, the network is there.
const owedLimitMs = { mediaFlows: 6_000, mediaStalls: 3_000, shaken: 1_500 };
const shakenForMs = 5_000;
const restartDelaysMs = [1_000, 2_000, 2_000, 4_000];
// New transports help where no path does: not before paths were asked for with the server there, for while the
// network itself is gone nothing helps, and a path is found sooner than transports are made.
const restartsBeforeRenewal = 7;
const renewalPauseMs = 10_000;
// A path over TCP is one that was found while UDP was cut: browsers never leave it by themselves. Where UDP is
// forbidden for good, asking costs next to nothing, but not nothing.
const udpAfterMs = [15_000, 45_000, 120_000];
const udpEveryMs = 300_000;

/** One pulse further: what to do now, what people are told, and what to remember. */
export function climb(before: Climb, pulse: Pulse): { climb: Climb; steps: Step[]; health: Health } {
  const { at } = pulse;
  const wrongMs = Math.max(pulse.owedMs, pulse.stalledMs);
  const wrong = !pulse.connected || pulse.broken || wrongMs >= suspectMs;
  const steps: Step[] = [];
  const shakenAt = pulse.shaken ? at : before.shakenAt;
  const owedLimit =
    at - shakenAt < shakenForMs
      ? owedLimitMs.shaken
      : pulse.stalledMs >= suspectMs
        ? owedLimitMs.mediaStalls
        : owedLimitMs.mediaFlows;
  if (pulse.connected && pulse.owedMs >= owedLimit) steps.push('reconnect');
  let udpTries = pulse.tcpMs === 0 ? 0 : before.udpTries;
  if (!wrong) {
    const wantsUdp = pulse.tcpMs >= udpTryAfter(udpTries);
    if (wantsUdp) udpTries++;
    if ((pulse.shaken || wantsUdp) && pulse.connected) steps.push('restartIce');
    return { climb: { ...ground, shakenAt, udpTries }, steps, health: 'good' };
  }

  const troubleSince = before.troubleSince ?? at - wrongMs;
  let { restarts, nextRestartAt, nextRenewalAt } = before;
  const pathIsBad = pulse.stalledMs >= suspectMs || pulse.broken;
  // Both need the server: without it there is nobody to agree with.
  if (pulse.connected && (pathIsBad || pulse.shaken)) {
    const renew = pulse.broken || (restarts >= restartsBeforeRenewal && at >= nextRestartAt);
    if (renew && at >= nextRenewalAt) {
      steps.push('renewMedia');
      nextRenewalAt = at + renewalPauseMs;
      nextRestartAt = at + renewalPauseMs / 2;
    } else if (!pulse.broken && (pulse.shaken || at >= nextRestartAt)) {
      steps.push('restartIce');
      nextRestartAt = at + (restartDelaysMs[restarts] ?? restartDelaysMs.at(-1) ?? 0);
      restarts++;
    }
  }
  const health = at - troubleSince >= lostMs ? 'lost' : 'suspect';
  const climbed = { troubleSince, shakenAt, restarts, nextRestartAt, nextRenewalAt, udpTries };
  return { climb: climbed, steps, health };
}

/** After how long over TCP the next attempt is due. */
function udpTryAfter(tries: number): number {
  return udpAfterMs[tries] ?? (udpAfterMs.at(-1) ?? 0) + (tries - udpAfterMs.length + 1) * udpEveryMs;
}
