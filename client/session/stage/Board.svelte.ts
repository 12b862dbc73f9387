import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { PollId, QuestionId } from '../../../protocol/ids.ts';
import type { RequestInput } from '../../../protocol/index.ts';
import type { PollInfo } from '../../../protocol/polls.ts';
import type { QuestionInfo } from '../../../protocol/questions.ts';
import type { Heard } from '../heard.ts';
import type { SignalingClient } from '../SignalingClient.ts';

const rank = { answering: 0, open: 1, answered: 2 } as const;

/** What the room wants to know, from the first look at it on; over lost lines it is asked for anew. */
export class Board {
  readonly #signaling: SignalingClient;
  readonly #questions = new SvelteMap<QuestionId, QuestionInfo>();
  readonly #polls = new SvelteMap<PollId, PollInfo>();
  /** What one voted for. */
  readonly voted = new SvelteSet<QuestionId>();
  /** It was asked for and is here. */
  known = $state(false);
  #watched = false;

  /** What is answered now, what is open by votes, then what was answered. */
  readonly questions = $derived(
    [...this.#questions.values()].sort(
      (a, b) => rank[a.state] - rank[b.state] || b.votes - a.votes || a.askedAt - b.askedAt,
    ),
  );
  readonly open = $derived(this.questions.filter(({ state }) => state === 'open'));
  readonly answering = $derived(this.questions.find(({ state }) => state === 'answering'));
  readonly answered = $derived(this.questions.filter(({ state }) => state === 'answered'));
  /** The latest first. */
  readonly polls = $derived([...this.#polls.values()].sort((a, b) => b.openedAt - a.openedAt));

  constructor(signaling: SignalingClient) {
    this.#signaling = signaling;
  }

  /** Asks for it once, and keeps it current from then on. */
  watch(): void {
    if (this.#watched) return;
    this.#watched = true;
    this.again();
  }

  /** After a lost line. */
  again(): void {
    // Where this fails too, the next way back asks again.
    if (this.#watched) void this.#load().catch(() => {});
  }

  hear({ name, payload }: Heard): void {
    if (name === 'question:changed') this.#questions.set(payload.id, payload);
    else if (name === 'question:gone') this.#questions.delete(payload.id);
    else if (name === 'poll:changed') this.#polls.set(payload.id, payload);
    else if (name === 'poll:gone') this.#polls.delete(payload.id);
  }

  async ask(text: string): Promise<void> {
    const question = await this.#signaling.request('question:ask', { text });
    this.voted.add(question.id);
    this.#questions.set(question.id, question);
  }

  async vote(questionId: QuestionId, on: boolean): Promise<void> {
    await this.#signaling.request('question:vote', { questionId, on });
    if (on) this.voted.add(questionId);
    else this.voted.delete(questionId);
  }

  async settle(questionId: QuestionId, state: QuestionInfo['state']): Promise<void> {
    await this.#signaling.request('question:settle', { questionId, state });
  }

  async remove(questionId: QuestionId): Promise<void> {
    await this.#signaling.request('question:remove', { questionId });
  }

  async search(text: string): Promise<QuestionInfo[]> {
    return (await this.#signaling.request('question:search', { text })).questions;
  }

  async openPoll(asked: RequestInput<'poll:open'>): Promise<void> {
    const poll = await this.#signaling.request('poll:open', asked);
    this.#polls.set(poll.id, poll);
  }

  async choose(pollId: PollId, choices: readonly number[]): Promise<void> {
    const poll = await this.#signaling.request('poll:vote', { pollId, choices: [...choices] });
    this.#polls.set(poll.id, poll);
  }

  async closePoll(pollId: PollId): Promise<void> {
    await this.#signaling.request('poll:close', { pollId });
  }

  async removePoll(pollId: PollId): Promise<void> {
    await this.#signaling.request('poll:remove', { pollId });
  }

  async #load(): Promise<void> {
    const [{ questions, voted }, { polls }] = await Promise.all([
      this.#signaling.request('question:list', {}),
      this.#signaling.request('poll:list', {}),
    ]);
    this.#questions.clear();
    for (const question of questions) this.#questions.set(question.id, question);
    this.#polls.clear();
    for (const poll of polls) this.#polls.set(poll.id, poll);
    this.voted.clear();
    for (const id of voted) this.voted.add(id);
    this.known = true;
  }
}
