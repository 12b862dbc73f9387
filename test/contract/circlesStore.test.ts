import { expect, test } from 'vitest';
import { CircleId } from '../../protocol/ids.ts';
import { aGuest, aRoom } from './storeSamples.ts';
import { eachStore } from './stores.ts';

const idOf = (name: string) => CircleId.parse(`circle-${name}`.padEnd(22, '-'));

eachStore((opened) => {
  test('keeps circles as they were written last, the oldest first, until they are ended', async () => {
    const { circles } = opened.store;
    const [ann, bo, cy] = [aGuest().id, aGuest().id, aGuest().id];
    const climbers = { id: idOf('climbers'), owner: ann, name: 'Climbers', since: 2_000, people: [cy, bo] };
    const family = { id: idOf('family'), owner: bo, name: '家人', since: 1_000, people: [] };
    await circles.save(climbers);
    await circles.save(family);
    expect(await circles.list()).toEqual([family, climbers]);
    const renamed = { ...climbers, name: 'Tuesday climbers', people: [bo] };
    await circles.save(renamed);
    expect(await circles.list()).toEqual([family, renamed]);
    await circles.remove(family.id);
    await circles.remove(family.id);
    expect(await circles.list()).toEqual([renamed]);
  });

  test('a circle stays whose it is and as old as it is', async () => {
    const { circles } = opened.store;
    const family = { id: idOf('family'), owner: aGuest().id, name: 'Family', since: 1_000, people: [] };
    await circles.save(family);
    await circles.save({ ...family, owner: aGuest().id, since: 9_000, name: 'Kin' });
    expect(await circles.list()).toEqual([{ ...family, name: 'Kin' }]);
  });

  test('keeps which circles see whether somebody is here', async () => {
    const { presences } = opened.store;
    const { id } = aGuest();
    const choice = { status: 'online', visibleTo: 'circles', circles: [idOf('family')] } as const;
    await presences.save(id, { ...choice, circles: [...choice.circles] });
    expect(await presences.list()).toEqual([{ id, choice }]);
    await presences.save(id, { status: 'online', visibleTo: 'everyone' });
    expect(await presences.list()).toEqual([{ id, choice: { status: 'online', visibleTo: 'everyone' } }]);
  });

  test('keeps for which circle a room is, over changes of the room, as long as there is one', async () => {
    const { rooms } = opened.store;
    const [room, other] = [aRoom({ visibility: 'circle' }), aRoom()];
    await rooms.add(room);
    await rooms.add(other);
    await expect(rooms.setCircle(aRoom().id, idOf('family'))).rejects.toMatchObject({ code: 'not_found' });
    await rooms.setCircle(room.id, idOf('family'));
    await rooms.update({ ...room, name: 'Other words' });
    expect(await rooms.circles()).toEqual([{ roomId: room.id, circleId: idOf('family') }]);
    expect(await rooms.find(room.slug)).toEqual({ ...room, name: 'Other words' });
    await rooms.remove(room.id);
    expect(await rooms.circles()).toEqual([]);
  });
});
