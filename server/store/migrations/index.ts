import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../DatabaseKind.ts';
import { start } from './0001_start.ts';
import { seats } from './0002_seats.ts';
import { spotlight } from './0003_spotlight.ts';
import { speaking } from './0004_speaking.ts';
import { chatChanges } from './0005_chat_changes.ts';
import { accounts } from './0006_accounts.ts';
import { chatReading } from './0007_chat_reading.ts';
import { profiles } from './0008_profiles.ts';
import { ties } from './0009_ties.ts';
import { members } from './0010_members.ts';
import { circles } from './0011_circles.ts';
import { roomCircles } from './0012_room_circles.ts';
import { notices } from './0013_notices.ts';
import { pushes } from './0014_pushes.ts';
import { files } from './0015_files.ts';
import { previews } from './0016_previews.ts';
import { retention } from './0017_retention.ts';
import { roles } from './0018_roles.ts';
import { doors } from './0019_doors.ts';
import { tree } from './0020_tree.ts';
import { stage } from './0021_stage.ts';
import { board } from './0022_board.ts';
import { events } from './0026_events.ts';
import { occasions } from './0027_occasions.ts';
import { eventNotices } from './0028_event_notices.ts';
import { audit } from './0030_audit.ts';
import { sanctions } from './0031_sanctions.ts';
import { freeze } from './0032_freeze.ts';
import { reports } from './0033_reports.ts';
import { filter } from './0034_filter.ts';
import { house } from './0035_house.ts';
import { houseSettings } from './0036_house_settings.ts';
import { reportsOfHouse } from './0040_reports_of_house.ts';
import { endedDates } from './0050_ended_dates.ts';
import { fence } from './0070_fence.ts';
import { secrets } from './0071_secrets.ts';

/**
 * The steps by which the tables came about, sorted by name. One that has been released is never edited. What not
 * every database understands is said by its kind, and for all steps in `DatabaseKind`.
 */
export const migrationsOf = (kind: DatabaseKind): Record<string, Migration> => ({
  '0001_start': start(kind),
  '0002_seats': seats,
  '0003_spotlight': spotlight,
  '0004_speaking': speaking,
  '0005_chat_changes': chatChanges,
  '0006_accounts': accounts,
  '0007_chat_reading': chatReading(kind),
  '0008_profiles': profiles,
  '0009_ties': ties,
  '0010_members': members,
  '0011_circles': circles,
  '0012_room_circles': roomCircles,
  '0013_notices': notices,
  '0014_pushes': pushes,
  '0015_files': files,
  '0016_previews': previews,
  '0017_retention': retention,
  '0018_roles': roles,
  '0019_doors': doors,
  '0020_tree': tree,
  '0021_stage': stage,
  '0022_board': board,
  '0026_events': events,
  '0027_occasions': occasions,
  '0028_event_notices': eventNotices,
  '0030_audit': audit(kind),
  '0031_sanctions': sanctions,
  '0032_freeze': freeze,
  '0033_reports': reports,
  '0034_filter': filter,
  '0035_house': house,
  '0036_house_settings': houseSettings,
  '0040_reports_of_house': reportsOfHouse,
  '0050_ended_dates': endedDates,
  '0070_fence': fence,
  '0071_secrets': secrets,
});
