// One thread in ticks: sleep a millisecond, then send what is due and read what has come. Were it woken by every
// packet, the waking would be billed to the server that sent it.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "bytes.h"
#include "load.h"

enum { TICK = 1000000, MAINTENANCE = 20000000, EVENTS_AT_ONCE = 256, MAX_ROUNDS = 64, NO_PEER = MAX_PEERS };

static void read_commands(void) {
    static char buffer[1 << 16];
    static size_t filled;
    ssize_t count = read(STDIN_FILENO, buffer + filled, sizeof buffer - filled - 1);
    if (count == 0 || (count < 0 && errno != EAGAIN)) exit(0);
    if (count < 0) return;
    filled += (size_t)count;
    buffer[filled] = 0;
    char *line = buffer, *end;
    while ((end = strchr(line, '\n'))) {
        *end = 0;
        run_command(line);
        line = end + 1;
    }
    filled -= (size_t)(line - buffer);
    memmove(buffer, line, filled);
}

// Whoever has something to read; stdin is the one without a peer.
static void read_all(int poll) {
    struct epoll_event events[EVENTS_AT_ONCE];
    for (int round = 0; round < MAX_ROUNDS; round++) {
        int count = epoll_wait(poll, events, EVENTS_AT_ONCE, 0);
        for (int i = 0; i < count; i++) {
            if (events[i].data.u32 == NO_PEER) read_commands();
            else if (peers[events[i].data.u32]) peer_read(peers[events[i].data.u32]);
        }
        if (count < EVENTS_AT_ONCE) return;
    }
}

static void maintain_peers(uint64_t now) {
    static uint64_t due;
    if (now < due) return;
    due = now + MAINTENANCE;
    for (int id = 0; id < MAX_PEERS; id++) {
        if (peers[id]) peer_maintain(peers[id], now);
    }
}

int main(void) {
    setvbuf(stdout, NULL, _IOLBF, 1 << 16);
    fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
    struct rlimit most;
    getrlimit(RLIMIT_NOFILE, &most);
    most.rlim_cur = most.rlim_max;
    setrlimit(RLIMIT_NOFILE, &most);
    srand((unsigned)wall_now());

    peer_poll = epoll_create1(0);
    struct epoll_event commands = {.events = EPOLLIN, .data.u32 = NO_PEER};
    epoll_ctl(peer_poll, EPOLL_CTL_ADD, STDIN_FILENO, &commands);

    char fingerprint[96];
    dtls_init(fingerprint);
    printf("{\"event\":\"hello\",\"fingerprint\":\"%s\"}\n", fingerprint);

    const struct timespec tick = {0, TICK};
    for (;;) {
        nanosleep(&tick, NULL);
        uint64_t now = steady_now();
        tracks_run(now);
        read_all(peer_poll);
        maintain_peers(now);
    }
}
