import { EventEmitter } from 'node:events';
import type { DeskFinder } from '../../server/cluster/DoorProxy.ts';
import type { NodeAddress } from '../../server/cluster/nodeTls.ts';

/** Knows who is the desk because a test says so. */
export class FakeFinder extends EventEmitter<{ changed: [] }> implements DeskFinder {
  desk: NodeAddress | null = null;

  find(desk: NodeAddress | null): void {
    this.desk = desk;
    this.emit('changed');
  }
}
