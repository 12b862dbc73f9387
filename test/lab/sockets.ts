declare global {
  interface Window {
    /** Every WebSocket that the page opened. */
    sockets: WebSocket[];
  }
}

/** Runs in the page before its own scripts: it must not use anything of this file but types. */
export function keepSockets(): void {
  window.sockets = [];
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      window.sockets.push(this);
    }
  };
}

/** Runs in the page: asks the server something that has no button yet, and gives the frame of the answer. */
export function askOverSocket([name, input]: [name: string, input: unknown]): Promise<string> {
  // Beyond the numbers that the page itself will ever give its requests.
  const id = 1_000_000 + Math.floor(Math.random() * 1_000_000);
  const socket = window.sockets.findLast(({ readyState }) => readyState === WebSocket.OPEN);
  return new Promise((resolve, reject) => {
    if (!socket) return reject(new Error('The page has no connection.'));
    socket.addEventListener('message', ({ data }) => {
      if (String(data).startsWith(`43${id}[`)) resolve(String(data).slice(`43${id}`.length));
    });
    socket.send(`42${id}${JSON.stringify([name, input])}`);
  });
}
