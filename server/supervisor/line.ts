import { isOrder, type News, type Order } from './messages.ts';

/** Hears what the supervisor asks of this process. */
export function onOrder(obey: (order: Order) => void): void {
  process.on('message', (message) => {
    if (isOrder(message)) obey(message);
  });
}

/** Tells the supervisor of this process, if there is one; resolves when it is on its way. */
export function tell(news: News): Promise<void> {
  return new Promise((resolve) => {
    if (process.send && process.connected) process.send(news, undefined, undefined, () => resolve());
    else resolve();
  });
}
