import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { CircleId, InterestSlug, RoomId, RoomSlug, UserId } from '../../../protocol/ids.ts';
import type { RoomInfo } from '../../../protocol/room.ts';
import { StageSettings, StageTimes } from '../../../protocol/stage.ts';
import { AppError } from '../../errors.ts';
import type { Tables } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { RoomStore } from '../Store.ts';
import type { WordIndex } from './WordIndex.ts';

// What a server without stages wrote is a lounge.
const StageOfRoom = z.object({
  ...StageSettings.shape,
  doors: StageTimes.shape.doors.default('open'),
  endedAt: StageTimes.shape.endedAt.default(null),
});

/** The rooms in the database. */
export class SqlRooms implements RoomStore {
  readonly #commits: GroupCommit;
  readonly #words: WordIndex;

  constructor(commits: GroupCommit, words: WordIndex) {
    this.#commits = commits;
    this.#words = words;
  }

  async add(room: RoomInfo): Promise<void> {
    await this.#commits.write((work) => work.insertInto('room').values(toRow(room)).execute());
  }

  async find(slug: RoomSlug): Promise<RoomInfo | null> {
    const row = await this.#commits.database
      .selectFrom('room')
      .selectAll()
      .where('slug', '=', slug)
      .executeTakeFirst();
    return row ? toRoom(row) : null;
  }

  async list(): Promise<RoomInfo[]> {
    const rows = await this.#commits.database
      .selectFrom('room')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(toRoom);
  }

  async update(room: RoomInfo): Promise<void> {
    const { id, ...changes } = toRow(room);
    await this.#commits.write(async (work) => {
      const { numUpdatedRows } = await work
        .updateTable('room')
        .set(changes)
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new AppError('not_found', 'There is no such room.');
    });
  }

  async circles(): Promise<{ roomId: RoomId; circleId: CircleId }[]> {
    const rows = await this.#commits.database
      .selectFrom('room')
      .select(['id', 'circle_id'])
      .where('circle_id', 'is not', null)
      .execute();
    return rows.map(({ id, circle_id }) => ({ roomId: id as RoomId, circleId: circle_id as CircleId }));
  }

  async setCircle(roomId: RoomId, circleId: CircleId): Promise<void> {
    await this.#commits.write(async (work) => {
      const { numUpdatedRows } = await work
        .updateTable('room')
        .set({ circle_id: circleId })
        .where('id', '=', roomId)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new AppError('not_found', 'There is no such room.');
    });
  }

  async remove(id: RoomId): Promise<void> {
    await this.#commits.write(async (work) => {
      await this.#words.removeRoom(work, id);
      await work.deleteFrom('room').where('id', '=', id).execute();
    });
  }
}

function toRow(room: RoomInfo): Omit<Tables['room'], 'circle_id'> {
  return {
    id: room.id,
    slug: room.slug,
    name: room.name,
    topic: room.topic,
    interests: JSON.stringify(room.interests),
    language: room.language,
    visibility: room.visibility,
    lasting: room.lasting ? 1 : 0,
    music: room.music ? 1 : 0,
    push_to_talk: room.pushToTalk ? 1 : 0,
    chat_mode: room.chatMode,
    slow_seconds: room.slowSeconds,
    keep_days: room.keepDays,
    stage: JSON.stringify(StageOfRoom.parse(room)),
    opened_by_id: room.openedBy.id,
    opened_by_name: room.openedBy.name,
    opened_by_avatar: room.openedBy.avatar,
    created_at: room.createdAt,
    locked: room.locked ? 1 : 0,
    frozen: room.frozen ? JSON.stringify(room.frozen) : null,
    entry: room.entry,
    parent_id: room.parentId ?? null,
    links: room.links ?? 'everyone',
    permissions: JSON.stringify(room.permissions ?? {}),
  };
}

function toRoom(row: Selectable<Tables['room']>): RoomInfo {
  return {
    id: row.id as RoomId,
    slug: row.slug as RoomSlug,
    name: row.name,
    topic: row.topic,
    interests: JSON.parse(row.interests) as InterestSlug[],
    language: row.language,
    visibility: row.visibility as RoomInfo['visibility'],
    lasting: row.lasting === 1,
    music: row.music === 1,
    pushToTalk: row.push_to_talk === 1,
    chatMode: row.chat_mode as RoomInfo['chatMode'],
    slowSeconds: row.slow_seconds,
    keepDays: row.keep_days,
    ...StageOfRoom.parse(JSON.parse(row.stage)),
    openedBy: { id: row.opened_by_id as UserId, name: row.opened_by_name, avatar: row.opened_by_avatar },
    createdAt: row.created_at,
    locked: row.locked === 1,
    ...(row.frozen !== null && { frozen: JSON.parse(row.frozen) as RoomInfo['frozen'] }),
    entry: row.entry as RoomInfo['entry'],
    ...(row.links !== 'everyone' && { links: row.links as NonNullable<RoomInfo['links']> }),
    ...(row.parent_id && { parentId: row.parent_id as RoomId }),
    ...permissionsOf(row.permissions),
  };
}

/** A room that has everything as everywhere says nothing of it. */
function permissionsOf(json: string): Pick<RoomInfo, 'permissions'> {
  const permissions = JSON.parse(json) as NonNullable<RoomInfo['permissions']>;
  return Object.keys(permissions).length > 0 ? { permissions } : {};
}
