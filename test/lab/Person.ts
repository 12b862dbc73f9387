import type { Page } from 'playwright-core';
import { en } from '../../client/words/en/index.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../protocol/index.ts';
import type { RoomInfo, RoomSettings, RoomSnapshot } from '../../protocol/room.ts';
import { Guest } from '../support/e2e/Guest.ts';
import type { Span } from './ears.ts';
import type { Hearing } from './hearing.ts';
import { whatWasSaid } from './sayings.ts';
import { askOverSocket } from './sockets.ts';

/** A notification that came to a page. */
interface Heard {
  readonly at: number;
  readonly name: string;
  readonly payload: unknown;
}

/** By what somebody is told from the others. */
interface Signs {
  readonly name: string;
  readonly tone: number;
  readonly mark: number;
}

type Answer<Data> = { ok: true; data: Data } | { ok: false };

/** Somebody at a browser on a host of the lab, with a voice of one steady tone. */
export class Person extends Guest {
  readonly name: string;
  readonly tone: number;
  /** The number that the pictures of this one's camera carry. */
  readonly mark: number;
  /** Every notification of the server so far, and when it came, in milliseconds since 1970. */
  readonly heard: Heard[] = [];
  /** The room as it was told at each time of coming back, after that of coming in. */
  readonly snapshots: RoomSnapshot[] = [];

  constructor(page: Page, url: string, { name, tone, mark }: Signs) {
    super(page, url);
    this.name = name;
    this.tone = tone;
    this.mark = mark;
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => this.#read(String(payload)));
    });
  }

  override async nameThemselves(name: string): Promise<void> {
    await this.goTo('/');
    // By then the page has asked who it is: asked beside it, the server would see two people, and the page begin anew.
    await this.page.locator('h1').waitFor();
    await this.#ask('PUT', '/me', { name });
  }

  override async makeRoom(settings: Partial<RoomSettings> = {}): Promise<RoomInfo> {
    const some = { name: 'Cables in the rain', interests: ['astronomy'], language: 'en' };
    return await this.#ask<RoomInfo>('POST', '/rooms', { ...some, ...settings });
  }

  /** Steps in, opens the microphone unless only others speak, and pricks up the ears. */
  async takeSeat(room: RoomInfo, { speaks = true } = {}): Promise<void> {
    try {
      // Another seat from now on, not one that was lost.
      this.snapshots.length = 0;
      await this.goTo(`/r/${room.slug}`);
      await this.button(en.stepIn).click();
      await (speaks ? this.microphone : this.button(en.raiseHand)).waitFor();
      await this.page.evaluate(() => window.ears.listen());
      if (speaks) await this.openMicrophone();
    } catch (cause) {
      const shown = (await this.page.locator('body').innerText()).replaceAll(/\s+/g, ' ');
      const said = await this.page.evaluate(whatWasSaid);
      const why = [...this.complaints, `the page shows: ${shown}`, said].join('\n');
      throw new Error(`${this.name} did not get a seat:\n${why}`, { cause });
    }
  }

  /** By key: where ten pages share two cores a click can last so long that it is holding the button. */
  override async openMicrophone(): Promise<void> {
    await this.microphone.click({ trial: true });
    await this.microphone.press('Enter');
    await this.microphone.getByText(en.micOn).waitFor();
  }

  /** Asks the server something by the page's own connection. */
  async request<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<RequestOutput<Name>> {
    const frame = await this.page.evaluate(askOverSocket, [name, input] as [string, unknown]);
    const [answer] = JSON.parse(frame) as [Answer<RequestOutput<Name>>];
    if (!answer.ok) throw new Error(`${name}: ${frame}`);
    return answer.data;
  }

  /** Which participant this is. */
  get participantId(): ParticipantId {
    const snapshot = this.snapshots.at(-1);
    if (!snapshot) throw new Error(`${this.name} is in no room.`);
    return snapshot.selfId;
  }

  /** What was heard here since a moment. */
  async hearing(since: number): Promise<Hearing> {
    return await this.page.evaluate((since) => {
      const { spans, listenedTo } = window.ears;
      const recent = Object.entries(spans).map(([tone, all]) => [tone, all.filter(([, end]) => end > since)]);
      return { spans: Object.fromEntries(recent), until: listenedTo };
    }, since);
  }

  /** Looks at everybody's pictures from now on. */
  async watch(): Promise<void> {
    await this.page.evaluate(() => window.eyes.watch());
  }

  /** When the picture of somebody's camera moved on here, since `watch`. */
  async seen(of: Person): Promise<Span[]> {
    return await this.page.evaluate((mark) => window.eyes.spans[mark] ?? [], of.mark);
  }

  /** The notifications of these names since a moment. */
  told(since: number, ...names: string[]): Heard[] {
    return this.heard.filter(({ at, name }) => at >= since && names.includes(name));
  }

  /** Resolves with the moment at which the page says that the line is lost. */
  async seesTheLineDropped(): Promise<number> {
    const told = this.page.getByText(en.lineDropped).or(this.page.getByText(en.soundStuck));
    await told.first().waitFor();
    return Date.now();
  }

  /** The port of the server's at which the media of this person arrives. */
  async mediaPort(): Promise<number> {
    const [pair] = (await this.stats('candidate-pair')).filter(({ nominated }) => nominated === true);
    const remote = await this.stats('remote-candidate');
    return Number(remote.find(({ id }) => id === pair?.remoteCandidateId)?.port);
  }

  /** Whether a path of the media goes over TCP, as where UDP does not get through. */
  async usesTcp(): Promise<boolean> {
    return (await this.#mediaEnds()).some((candidate) => candidate?.protocol === 'tcp');
  }

  /** The addresses with which this page exchanges media: of the machines its sound goes to and comes from. */
  async mediaAddresses(): Promise<ReadonlySet<string>> {
    return new Set((await this.#mediaEnds()).map((candidate) => String(candidate?.address)));
  }

  /** How many packets of sound were sent to this page, and did not arrive. */
  async lostPackets(): Promise<number> {
    const inbound = await this.stats('inbound-rtp');
    return inbound.reduce((sum, { packetsLost }) => sum + Number(packetsLost ?? 0), 0);
  }

  /** The server's end of each path on which media goes. */
  async #mediaEnds(): Promise<(Record<string, unknown> | undefined)[]> {
    const selected = (await this.stats('transport')).map((transport) => transport.selectedCandidatePairId);
    const pairs = (await this.stats('candidate-pair')).filter(({ id }) => selected.includes(id));
    const remote = await this.stats('remote-candidate');
    return pairs.map(({ remoteCandidateId }) => remote.find(({ id }) => id === remoteCandidateId));
  }

  #read(frame: string): void {
    const [, type, message] = /^4([23])\d*(\[.*)$/s.exec(frame) ?? [];
    if (message === undefined) return;
    if (type === '2') {
      const [name, payload] = JSON.parse(message) as [string, unknown];
      this.heard.push({ at: Date.now(), name, payload });
      return;
    }
    const [answer] = JSON.parse(message) as [Answer<unknown>];
    if (answer.ok && isSnapshot(answer.data)) this.snapshots.push(answer.data);
  }

  async #ask<Data>(method: string, path: string, body?: unknown): Promise<Data> {
    const answer = await this.page.evaluate(
      async ({ method, path, body }) => {
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(`/api${path}`, {
          method,
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        return await response.json();
      },
      { method, path, body },
    );
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer.data;
  }
}

function isSnapshot(data: unknown): data is RoomSnapshot {
  return typeof data === 'object' && data !== null && 'selfId' in data && 'participants' in data;
}
