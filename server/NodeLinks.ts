import type { ClusterEngine } from './cluster/ClusterEngine.ts';
import { type DeskFinder, DoorProxy } from './cluster/DoorProxy.ts';
import { dialNode } from './cluster/dialNode.ts';
import { Lending } from './cluster/Lending.ts';
import type { NodeDirectory } from './cluster/NodeDirectory.ts';
import { NodeDoor } from './cluster/NodeDoor.ts';
import { comeTo, type NodeAddress } from './cluster/nodeTls.ts';
import { RemoteNodes } from './cluster/RemoteNodes.ts';
import type { ClusterConfig } from './config.ts';
import type { Logger } from './log.ts';
import type { MediaEngine } from './media/api.ts';
import type { RunningApp } from './RunningApp.ts';

export interface NodeLinksOptions {
  readonly cluster: ClusterConfig;
  /** What all nodes of the house know, and nobody else. */
  readonly secret: Buffer;
  readonly media: MediaEngine;
  readonly directory: NodeDirectory;
  readonly finder: DeskFinder;
  /** What this very process is called where nodes look who is the desk. */
  readonly process: string;
  readonly isDraining: () => boolean;
  readonly log: Logger;
}

/** A house that is open on this node. */
export interface OpenHouse {
  readonly app: Pick<RunningApp, 'letIn'>;
  readonly engine: ClusterEngine;
  /** Higher than that of any desk before; another one after it was taken back. */
  readonly term: () => number;
  /** A process of this node before this one was the desk, and has its people yet. */
  readonly handedOver?: boolean;
}

/** What goes between this node and the others: workers that are lent, and visitors that are passed on. */
export class NodeLinks {
  readonly #options: NodeLinksOptions;
  readonly #door: NodeDoor;
  readonly #lending: Lending;
  readonly #endLending: () => void;
  readonly #note = () => this.#noteDesk();
  /** Which other node was the desk last. */
  #former: NodeAddress | null = null;
  #proxy: DoorProxy | undefined;
  #remotes: RemoteNodes | undefined;

  private constructor(options: NodeLinksOptions, door: NodeDoor) {
    this.#options = options;
    this.#door = door;
    const { cluster, media, finder, log } = options;
    this.#lending = new Lending({
      ...{ name: cluster.name, engine: media, log },
      deskProcess: () => finder.desk?.process,
      // What was passed on goes the same way, and would notice much later by itself.
      deskSilent: () => this.#proxy?.cutOff(),
    });
    options.finder.on('changed', this.#note);
    this.#noteDesk();
    this.#endLending = door.receive('media', (line) => this.#lending.receive(line));
  }

  /** Lets the other nodes come, for the workers of this one as long as it stands by. */
  static async open(options: NodeLinksOptions): Promise<NodeLinks> {
    const { cluster, secret, log } = options;
    const door = await NodeDoor.open({ host: cluster.address, port: cluster.port, secret, log });
    return new NodeLinks(options, door);
  }

  /** Whether another node lets this one in, of whatever version it is. */
  async reaches(node: NodeAddress): Promise<boolean> {
    try {
      (await comeTo(node, { secret: this.#options.secret, purpose: 'media' })).destroy();
      return true;
    } catch {
      return false;
    }
  }

  /** Passes on to the desk whoever comes to this node. */
  passOn(): DoorProxy {
    const { finder, secret, isDraining, log } = this.#options;
    const isLeaving = (desk: NodeAddress) => this.#drains(desk);
    this.#proxy ??= new DoorProxy({ finder, secret, isDraining, isLeaving, log });
    return this.#proxy;
  }

  /**
   * Is about to be the desk: what the one before had here ends, unless that one is about to end and has its people yet.
   * Says whether it is.
   */
  beginDesk(): boolean {
    const gently = this.#formerDrains;
    if (gently) this.#proxy?.rest();
    else {
      this.#endLending();
      this.#lending.close();
      this.#proxy?.close();
    }
    this.#proxy = undefined;
    return gently;
  }

  /** Is the desk: uses the workers of all others, and lets in whom they pass on. */
  openHouse({ app, engine, term, handedOver = false }: OpenHouse): void {
    const { cluster, secret, directory, process, log } = this.#options;
    const beside = () => handedOver || this.#formerDrains;
    const desk = () => ({ name: cluster.name, process, term: term(), beside: beside() });
    this.#door.receive('door', (line) => app.letIn(line));
    this.#remotes = new RemoteNodes({
      ...{ directory, name: cluster.name, log },
      dial: (entry) => dialNode(entry, { desk: desk(), secret, log }),
      add: (node) => engine.add(node),
    });
  }

  /** Is about to be the desk no longer: what it uses of others goes on until the next one uses it. */
  endDesk(): void {
    this.#remotes?.rest();
  }

  /** One that hangs has nobody left to be gentle to, whoever else is about to end. */
  get #formerDrains(): boolean {
    return this.#former !== null && this.#drains(this.#former);
  }

  #drains(desk: NodeAddress): boolean {
    const { nodes } = this.#options.directory;
    return nodes.some((node) => node.draining && isSame(node, desk));
  }

  #noteDesk(): void {
    const { cluster, finder } = this.#options;
    const own = { host: cluster.address, port: cluster.port };
    if (finder.desk && !isSame(finder.desk, own)) this.#former = finder.desk;
  }

  /** Another process of this node is about to listen where this one does; who came in stays. */
  leave(): void {
    this.#door.leave();
  }

  /** That process did not. */
  comeBack(): Promise<void> {
    return this.#door.comeBack();
  }

  async close(): Promise<void> {
    this.#options.finder.off('changed', this.#note);
    this.#remotes?.close();
    this.#proxy?.close();
    this.#lending.close();
    await this.#door.close();
  }
}

function isSame(one: NodeAddress, other: NodeAddress): boolean {
  return one.host === other.host && one.port === other.port;
}
