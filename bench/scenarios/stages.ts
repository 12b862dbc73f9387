import { Generator } from '../clients/Generator.ts';
import { OurDoor } from '../clients/OurDoor.ts';
import type { Act } from '../clients/rtp.ts';
import { Stage } from '../clients/Stage.ts';
import { buildGenerator } from '../load/build.ts';
import { OurServer } from '../servers/OurServer.ts';
import { RawServer } from '../servers/RawServer.ts';

/** Our server and the raw worker, each with its stage, loaded by the same generator. */
export interface Stages {
  readonly ours: Stage;
  readonly raw: Stage;
  readonly generator: Generator;
  close(): Promise<void>;
}

/** Opens a stage on our server and on the raw worker, with so many who perform the same act. */
export async function openStages(
  speakers: number,
  perform: (peer: number, ssrc: number) => Act,
): Promise<Stages> {
  const generator = await Generator.start(await buildGenerator());
  const ours = new Stage(await OurDoor.open(await OurServer.start()), generator);
  const raw = new Stage(await RawServer.start(), generator);
  for (const stage of [ours, raw]) {
    for (let i = 0; i < speakers; i++) await stage.addSpeaker(perform);
  }
  return {
    ours,
    raw,
    generator,
    async close() {
      generator.close();
      await Promise.all([ours.door.close(), raw.door.close()]);
    },
  };
}
