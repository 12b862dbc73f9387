import type { DtlsParameters, TransportInfo } from '../../protocol/rtp.ts';
import type { CpuTime } from '../cpu.ts';
import type { Sent } from './rtp.ts';

/** Somebody who came in: the server's transport waits for its other end. */
export interface Visitor {
  readonly transport: TransportInfo;
  /** Gives the server the fingerprint. */
  connect(dtls: DtlsParameters): Promise<void>;
  leave(): Promise<void>;
}

/** A visitor who may send. */
export interface Speaker extends Visitor {
  produce(sent: Sent): Promise<void>;
}

/** The way into a server that is measured: ours by Socket.IO, the raw worker by its parent's channel. */
export interface Door {
  /** Comes in to hear and see everybody who speaks: the answer carries transport and consumers. */
  listen(): Promise<Visitor>;
  /** Comes in to speak. */
  speak(): Promise<Speaker>;
  /** Does for so many visitors what a browser did long before somebody taps. */
  prepare(visitors: number): Promise<void>;
  cpuTime(): CpuTime;
  close(): Promise<void>;
}
