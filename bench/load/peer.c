// A peer: one UDP socket, connected to the server's one port.
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bytes.h"
#include "load.h"

enum { READS_AT_ONCE = 64, MS = 1000000 };

Peer *peers[MAX_PEERS];
int peer_poll;

void peer_failed(const Peer *peer, const char *why) {
    printf("{\"event\":\"failed\",\"peer\":%d,\"why\":\"%s\"}\n", peer->id, why);
}

static int open_socket(const struct sockaddr_in *server) {
    int number = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    int buffer = 4 << 20, yes = 1;
    // Only root may pass the system's limit; others get as much as there is.
    if (setsockopt(number, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer) < 0) {
        setsockopt(number, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    }
    setsockopt(number, SOL_SOCKET, SO_TIMESTAMPNS, &yes, sizeof yes);
    if (connect(number, (const struct sockaddr *)server, sizeof *server) < 0) {
        close(number);
        return -1;
    }
    return number;
}

void peer_connect(int id, const char *address, int port, const char *ufrag, const char *password) {
    if (id < 0 || id >= MAX_PEERS || peers[id]) return;
    Peer *peer = calloc(1, sizeof *peer);
    peer->id = id;
    peer->server.sin_family = AF_INET;
    peer->server.sin_port = htons((uint16_t)port);
    inet_pton(AF_INET, address, &peer->server.sin_addr);
    snprintf(peer->ufrag, sizeof peer->ufrag, "%s", ufrag);
    snprintf(peer->password, sizeof peer->password, "%s", password);
    peer->socket = open_socket(&peer->server);
    if (peer->socket < 0) {
        peer_failed(peer, strerror(errno));
        free(peer);
        return;
    }
    peers[id] = peer;
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)id};
    epoll_ctl(peer_poll, EPOLL_CTL_ADD, peer->socket, &event);
    peer->begun = steady_now();
    peer->next_check = peer->begun;
    peer_maintain(peer, peer->begun);
}

void peer_close(int id) {
    if (id < 0 || id >= MAX_PEERS || !peers[id]) return;
    Peer *peer = peers[id];
    tracks_of_peer_end(id);
    if (peer->ssl) {
        SSL_shutdown(peer->ssl);
        SSL_free(peer->ssl);
    }
    if (peer->ready) {
        srtp_close(&peer->send);
        srtp_close(&peer->receive);
    }
    close(peer->socket);
    free(peer->sources);
    free(peer);
    peers[id] = NULL;
}

void peer_transmit(Peer *peer, const uint8_t *packet, int length) {
    if (send(peer->socket, packet, (size_t)length, 0) < 0) counters.send_errors++;
}

void peer_transmit_rtcp(Peer *peer, uint8_t *packet, int length) {
    int sealed = srtcp_protect(&peer->send, packet, length, peer->rtcp_index++ & 0x7fffffffu);
    peer_transmit(peer, packet, sealed);
}

void peer_maintain(Peer *peer, uint64_t now) {
    if (peer->ssl && !peer->ready) DTLSv1_handle_timeout(peer->ssl);
    if (now < peer->next_check) return;
    ice_check(peer);
    bool urgent = !peer->ice_done && ++peer->checks < 20;
    uint64_t pause = urgent ? 50 : 4000 + (uint64_t)(rand() % 1000);
    peer->next_check = now + pause * MS;
}

static void dispatch(Peer *peer, uint8_t *packet, int length, uint64_t arrived) {
    // RFC 7983: the first byte tells the protocols on one port apart, the second RTCP from RTP.
    if (packet[0] < 4) {
        if (peer->ice_done || !ice_is_answer(packet, length)) return;
        peer->ice_done = steady_now();
        peer->next_check = peer->ice_done + 4000ull * MS;
        dtls_begin(peer);
    } else if (packet[0] >= 20 && packet[0] < 64) {
        dtls_receive(peer, packet, length);
    } else if (packet[0] >= 128 && packet[0] < 192 && length >= 12 && peer->ready) {
        if (packet[1] >= 192 && packet[1] <= 223) receive_rtcp(peer, packet, length);
        else receive_rtp(peer, packet, length, arrived);
    }
}

static uint64_t arrival_of(struct msghdr *message) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPNS) continue;
        struct timespec time;
        memcpy(&time, CMSG_DATA(c), sizeof time);
        return nanoseconds(&time);
    }
    return wall_now();
}

void peer_read(Peer *peer) {
    int id = peer->id;
    uint8_t packet[PACKET_BYTES];
    char control[128];
    for (int i = 0; i < READS_AT_ONCE && peers[id] == peer; i++) {
        struct iovec part = {packet, sizeof packet};
        struct msghdr message = {
            .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
        ssize_t length = recvmsg(peer->socket, &message, MSG_DONTWAIT);
        if (length <= 0) return;
        dispatch(peer, packet, (int)length, arrival_of(&message));
    }
}
