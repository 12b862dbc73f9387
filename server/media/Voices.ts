import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { ProducerId } from '../../protocol/ids.ts';
import type { HeardVoice } from './OpenVoices.ts';

// Quick enough for a card to show a voice within a second, slow enough to cost nothing; mediasoup allows no less.
const levelIntervalMs = 250;
// dBov; a quiet voice is at -45, a still room below -65.
const voiceThreshold = -55;
// As many as talk at once in the loudest room.
const mostHeard = 64;

export interface VoicesEvents {
  /** These were heard in the last quarter of a second. */
  heard: [voices: HeardVoice<ProducerId>[]];
  /** Another one is the loudest for a while. */
  loudest: [id: ProducerId];
}

/** The two observers of a router that say whose voice is heard. */
export class Voices extends EventEmitter<VoicesEvents> {
  readonly #levels: types.AudioLevelObserver;
  readonly #speakers: types.ActiveSpeakerObserver;

  private constructor(levels: types.AudioLevelObserver, speakers: types.ActiveSpeakerObserver) {
    super();
    this.#levels = levels;
    this.#speakers = speakers;
    levels.on('volumes', (volumes) => {
      const voices = volumes.map(({ producer, volume }) => ({ id: producer.id as ProducerId, dbov: volume }));
      this.emit('heard', voices);
    });
    speakers.on('dominantspeaker', ({ producer }) => this.emit('loudest', producer.id as ProducerId));
  }

  static async open(router: types.Router): Promise<Voices> {
    const [levels, speakers] = await Promise.all([
      router.createAudioLevelObserver({
        interval: levelIntervalMs,
        threshold: voiceThreshold,
        maxEntries: mostHeard,
      }),
      router.createActiveSpeakerObserver({ interval: levelIntervalMs }),
    ]);
    return new Voices(levels, speakers);
  }

  /** Listens to a producer of this router until it ends. */
  async add(producerId: ProducerId): Promise<void> {
    await Promise.all([this.#levels.addProducer({ producerId }), this.#speakers.addProducer({ producerId })]);
  }
}
