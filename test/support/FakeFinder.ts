import { EventEmitter } from 'node:events';
import type { DeskFinder } from '../../server/cluster/DoorProxy.ts';

/** Knows who is the desk because a test says so. */
export class FakeFinder extends EventEmitter<{ changed: [] }> implements DeskFinder {
  desk: DeskFinder['desk'] = null;

  find(desk: DeskFinder['desk']): void {
    this.desk = desk;
    this.emit('changed');
  }
}
