// A worker that ticks: pages out of sight have their own timers slowed down to one tick a second.
setInterval(() => postMessage(null), 1_000 / 24);
